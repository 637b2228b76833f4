// Latitudes and longitudes written as text.
#pragma once

#include <optional>
#include <string_view>

namespace lihi::value {

// Degrees, north and east positive, of any of the forms in use:
//   52.519991   -33,86   N52.519991   (decimal degrees, TS 29.572, TS 103 280 WGS84CoordinateDecimal)
//   N502312     E1122312.18           (XDDMMSS[.s], XDDDMMSS[.s], TS 101 671)
// Nothing for anything else, or when the result is not within `limit` degrees (90 or 180).
[[nodiscard]] std::optional<double> degrees(std::string_view text, double limit) noexcept;

// A decimal number with point or comma and an optional sign; nothing for anything else.
[[nodiscard]] std::optional<double> decimal_number(std::string_view text) noexcept;

} // namespace lihi::value
