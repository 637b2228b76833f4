#include "cli/kept_file.hpp"

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace lihi::cli {
namespace {

std::string reason() { return std::strerror(errno); }

} // namespace

std::string kept_file::open(const std::string& path, existing what) {
  path_ = path;
  what_ = what;
  struct stat about {};
  if (::lstat(path.c_str(), &about) == 0) {
    if (S_ISDIR(about.st_mode)) return "is a directory";
    if (!S_ISREG(about.st_mode) &&
        !S_ISLNK(about.st_mode)) { // a device or a pipe holds nothing that could be lost
      descriptor_ = ::open(path.c_str(), O_WRONLY | O_CLOEXEC | O_NOFOLLOW);
      return descriptor_ < 0 ? reason() : "";
    }
    if (what == existing::refuse) return "exists; --append adds to it, --force replaces it";
    if (what == existing::append && S_ISLNK(about.st_mode)) return "is a symbolic link; name the file itself";
    if (what == existing::append && ::access(path.c_str(), W_OK) != 0) return reason();
  } else if (errno != ENOENT) {
    return reason();
  }
  beside_ = path + ".XXXXXX";
  descriptor_ = ::mkostemp(beside_.data(), O_CLOEXEC); // O_EXCL, 0600
  if (descriptor_ >= 0) return "";
  beside_.clear();
  return reason();
}

kept_file::~kept_file() {
  if (descriptor_ >= 0) (void)::close(descriptor_);
  if (!beside_.empty()) (void)::unlink(beside_.c_str());
}

void kept_file::put(int to, bytes octets) noexcept {
  while (!octets.empty() && error_ == 0) {
    const ssize_t sent = ::write(to, octets.data(), octets.size());
    if (sent >= 0)
      octets = octets.subspan(static_cast<std::size_t>(sent));
    else if (errno != EINTR)
      error_ = errno;
  }
}

void kept_file::write(bytes octets) noexcept { put(descriptor_, octets); }

std::string kept_file::finish() {
  if (error_ != 0) return std::string(std::strerror(error_)) + "; not all of it is kept";
  if (beside_.empty()) return "";
  if (what_ == existing::append && ::access(path_.c_str(), F_OK) == 0) return append_all();
  if (::fsync(descriptor_) != 0) return reason();
  // link() takes no name that exists by now
  const bool named = what_ == existing::replace ? std::rename(beside_.c_str(), path_.c_str()) == 0
                                                : ::link(beside_.c_str(), path_.c_str()) == 0;
  if (!named) {
    std::string out = reason() + "; all of it is in " + beside_;
    beside_.clear(); // it stays
    return out;
  }
  if (what_ == existing::replace) beside_.clear();
  return "";
}

// All of it or, when that fails, nothing.
std::string kept_file::append_all() {
  const int to = ::open(path_.c_str(), O_WRONLY | O_APPEND | O_CLOEXEC | O_NOFOLLOW);
  if (to < 0) return reason();
  struct stat before {};
  if (::fstat(to, &before) != 0 || ::lseek(descriptor_, 0, SEEK_SET) != 0) error_ = errno;
  std::array<std::uint8_t, 1u << 16> block; // NOLINT: filled by read()
  while (error_ == 0) {
    const ssize_t got = ::read(descriptor_, block.data(), block.size());
    if (got == 0) break;
    if (got > 0)
      put(to, bytes(block).first(static_cast<std::size_t>(got)));
    else if (errno != EINTR)
      error_ = errno;
  }
  if (error_ == 0 && ::fsync(to) != 0) error_ = errno;
  std::string out;
  if (error_ != 0) {
    out = std::strerror(error_);
    if (::ftruncate(to, before.st_size) != 0) out += "; a part of it was appended";
    out += "; all of it is in " + beside_;
    beside_.clear(); // it stays
  }
  (void)::close(to);
  return out;
}

} // namespace lihi::cli
