#include "cli/content_files.hpp"

#include <cerrno>
#include <cstring>
#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace lihi::cli {
namespace {

constexpr mode_t own_folder = 0700, own_file = 0600; // evidence is nobody else's

bool is_empty_folder(const std::string& path) {
  DIR* const folder = ::opendir(path.c_str());
  if (folder == nullptr) return false;
  bool empty = true;
  while (const dirent* const entry = ::readdir(folder))
    empty = empty && (std::string_view(entry->d_name) == "." || std::string_view(entry->d_name) == "..");
  (void)::closedir(folder);
  return empty;
}

} // namespace

content_files::~content_files() {
  for (const auto& [name, each] : open_) (void)::close(each.descriptor);
}

bool content_files::failed(const std::string& what) {
  if (problem_.empty()) problem_ = what + ": " + std::strerror(errno);
  return false;
}

void content_files::close(int descriptor) {
  if (::close(descriptor) != 0) (void)failed(folder_);
}

std::string content_files::open(const std::string& folder) {
  folder_ = folder;
  if (::mkdir(folder.c_str(), own_folder) != 0) {
    if (errno != EEXIST) return std::strerror(errno);
    if (!is_empty_folder(folder)) return "is there, and is no empty folder";
  }
  const int made = ::open((folder + "/" + content_writer::manifest).c_str(),
                          O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, own_file);
  if (made < 0) return std::strerror(errno);
  (void)::close(made);
  return "";
}

// A file that is there was made in this run: the folder was empty.
int content_files::find(const std::string& file) {
  if (const auto known = open_.find(file); known != open_.end()) {
    by_age_.splice(by_age_.end(), by_age_, known->second.age);
    return known->second.descriptor;
  }
  if (open_.size() >= most_open) {
    const auto oldest = open_.find(by_age_.front());
    close(oldest->second.descriptor);
    open_.erase(oldest);
    by_age_.pop_front();
  }
  const std::string path = folder_ + "/" + file;
  int out = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_APPEND | O_CLOEXEC, own_file);
  if (out >= 0)
    ++captures_;
  else if (errno == EEXIST)
    out = ::open(path.c_str(), O_WRONLY | O_APPEND | O_CLOEXEC);
  if (out < 0) {
    (void)failed(path);
    return out;
  }
  open_[file] = {out, by_age_.insert(by_age_.end(), file)};
  return out;
}

bool content_files::write(int to, bytes octets) {
  while (!octets.empty()) {
    const ssize_t done = ::write(to, octets.data(), octets.size());
    if (done < 0 && errno == EINTR) continue;
    if (done < 0) return failed(folder_);
    octets = octets.subspan(static_cast<std::size_t>(done));
  }
  return true;
}

bool content_files::append(const std::string& file, bytes octets) {
  const int to = find(file);
  return to >= 0 && write(to, octets);
}

bool content_files::create(const std::string& file, bytes octets, bool& fresh) {
  const std::string path = folder_ + "/" + file;
  const int to = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, own_file);
  fresh = to >= 0;
  if (!fresh) return errno == EEXIST || failed(path);
  const bool good = write(to, octets);
  close(to);
  return good;
}

std::string content_files::finish() {
  writer_.finish();
  for (const auto& [name, each] : open_) close(each.descriptor);
  open_.clear();
  by_age_.clear();
  return problem_;
}

} // namespace lihi::cli
