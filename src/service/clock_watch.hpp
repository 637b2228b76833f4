// Notices that the machine's clock was set: times of arrival before and after do not fit together.
#pragma once

#include <chrono>
#include <optional>

namespace lihi::service {

class clock_watch {
 public:
  using system = std::chrono::system_clock;
  using steady = std::chrono::steady_clock;
  static constexpr std::chrono::milliseconds tolerated{1000}; // of drift between two looks

  clock_watch(system::time_point now, steady::time_point forward) noexcept : now_(now), forward_(forward) {}

  // By how much it was set since the last look; nothing when it only went on.
  [[nodiscard]] std::optional<std::chrono::milliseconds> look(system::time_point now,
                                                              steady::time_point forward) noexcept {
    const auto jump =
        std::chrono::duration_cast<std::chrono::milliseconds>((now - now_) - (forward - forward_));
    now_ = now;
    forward_ = forward;
    if (jump > tolerated || jump < -tolerated) return jump;
    return std::nullopt;
  }

 private:
  system::time_point now_;
  steady::time_point forward_;
};

} // namespace lihi::service
