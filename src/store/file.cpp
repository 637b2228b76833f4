#include "store/file.hpp"

#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <sys/file.h>
#include <sys/stat.h>
#include <system_error>
#include <unistd.h>

namespace lihi::store {

int file::open(const std::string& path, int flags) noexcept {
  close();
  do descriptor_ = ::open(path.c_str(), flags | O_CLOEXEC, 0600);
  while (descriptor_ < 0 && errno == EINTR);
  return descriptor_ < 0 ? errno : 0;
}

void file::close() noexcept {
  if (descriptor_ >= 0) (void)::close(descriptor_);
  descriptor_ = -1;
}

int file::write_at(std::uint64_t offset, bytes octets) noexcept {
  while (!octets.empty()) {
    const ssize_t wrote = ::pwrite(descriptor_, octets.data(), octets.size(), static_cast<off_t>(offset));
    if (wrote < 0 && errno == EINTR) continue;
    if (wrote < 0) return errno;
    if (wrote == 0) return EIO; // else it would be tried for ever
    offset += static_cast<std::uint64_t>(wrote);
    octets = octets.subspan(static_cast<std::size_t>(wrote));
  }
  return 0;
}

int file::read_at(std::uint64_t offset, std::span<std::uint8_t> room, std::size_t& octets) const noexcept {
  octets = 0;
  while (octets < room.size()) {
    const ssize_t read =
        ::pread(descriptor_, &room[octets], room.size() - octets, static_cast<off_t>(offset + octets));
    if (read < 0 && errno == EINTR) continue;
    if (read < 0) return errno;
    if (read == 0) break;
    octets += static_cast<std::size_t>(read);
  }
  return 0;
}

int file::size(std::uint64_t& octets) const noexcept {
  struct stat about {};
  if (::fstat(descriptor_, &about) != 0) return errno;
  octets = static_cast<std::uint64_t>(about.st_size);
  return 0;
}

int file::truncate(std::uint64_t octets) noexcept {
  return ::ftruncate(descriptor_, static_cast<off_t>(octets)) == 0 ? 0 : errno;
}

int file::sync() noexcept { return ::fdatasync(descriptor_) == 0 ? 0 : errno; }

int file::lock() noexcept { return ::flock(descriptor_, LOCK_EX | LOCK_NB) == 0 ? 0 : errno; }

int sync_folder(const std::string& path) noexcept {
  const int folder = ::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (folder < 0) return errno;
  const int error = ::fsync(folder) == 0 ? 0 : errno;
  (void)::close(folder);
  return error;
}

int replace_file(const std::string& path, bytes octets) noexcept {
  const std::string beside = path + ".new";
  file fresh;
  int error = fresh.open(beside, O_WRONLY | O_CREAT | O_TRUNC);
  if (error == 0) error = fresh.write_at(0, octets);
  if (error == 0) error = fresh.sync();
  if (error == 0 && std::rename(beside.c_str(), path.c_str()) != 0) error = errno;
  if (error != 0) {
    (void)::unlink(beside.c_str());
    return error;
  }
  const std::string folder = std::filesystem::path(path).parent_path().string();
  return sync_folder(folder.empty() ? "." : folder);
}

std::string text_of_errno(int error) { return std::generic_category().message(error); }

} // namespace lihi::store
