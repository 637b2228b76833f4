#include "cli/output.hpp"

#include <cerrno>
#include <unistd.h>

namespace lihi::cli {

bool output::write(std::string_view text) noexcept {
  while (!text.empty() && !closed_) {
    const ssize_t sent = ::write(STDOUT_FILENO, text.data(), text.size());
    if (sent >= 0)
      text.remove_prefix(static_cast<std::size_t>(sent));
    else if (errno != EINTR)
      closed_ = true;
  }
  return !closed_;
}

} // namespace lihi::cli
