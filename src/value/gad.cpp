#include "value/gad.hpp"

#include <cmath>

namespace lihi::value {
namespace {

// latitude: sign and magnitude, 90 degrees on 23 bits; longitude: two's complement, 360 degrees on 24 (6.1)
gad_point read_point(const std::uint8_t* at) noexcept {
  const int magnitude = (at[0] & 0x7F) << 16 | at[1] << 8 | at[2];
  int east = at[3] << 16 | at[4] << 8 | at[5];
  if ((east & 0x800000) != 0) east -= 0x1000000;
  const double latitude = magnitude * 90.0 / 8388608.0;
  return {(at[0] & 0x80) != 0 ? -latitude : latitude, east * 360.0 / 16777216.0};
}
double uncertainty(std::uint8_t code) noexcept { return 10 * (std::pow(1.1, code & 0x7F) - 1); } // 6.2
double altitude_uncertainty(std::uint8_t code) noexcept {
  return 45 * (std::pow(1.025, code & 0x7F) - 1);
} // 6.4
double altitude(const std::uint8_t* at) noexcept { // 6.3: bit 16 is set below the ellipsoid
  const double metres = (at[0] & 0x7F) << 8 | at[1];
  return (at[0] & 0x80) != 0 ? -metres : metres;
}
// 6.6: percent; 0 and above 100 mean that there is none
std::optional<int> confidence(std::uint8_t code) noexcept {
  const int percent = code & 0x7F;
  if (percent == 0 || percent > 100) return std::nullopt;
  return percent;
}
double angle(std::uint8_t code) noexcept { return 2.0 * code; } // 6.7

void read_ellipse(const std::uint8_t* at, gad& out) noexcept {
  out.semi_major = uncertainty(at[0]);
  out.semi_minor = uncertainty(at[1]);
  out.orientation = angle(at[2]);
}

std::size_t size_of(unsigned shape, unsigned points) noexcept {
  switch (shape) {
  case 0: return 7;
  case 1: return 8;
  case 3: return 11;
  case 5: return 1 + 6 * points;
  case 8: return 9;
  case 9: return 14;
  case 10: return 13;
  default: return 0;
  }
}

} // namespace

std::optional<gad> read_gad(bytes octets) noexcept {
  if (octets.empty()) return std::nullopt;
  const unsigned shape = octets[0] >> 4, points = octets[0] & 15;
  if (octets.size() != size_of(shape, points) || (shape == 5 && points < 3)) return std::nullopt;
  gad out;
  out.count = shape == 5 ? points : 1;
  for (std::size_t i = 0; i < out.count; ++i) out.points[i] = read_point(octets.data() + 1 + 6 * i);
  const std::uint8_t* const more = octets.data() + 7;
  switch (shape) {
  case 0: out.shape = position_shape::point; break;
  case 1:
    out.shape = position_shape::circle;
    out.radius = uncertainty(more[0]);
    break;
  case 3:
    out.shape = position_shape::ellipse;
    read_ellipse(more, out);
    out.confidence = confidence(more[3]);
    break;
  case 5: out.shape = position_shape::polygon; break;
  case 8:
    out.shape = position_shape::point;
    out.altitude = altitude(more);
    break;
  case 9:
    out.shape = position_shape::ellipse;
    out.altitude = altitude(more);
    read_ellipse(more + 2, out);
    out.altitude_uncertainty = altitude_uncertainty(more[5]);
    out.confidence = confidence(more[6]);
    break;
  default: // 10
    out.shape = position_shape::arc;
    out.inner_radius = 5.0 * (more[0] << 8 | more[1]); // 6.7a: increments of 5 metres
    out.radius = uncertainty(more[2]);
    out.start_angle = angle(more[3]);
    out.included_angle = angle(more[4]);
    out.confidence = confidence(more[5]);
    break;
  }
  return out;
}

std::optional<gad> read_geodetic(bytes octets) noexcept {
  if (octets.size() != 10 || (octets[1] != 0x10 && octets[1] != 0x01)) return std::nullopt;
  gad out;
  out.shape = position_shape::circle;
  out.points[0] = read_point(octets.data() + 2);
  out.count = 1;
  out.radius = uncertainty(octets[8]);
  out.confidence = confidence(octets[9]);
  return out;
}

} // namespace lihi::value
