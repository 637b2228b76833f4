// Addresses and numbers as text, from the octets and digits of the field codings.
#pragma once

#include "core/arena.hpp"

#include <lihi/bytes.hpp>
#include <string_view>
#include <vector>

namespace lihi::value {

// IPv4 (4 octets) as dotted decimals, IPv6 (16 octets) as RFC 5952 has it; empty for any other size.
[[nodiscard]] std::string_view ip_address(bytes octets, arena& memory) noexcept;
// The octets of an IP address in its usual text form, 4 or 16; none when the text is none.
[[nodiscard]] std::vector<std::uint8_t> address_octets(std::string_view text);
// Octets as lower-case hex.
[[nodiscard]] std::string_view hex(bytes octets, arena& memory) noexcept;
// The text itself when all octets are printable ASCII, else hex; `is_hex` tells which.
[[nodiscard]] std::string_view text_or_hex(bytes octets, arena& memory, bool& is_hex) noexcept;
[[nodiscard]] std::string_view decimal_text(std::uint64_t value, arena& memory) noexcept;

// Digits of TBCD octets (TS 29.002 TBCD-STRING): low nibble first, F ends; A to E are * # a b c.
[[nodiscard]] std::string_view tbcd(bytes octets, arena& memory) noexcept;

// The three octets of a PLMN (TS 24.008 10.5.1.13); a third digit F means an MNC of two digits. Empty when
// another digit is above 9.
struct plmn_text {
  std::string_view mcc, mnc;
};
[[nodiscard]] plmn_text plmn_octets(bytes octets, arena& memory) noexcept;

} // namespace lihi::value
