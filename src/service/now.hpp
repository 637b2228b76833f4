// The time of this machine.
#pragma once

#include <chrono>
#include <lihi/moment.hpp>

namespace lihi::service {

[[nodiscard]] inline moment now_utc() noexcept {
  const auto since = std::chrono::system_clock::now().time_since_epoch();
  return {std::chrono::duration_cast<std::chrono::microseconds>(since).count()};
}

} // namespace lihi::service
