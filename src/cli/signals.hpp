// SIGINT and SIGTERM: what was read is delivered, then the program ends with 128 and the signal's number. A
// second signal ends it at once.
#pragma once

namespace lihi::cli {

class signals {
 public:
  signals();
  ~signals();
  signals(const signals&) = delete;
  signals& operator=(const signals&) = delete;

  // 0, or the signal that came.
  [[nodiscard]] static int came() noexcept;
  // Becomes readable when one comes: for poll(). -1 when there is none.
  [[nodiscard]] static int descriptor() noexcept;
};

} // namespace lihi::cli
