#include "cli/terminal.hpp"

#include "core/text.hpp"

#include <cerrno>
#include <fcntl.h>
#include <unistd.h>

namespace lihi::cli {

void tell_line(std::string_view line) noexcept {
  while (!line.empty()) {
    const ssize_t sent = ::write(STDERR_FILENO, line.data(), line.size());
    if (sent < 0 && errno != EINTR) return;
    if (sent > 0) line.remove_prefix(static_cast<std::size_t>(sent));
  }
}

void tell(std::string_view text) noexcept {
  try {
    tell_line("lihi: " + std::string(text) + "\n");
  } catch (const std::bad_alloc&) {
    tell_line("lihi: no memory is left\n");
  }
}

std::string visible(std::string_view text) {
  text_buffer out;
  append_visible(out, text);
  return std::string(out.view());
}

void keep_standard_descriptors() noexcept {
  for (const int each : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO})
    if (::fcntl(each, F_GETFD) < 0 && errno == EBADF)
      (void)::open("/dev/null", each == STDIN_FILENO ? O_WRONLY : O_RDONLY); // the lowest free one: this
}

} // namespace lihi::cli
