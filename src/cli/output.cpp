#include "cli/output.hpp"

#include <cerrno>
#include <unistd.h>

namespace lihi::cli {

bool output::flush() noexcept {
  std::string_view left = text_.view();
  while (!left.empty() && !closed_) {
    const ssize_t sent = ::write(STDOUT_FILENO, left.data(), left.size());
    if (sent < 0) {
      if (errno == EINTR) continue;
      closed_ = true;
      break;
    }
    left.remove_prefix(static_cast<std::size_t>(sent));
  }
  text_.clear();
  return !closed_;
}

} // namespace lihi::cli
