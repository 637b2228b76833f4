#include "cli/summary.hpp"

#include "cli/terminal.hpp"

#include <fmt/format.h>
#include <unistd.h>

namespace lihi::cli {

using clock = std::chrono::steady_clock;

std::string summary::line() const {
  const double seconds = std::chrono::duration<double>(clock::now() - begin_).count();
  return fmt::format(
      "{} PDUs, {} records, {} rejected, {} defective values, {} gaps, {} duplicates, {} octets, "
      "{:.3f} s, {:.1f} MB/s",
      pdus, records, rejected, defects, gaps, duplicates, octets, seconds,
      seconds > 0 ? static_cast<double>(octets) / 1e6 / seconds : 0.0);
}

progress::progress()
    : terminal_(::isatty(STDERR_FILENO) != 0 && ::isatty(STDOUT_FILENO) == 0), last_(clock::now()) {}

void progress::show(std::uint64_t done, std::uint64_t all) {
  if (!terminal_) return;
  const auto now = clock::now();
  if (now - last_ < std::chrono::milliseconds(200)) return;
  last_ = now;
  shown_ = true;
  const double part = all == 0 ? 0 : static_cast<double>(done) / static_cast<double>(all);
  if (all == 0)
    tell_line(fmt::format("\r{} MB", done / 1'000'000));
  else
    tell_line(fmt::format("\r[{:<40}] {:3.0f}%", std::string(static_cast<std::size_t>(part * 40), '#'),
                          part * 100));
}

void progress::clear() {
  if (shown_) tell_line(fmt::format("\r{:50}\r", ""));
  shown_ = false;
}

} // namespace lihi::cli
