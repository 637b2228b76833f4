#include "value/address.hpp"

#include "core/text.hpp"

#include <array>
#include <bit>
#include <string>
#include <arpa/inet.h>

namespace lihi::value {
namespace {

std::string_view keep(const char* from, const char* to, arena& memory) noexcept {
  return memory.copy({from, static_cast<std::size_t>(to - from)});
}

// A group of an IPv6 address without its leading zeros; four characters may be written over.
char* put_group(char* to, unsigned group) noexcept {
  const int digits = (std::bit_width(group | 1) + 3) / 4;
  const unsigned from_the_left = group << 4 * (4 - digits);
  for (int i = 0; i < 4; ++i) to[i] = hex_digits[from_the_left >> (12 - 4 * i) & 15];
  return to + digits;
}

std::string_view ipv6(bytes octets, arena& memory) noexcept {
  unsigned groups[8];
  for (int i = 0; i < 8; ++i) groups[i] = static_cast<unsigned>(octets[2 * i]) << 8 | octets[2 * i + 1];
  int best = -1, best_length = 1; // the longest run of at least two zero groups is left out
  for (int i = 0; i < 8;) {
    int j = i;
    while (j < 8 && groups[j] == 0) ++j;
    if (j - i > best_length) {
      best = i;
      best_length = j - i;
    }
    i = j > i ? j : i + 1;
  }
  char out[48];
  char* at = out;
  for (int i = 0; i < 8; ++i) {
    if (i == best) {
      *at++ = ':';
      *at++ = ':';
      i += best_length - 1;
      continue;
    }
    if (at != out && at[-1] != ':') *at++ = ':';
    at = put_group(at, groups[i]);
  }
  return keep(out, at, memory);
}

} // namespace

std::string_view ip_address(bytes octets, arena& memory) noexcept {
  if (octets.size() == 16) return ipv6(octets, memory);
  if (octets.size() != 4) return {};
  char out[24];
  std::size_t at = 0;
  for (const std::uint8_t octet : octets) {
    if (octet >= 100) out[at++] = static_cast<char>('0' + octet / 100);
    if (octet >= 10) out[at++] = static_cast<char>('0' + octet / 10 % 10);
    out[at++] = static_cast<char>('0' + octet % 10);
    out[at++] = '.';
  }
  return memory.copy({out, at - 1});
}

std::string_view hex(bytes octets, arena& memory) noexcept {
  auto* const at = memory.allocate(2 * octets.size());
  if (at == nullptr) return {};
  (void)put_hex(reinterpret_cast<char*>(at), octets);
  return {reinterpret_cast<const char*>(at), 2 * octets.size()};
}

std::string_view text_or_hex(bytes octets, arena& memory, bool& is_hex) noexcept {
  is_hex = !octets.empty() && !all_graphic(octets);
  return is_hex ? hex(octets, memory) : as_text(octets);
}

std::string_view decimal_text(std::uint64_t value, arena& memory) noexcept {
  char out[20];
  return keep(out, put_number(out, value), memory);
}

std::string_view tbcd(bytes octets, arena& memory) noexcept {
  constexpr char digits[] = "0123456789*#abc";
  auto* const at = memory.allocate(2 * octets.size());
  if (at == nullptr) return {};
  auto* to = reinterpret_cast<char*>(at);
  for (const std::uint8_t octet : octets) {
    if ((octet & 15) == 15) break;
    *to++ = digits[octet & 15];
    if (octet >> 4 == 15) break;
    *to++ = digits[octet >> 4];
  }
  return {reinterpret_cast<const char*>(at), static_cast<std::size_t>(to - reinterpret_cast<char*>(at))};
}

plmn_text plmn_octets(bytes octets, arena& memory) noexcept {
  if (octets.size() != 3) return {};
  const auto low = [octets](std::size_t i) { return octets[i] & 15U; };
  const auto high = [octets](std::size_t i) { return static_cast<unsigned>(octets[i]) >> 4; };
  const unsigned digits[] = {low(0), high(0), low(1), low(2), high(2), high(1)};
  const std::size_t count = digits[5] == 15 ? 5 : 6;
  char text[6];
  for (std::size_t i = 0; i < count; ++i) {
    if (digits[i] > 9) return {};
    text[i] = static_cast<char>('0' + digits[i]);
  }
  const std::string_view all = memory.copy({text, count});
  if (all.empty()) return {};
  return {all.substr(0, 3), all.substr(3)};
}

std::vector<std::uint8_t> address_octets(std::string_view text) {
  std::array<std::uint8_t, 16> out{};
  const std::string ended(text);
  if (::inet_pton(AF_INET, ended.c_str(), out.data()) == 1) return {out.begin(), out.begin() + 4};
  if (::inet_pton(AF_INET6, ended.c_str(), out.data()) == 1) return {out.begin(), out.end()};
  return {};
}

} // namespace lihi::value
