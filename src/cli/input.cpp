#include "cli/input.hpp"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace lihi::cli {

bool input_file::open(const std::string& path) {
  descriptor_ = path == "-" ? STDIN_FILENO : ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor_ < 0) {
    error_ = std::strerror(errno);
    return false;
  }
  struct stat about {};
  if (::fstat(descriptor_, &about) == 0) {
    if (S_ISDIR(about.st_mode)) {
      error_ = "is a directory";
      return false;
    }
    if (S_ISREG(about.st_mode)) size_ = static_cast<std::uint64_t>(about.st_size);
  }
  block_.resize(block_octets);
  return true;
}

input_file::~input_file() {
  if (descriptor_ > STDIN_FILENO) ::close(descriptor_);
}

bytes input_file::next() {
  for (;;) {
    const ssize_t got = ::read(descriptor_, block_.data(), block_.size());
    if (got >= 0) return {block_.data(), static_cast<std::size_t>(got)};
    if (errno == EINTR) continue;
    error_ = std::strerror(errno);
    return {};
  }
}

} // namespace lihi::cli
