// Ends of connections.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <string>

namespace lihi::capture {

// An IP address, IPv4 in the first four octets, and a port.
struct endpoint {
  std::array<std::uint8_t, 16> address{};
  bool is_v6 = false;
  std::uint16_t port = 0;

  friend auto operator<=>(const endpoint&, const endpoint&) = default;
};

// "192.0.2.1:40000", "[2001:db8::1]:40000".
[[nodiscard]] std::string text_of(const endpoint& of);

} // namespace lihi::capture
