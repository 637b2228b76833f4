#include "cli/output.hpp"

#include <cerrno>
#include <cstring>
#include <poll.h>
#include <unistd.h>

namespace lihi::cli {

bool output::write(std::string_view text) noexcept {
  while (!text.empty() && error_ == 0) {
    const ssize_t sent = ::write(STDOUT_FILENO, text.data(), text.size());
    if (sent >= 0) {
      octets_ += static_cast<std::size_t>(sent);
      text.remove_prefix(static_cast<std::size_t>(sent));
    } else if (errno == EAGAIN) { // somebody made it so
      struct pollfd one {
        STDOUT_FILENO, POLLOUT, 0
      };
      (void)::poll(&one, 1, -1);
    } else if (errno != EINTR) {
      error_ = errno;
    }
  }
  return error_ == 0;
}

bool output::closed() const noexcept { return error_ == EPIPE; }

std::string output::error() const { return std::string("standard output: ") + std::strerror(error_); }

} // namespace lihi::cli
