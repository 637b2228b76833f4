#include "etsi/usual_pdu.hpp"

#include "etsi/ps_pdu_start.hpp"

#include <cstring>

namespace lihi::etsi {
namespace {

// As ber::read_header(), for these forms alone: with it, framing takes twice as long. Behind the header of an
// element with that identifier octet, of whose length three octets are there; null when it is another, or its
// length has another form.
const std::uint8_t* step_into(const std::uint8_t* at, std::uint8_t identifier, std::size_t& length) noexcept {
  if (at[0] != identifier) return nullptr;
  length = at[1];
  if (length < 0x80) return at + 2;
  if (length == 0x81) {
    length = at[2];
    return at + 3;
  }
  if (length != 0x82) return nullptr;
  length = static_cast<std::size_t>(at[2]) << 8 | at[3];
  return at + 4;
}

bool begins(const std::uint8_t* at) noexcept {
  std::size_t length = 0;
  at = step_into(at, 0x30, length);
  if (at == nullptr) return false;
  const std::uint8_t* const content = at;
  const std::size_t holds = length;
  at = step_into(at, 0xA1, length);
  if (at == nullptr) return false;
  at = step_into(at, 0x80, length);
  return at != nullptr && length >= domain_id.size() &&
         holds >= static_cast<std::size_t>(at - content) + domain_id.size() &&
         std::memcmp(at, domain_id.data(), domain_id.size()) == 0;
}

} // namespace

std::size_t usual_pdu(bytes window, std::size_t long_pdu) noexcept {
  if (window.size() < 2 * start_reach) return 0;
  const std::uint8_t* const begin = window.data();
  std::size_t length = 0;
  const std::uint8_t* at = step_into(begin, 0x30, length);
  if (at == nullptr) return 0;
  const auto total = static_cast<std::size_t>(at - begin) + length;
  if (total + start_reach > window.size()) return 0;
  const std::uint8_t* const end = begin + total;
  at = step_into(at, 0xA1, length); // what is read behind `end` is in the window
  if (at == nullptr || static_cast<std::ptrdiff_t>(length) + 2 > end - at) return 0;
  const std::uint8_t* const payload = at + length;
  at = step_into(payload, 0xA2, length);
  if (at == nullptr || static_cast<std::ptrdiff_t>(length) != end - at || !begins(end)) return 0;
  return total < long_pdu && find_domain_id(payload, end) != end ? 0 : total;
}

} // namespace lihi::etsi
