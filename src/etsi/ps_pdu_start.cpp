#include "etsi/ps_pdu_start.hpp"

#include <algorithm>
#include <cstdint>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace lihi::etsi {
namespace {

// Steps over the header of an element with that tag.
start step_into(const std::uint8_t*& at, const std::uint8_t* end, ber::tag tag, bool constructed,
                ber::header& head) noexcept {
  if (at == end) return start::need_more;
  const fault_code fault = ber::read_header(at, end, head);
  if (fault == fault_code::truncated) {
    // the identifier octet alone often tells
    const auto first =
        static_cast<std::uint8_t>(ber::number_of(tag) | (tag >> 24 & 0xC0) | (constructed ? 0x20 : 0));
    return *at == first ? start::need_more : start::no;
  }
  if (fault != fault_code::none || head.tag != tag || head.constructed != constructed) return start::no;
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
  const auto* const content = at;
  const std::size_t holds = head.indefinite ? SIZE_MAX : head.length;
  if (const start s = step_into(at, end, ber::context(1), true, head); s != start::yes) return s;
  if (const start s = step_into(at, end, ber::context(0), false, head); s != start::yes) return s;
  if (head.length < domain_id.size()) return start::no;
  // what is behind an empty SEQUENCE does not make a PS-PDU of it
  if (holds < static_cast<std::size_t>(at - content) + domain_id.size()) return start::no;
  const auto left = std::min<std::size_t>(static_cast<std::size_t>(end - at), domain_id.size());
  if (!std::equal(at, at + left, domain_id.begin())) return start::no;
  return left == domain_id.size() ? start::yes : start::need_more;
}

start start_here(bytes window) noexcept {
  const start found = ps_pdu_start(window.first(std::min(window.size(), start_reach)));
  if (found == start::need_more) return window.size() < start_reach ? found : start::no;
  if (found == start::no) return found;
  ber::header head;
  (void)ber::read_header(window.data(), window.data() + window.size(), head);
  return head.length <= most_plausible ? start::yes : start::no;
}

namespace {

// The first place in [from, to) that is a start of that kind.
start_search first_of(bytes window, std::size_t from, std::size_t to, start wanted) noexcept {
  for (std::size_t at = from; at < to; ++at)
    if (window[at] == 0x30 && start_here(window.subspan(at)) == wanted) return {wanted, at};
  return {};
}

} // namespace

// By the domain id, which is rare, rather than by the octet 30, which is not. Of two that would have one
// domain id the later one is meant: the last octets of a PDU, 30 84, make a beginning of the next one's 30 82
// 01 20 A1.
start_search find_whole_start(bytes window, std::size_t from, std::size_t to) noexcept {
  to = std::min(to, window.size());
  if (from >= to) return {};
  constexpr std::size_t reach = start_reach - domain_id.size(); // from the start to the id, at most
  const auto* const begin = window.data();
  const auto* const end = begin + std::min(window.size(), to + start_reach);
  for (const auto* id = find_domain_id(begin + from, end); id != end; id = find_domain_id(id + 1, end)) {
    const auto place = static_cast<std::size_t>(id - begin);
    const std::size_t first = std::max(from, place > reach ? place - reach : 0);
    for (std::size_t at = std::min(place, to); at-- > first;)
      if (window[at] == 0x30 && start_here(window.subspan(at)) == start::yes) return {start::yes, at};
  }
  return {};
}

start_search find_start(bytes window, std::size_t from, std::size_t to) noexcept {
  const start_search whole = find_whole_start(window, from, to);
  // one that is not whole can only begin close to the end of the window
  const std::size_t tail = window.size() >= start_reach ? window.size() - start_reach + 1 : 0;
  const std::size_t end = whole.found == start::yes ? whole.at : std::min(to, window.size());
  const start_search part = first_of(window, std::max(from, tail), end, start::need_more);
  return part.found == start::no ? whole : part;
}

const std::uint8_t* find_domain_id_scalar(const std::uint8_t* at, const std::uint8_t* end) noexcept {
  return std::search(at, end, domain_id.begin(), domain_id.end());
}

const std::uint8_t* find_domain_id(const std::uint8_t* at, const std::uint8_t* end) noexcept {
#if defined(__SSE2__)
  // Thirty-two places at a time: its first octet and its fifth. The last ones may be looked at twice.
  constexpr std::ptrdiff_t block = 16, reach = 2 * block + static_cast<std::ptrdiff_t>(domain_id.size()) - 1;
  if (end - at >= reach) {
    const __m128i first = _mm_set1_epi8(domain_id[0]), fifth = _mm_set1_epi8(domain_id[4]);
    const auto block_at = [](const std::uint8_t* from) {
      return _mm_loadu_si128(reinterpret_cast<const __m128i*>(from));
    };
    const auto hits = [&](const std::uint8_t* from) {
      return _mm_and_si128(_mm_cmpeq_epi8(block_at(from), first), _mm_cmpeq_epi8(block_at(from + 4), fifth));
    };
    for (const std::uint8_t* const last = end - reach;; at = std::min(at + 2 * block, last)) {
      const __m128i low = hits(at), high = hits(at + block);
      if (_mm_movemask_epi8(_mm_or_si128(low, high)) != 0) [[unlikely]]
        if (const std::uint8_t* const found = find_domain_id_scalar(at, at + reach); found != at + reach)
          return found;
      if (at == last) return end;
    }
  }
#endif
  return find_domain_id_scalar(at, end);
}

} // namespace lihi::etsi
