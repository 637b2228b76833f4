// Geographic area descriptions in octets (3GPP TS 23.032), and what ITU-T Q.763 makes of them.
#pragma once

#include <lihi/bytes.hpp>
#include <lihi/record/words.hpp>

#include <array>
#include <optional>

namespace lihi::value {

struct gad_point {
  double latitude, longitude; // degrees, north and east positive
};

// Lengths in metres, angles in degrees clockwise from north.
struct gad {
  position_shape shape = {};
  std::array<gad_point, 15> points; // one, or the corners of a polygon
  std::size_t count = 0;
  std::optional<double> radius, semi_major, semi_minor, orientation, altitude, altitude_uncertainty,
      inner_radius, start_angle, included_angle;
  std::optional<int> confidence; // percent
};

// Every shape of clause 7.3, which must fill the octets; nothing for others (the high accuracy shapes).
[[nodiscard]] std::optional<gad> read_gad(bytes octets) noexcept;

// Calling geodetic location of ITU-T Q.763 3.88, as TS 29.002 GeodeticInformation uses it: presentation and
// screening, shape (point with an uncertainty circle: 1, or 10 hex as TS 23.032 has it), latitude, longitude,
// uncertainty, confidence. Ten octets; nothing for anything else.
[[nodiscard]] std::optional<gad> read_geodetic(bytes octets) noexcept;

} // namespace lihi::value
