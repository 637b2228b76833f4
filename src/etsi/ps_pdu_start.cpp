#include "etsi/ps_pdu_start.hpp"

#include <algorithm>
#include <array>

namespace lihi::etsi {
namespace {

constexpr std::array<std::uint8_t, 6> domain_id{0x04, 0x00, 0x02, 0x02, 0x05, 0x01};

// Steps over the header of an element with that tag.
start step_into(const std::uint8_t*& at, const std::uint8_t* end, ber::tag tag, bool constructed,
                ber::header& head) noexcept {
  if (at == end) return start::need_more;
  const code fault = ber::read_header(at, end, head);
  if (fault == code::truncated) {
    // the identifier octet alone often tells
    const auto first =
        static_cast<std::uint8_t>(ber::number_of(tag) | (tag >> 24 & 0xC0) | (constructed ? 0x20 : 0));
    return *at == first ? start::need_more : start::no;
  }
  if (fault != code::none || head.tag != tag || head.constructed != constructed) return start::no;
  at += head.size;
  return start::yes;
}

} // namespace

start ps_pdu_start(bytes window) noexcept {
  const auto* at = window.data();
  const auto* const end = at + window.size();
  ber::header head;
  const auto sequence = ber::make_tag(ber::tag_class::universal, 16);
  if (const start s = step_into(at, end, sequence, true, head); s != start::yes) return s;
  if (const start s = step_into(at, end, ber::context(1), true, head); s != start::yes) return s;
  if (const start s = step_into(at, end, ber::context(0), false, head); s != start::yes) return s;
  if (head.length < domain_id.size()) return start::no;
  const auto left = std::min<std::size_t>(static_cast<std::size_t>(end - at), domain_id.size());
  if (!std::equal(at, at + left, domain_id.begin())) return start::no;
  return left == domain_id.size() ? start::yes : start::need_more;
}

bool lengths_agree(bytes pdu) noexcept {
  const auto* at = pdu.data();
  const auto* const end = at + pdu.size();
  ber::header head;
  if (ber::read_header(at, end, head) != code::none || head.indefinite) return true;
  at += head.size;
  while (at < end) {
    if (ber::read_header(at, end, head) != code::none) return false;
    if (head.indefinite) return true; // only measuring would tell
    if (head.length > static_cast<std::size_t>(end - at) - head.size) return false;
    at += head.size + head.length;
  }
  return true;
}

} // namespace lihi::etsi
