#include "etsi/resync.hpp"

#include <algorithm>

namespace lihi::etsi {
namespace {

constexpr std::size_t most_levels = 64;
constexpr std::int64_t step_cost = 4; // headers that chain::step reads
constexpr auto sequence_tag = ber::make_tag(ber::tag_class::universal, 16);

// Whether content octets are one SEQUENCE and nothing else, as of an OCTET STRING (CONTAINING ...).
bool holds_sequence(const std::uint8_t* at, const std::uint8_t* end) noexcept {
  ber::header head;
  return end - at >= 2 && ber::read_header(at, end, head) == fault_code::none && head.tag == sequence_tag &&
         head.constructed && !head.indefinite &&
         head.length == static_cast<std::size_t>(end - at) - head.size;
}

// Walks the elements of [at, end), all of which must end there.
bool tiles(const std::uint8_t* at, const std::uint8_t* end, bool indefinite, const std::uint8_t* inner,
           std::size_t level, const std::uint8_t*& behind, const std::uint8_t*& string_end,
           work& spent) noexcept {
  if (level == most_levels) return false;
  while (at != end) {
    ber::header head;
    if (!spent.spend(1) || ber::read_header(at, end, head) != fault_code::none) return false;
    if (head.tag == ber::end_of_contents) {
      if (!indefinite || head.size != 2 || head.length != 0 || head.constructed) return false;
      behind = at + 2;
      return true;
    }
    const std::uint8_t* const content = at + head.size;
    if (head.indefinite) {
      if (!tiles(content, end, true, inner, level + 1, at, string_end, spent)) return false;
      continue;
    }
    if (head.length > static_cast<std::size_t>(end - content)) return false;
    const std::uint8_t* const content_end = content + head.length;
    const bool around = inner >= content && inner < content_end;
    const bool deeper =
        head.constructed || (around && inner != content && holds_sequence(content, content_end));
    if (deeper) {
      if (!tiles(content, content_end, false, inner, level + 1, behind, string_end, spent)) return false;
    } else if (around) {
      string_end = content_end;
    }
    at = content_end;
  }
  behind = at;
  return !indefinite;
}

} // namespace

const std::uint8_t* string_around(const std::uint8_t* begin, const std::uint8_t* end,
                                  const std::uint8_t* inner, work& spent) noexcept {
  const std::uint8_t* behind = nullptr;
  const std::uint8_t* string_end = nullptr;
  return tiles(begin, end, false, inner, 0, behind, string_end, spent) ? string_end : nullptr;
}

std::size_t claimed(bytes window) noexcept {
  ber::header head;
  if (ber::read_header(window.data(), window.data() + window.size(), head) != fault_code::none ||
      head.indefinite)
    return 0;
  return head.size + head.length;
}

bool adds_up(bytes window, std::size_t most_octets, work& spent) noexcept {
  window = window.first(std::min(window.size(), most_octets));
  const auto* at = window.data();
  const auto* end = at + window.size();
  ber::header head;
  if (!spent.spend(1) || ber::read_header(at, end, head) != fault_code::none) return false;
  if (head.indefinite) {
    std::size_t octets = 0;
    const bool measured = ber::measure(at, end, most_levels, octets) == fault_code::none;
    return spent.spend(step_cost + static_cast<std::int64_t>(octets / 8)) && measured;
  }
  at += head.size;
  if (head.length > static_cast<std::size_t>(end - at)) return false;
  end = at + head.length;
  for (unsigned element = 1; at != end; ++element) {
    if (!spent.spend(1) || ber::read_header(at, end, head) != fault_code::none || head.indefinite)
      return false;
    if (element <= 2 ? head.tag != ber::context(element) || !head.constructed
                     : ber::class_of(head.tag) != ber::tag_class::context)
      return false;
    at += head.size;
    if (head.length > static_cast<std::size_t>(end - at)) return false;
    at += head.length;
  }
  return true;
}

chain::state chain::step(bytes window, bool ends, std::size_t most_octets, std::size_t& at,
                         std::size_t& needed, work& spent) noexcept {
  const bytes from = window.subspan(at);
  const auto broken = [&spent](std::size_t headers) {
    (void)spent.spend(static_cast<std::int64_t>(headers));
    return state::broken;
  };
  ber::header head;
  if (spent.left <= 0 || ber::read_header(from.data(), from.data() + from.size(), head) != fault_code::none)
    return broken(step_cost);
  std::size_t octets = head.size + head.length;
  if (head.indefinite) {
    const bytes part = from.first(std::min(from.size(), most_octets)); // whatever more there is
    const fault_code fault = ber::measure(part.data(), part.data() + part.size(), most_levels, octets);
    if ((fault == fault_code::truncated || fault == fault_code::length_past_parent) &&
        from.size() < most_octets) {
      (void)spent.spend(step_cost + static_cast<std::int64_t>(octets / 8));
      needed = window.size() + window.size() / 8 + 1; // not octet by octet: it is measured from its beginning
      return state::need_more;
    }
    if (fault != fault_code::none) return broken(step_cost + octets / 8); // whatever part is there
    (void)spent.spend(static_cast<std::int64_t>(octets / 8));
  }
  if (octets > most_octets) return broken(step_cost);
  if (octets > from.size()) {
    (void)spent.spend(step_cost);
    needed = at + octets;
    return state::need_more;
  }
  const start next = start_here(from.subspan(octets));
  if (next == start::need_more && !ends) {
    needed = at + octets + start_reach; // once, not octet by octet: the PDU may have been measured
    return state::need_more;
  }
  if (next == start::no) return broken(step_cost);
  at += octets;
  (void)spent.spend(step_cost);
  return state::going;
}

} // namespace lihi::etsi
