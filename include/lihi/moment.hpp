// A moment in time.
#pragma once

#include <cstdint>

namespace lihi {

// Microseconds since 1970-01-01T00:00:00Z (leap seconds not counted), or, when `local` is set, since that
// moment on the sender's own clock, whose offset from UTC was not sent.
struct moment {
  std::int64_t microseconds = 0;
  bool local = false;

  friend bool operator==(const moment&, const moment&) = default;
};

} // namespace lihi
