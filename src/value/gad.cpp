#include "value/gad.hpp"

#include <cmath>

namespace lihi::value {

std::optional<gad_point> read_gad(bytes octets) noexcept {
  if (octets.size() < 7) return std::nullopt;
  const unsigned shape = octets[0] >> 4;
  if (shape > 1 || (shape == 1 && octets.size() < 8)) return std::nullopt;
  // latitude: sign and magnitude, 90 degrees on 23 bits; longitude: two's complement, 360 degrees on 24
  const int magnitude = (octets[1] & 0x7F) << 16 | octets[2] << 8 | octets[3];
  int east = octets[4] << 16 | octets[5] << 8 | octets[6];
  if ((east & 0x800000) != 0) east -= 0x1000000;
  gad_point out{magnitude * 90.0 / 8388608.0, east * 360.0 / 16777216.0, std::nullopt};
  if ((octets[1] & 0x80) != 0) out.latitude = -out.latitude;
  if (shape == 1) out.radius = 10 * (std::pow(1.1, octets[7] & 0x7F) - 1);
  return out;
}

} // namespace lihi::value
