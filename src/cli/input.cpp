#include "cli/input.hpp"

#include "cli/signals.hpp"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <poll.h>
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
    const off_t at = ::lseek(descriptor_, 0, SEEK_CUR);
    if (S_ISREG(about.st_mode) && at >= 0 && at < about.st_size)
      size_ = static_cast<std::uint64_t>(about.st_size - at);
  }
  block_.resize(block_octets);
  return true;
}

input_file::~input_file() {
  if (descriptor_ > STDIN_FILENO) ::close(descriptor_);
}

bool input_file::ready(std::chrono::milliseconds within) const noexcept {
  if (packed_octets_wait_) return true;
  struct pollfd all[2] = {{descriptor_, POLLIN, 0}, {signals::descriptor(), POLLIN, 0}};
  const int found = ::poll(all, 2, static_cast<int>(within.count()));
  return found != 0; // a signal that interrupts is one that came
}

bytes input_file::next() {
  const bool first = read_ == 0;
  for (;;) {
    if (unpack_) {
      const bytes out = unpack_->next();
      error_ = unpack_->error();
      packed_octets_wait_ = !out.empty();
      if (!out.empty() || !error_.empty()) return out;
    }
    const bytes block = read_block();
    if (first && !unpack_) unpack_ = unpacker::of(block);
    if (!unpack_) return block;
    if (block.empty()) {
      if (error_.empty() && !unpack_->whole() && signals::came() == 0)
        error_ = "it is cut off: its last part is missing";
      return {};
    }
    unpack_->feed(block);
  }
}

// The first block has what tells a kind of file, even when a pipe gives it in smaller pieces.
bytes input_file::read_block() {
  constexpr std::size_t enough_to_tell = 4;
  std::size_t have = 0;
  for (;;) {
    (void)ready(std::chrono::milliseconds(-1)); // a signal ends the wait, and what was read is delivered
    if (signals::came() != 0) return bytes(block_).first(have);
    const ssize_t got = ::read(descriptor_, block_.data() + have, block_.size() - have);
    if (got < 0 && (errno == EINTR || errno == EAGAIN)) continue;
    if (got < 0) error_ = std::strerror(errno);
    if (got > 0) {
      have += static_cast<std::size_t>(got);
      read_ += static_cast<std::uint64_t>(got);
    }
    if (got <= 0 || read_ >= enough_to_tell) return bytes(block_).first(have);
  }
}

bool same_file(const struct stat& a, const struct stat& b) noexcept {
  return a.st_dev == b.st_dev && a.st_ino == b.st_ino;
}

bool about_input(const std::string& path, struct stat& out) noexcept {
  return (path == "-" ? ::fstat(STDIN_FILENO, &out) : ::stat(path.c_str(), &out)) == 0;
}

} // namespace lihi::cli
