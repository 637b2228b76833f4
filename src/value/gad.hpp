// Geographic area description in octets (3GPP TS 23.032).
#pragma once

#include <lihi/bytes.hpp>
#include <optional>

namespace lihi::value {

struct gad_point {
  double latitude, longitude;   // degrees, north and east positive
  std::optional<double> radius; // uncertainty, metres
};

// Ellipsoid point (shape 0) and ellipsoid point with uncertainty circle (shape 1); nothing for other shapes
// or for too few octets.
[[nodiscard]] std::optional<gad_point> read_gad(bytes octets) noexcept;

} // namespace lihi::value
