#include "etsi/resync.hpp"
#include "etsi/usual_pdu.hpp"

#include <algorithm>
#include <lihi/framer.hpp>

namespace lihi {

using etsi::start;

void framer::feed(bytes chunk) {
  if (!chunk_.empty()) tail_.insert(tail_.end(), chunk_.begin(), chunk_.end());
  chunk_ = chunk;
  borrowed_ = 0;
  paused_ = overdue_ = false;
}

frame framer::take(bytes window, const step& found) noexcept {
  frame out{window.first(found.octets), offset_, found.is_pdu, found.fault};
  move_on(found.octets);
  found_ = {};
  wanted_ = 0;
  begins_ = found.another;
  return out;
}

namespace {

constexpr std::int64_t usual_elements = 2; // of a usual PDU, that look() would charge
// From so many octets on, a PDU whose lengths all fit is not looked into.
constexpr std::size_t long_pdu = 1024;
// PS-PDUs one behind the other: so many are no content of a packet, and so many are there for no other reason
// than that they were sent so.
constexpr std::size_t no_content = 16, no_chance = 4;
// Where fewer octets than were asked for may say more, so many are waited for, less than the beginning of a
// PS-PDU has: single octets cost no look each.
constexpr std::size_t few = 8;
constexpr std::size_t prefetched = 256; // octets: the header and what is around the content

void prefetch(bytes from) noexcept {
  if (from.size() < prefetched) return;
  for (std::size_t at = 0; at < prefetched; at += 64) __builtin_prefetch(from.data() + at);
}

} // namespace

std::optional<frame> framer::next_of_any() {
  // Behind a split PDU only as much is copied as it needs; then frames come from the chunk again.
  while (tail_begin_ < tail_.size()) {
    if (const std::size_t left = tail_.size() - tail_begin_; left <= borrowed_) {
      chunk_ = {chunk_.data() - left, chunk_.size() + left};
      break;
    }
    const bytes window = bytes(tail_).subspan(tail_begin_);
    const bool last = finished_ && chunk_.empty();
    std::size_t wanted = wanted_;
    if (window.size() >= wanted_ || last || paused_) { // else there is nothing new to see
      const step seen = look(window, last);
      if (seen.found) {
        tail_begin_ += seen.octets;
        return take(window, seen);
      }
      wanted = seen.octets;
      wanted_ = seen.any ? window.size() + few : wanted;
    }
    if (chunk_.empty()) {
      borrowed_ = 0; // who called may free the chunk now; finish(), pause() and overdue() go on without it
      return std::nullopt;
    }
    const std::size_t taken = std::min(wanted - window.size(), chunk_.size());
    if (tail_begin_ > tail_.size() / 2) { // not more often: moving the rest costs as much as it is long
      tail_.erase(tail_.begin(), tail_.begin() + static_cast<std::ptrdiff_t>(tail_begin_));
      tail_begin_ = 0;
    }
    make_room(taken, wanted);
    tail_.insert(tail_.end(), chunk_.begin(), chunk_.begin() + static_cast<std::ptrdiff_t>(taken));
    chunk_ = chunk_.subspan(taken);
    borrowed_ += taken;
  }
  if (!tail_.empty()) {
    tail_.clear();
    tail_begin_ = borrowed_ = 0;
    return next(); // most often of a usual one
  }
  if (chunk_.empty()) return std::nullopt;
  const step seen = look(chunk_, finished_);
  if (seen.found) {
    const bytes window = chunk_;
    chunk_ = chunk_.subspan(seen.octets);
    return take(window, seen);
  }
  wanted_ = seen.any ? chunk_.size() + few : seen.octets;
  tail_.assign(chunk_.begin(), chunk_.end());
  chunk_ = {};
  return std::nullopt;
}

// For `more` octets, and for the whole of a window that must have `needed`; but that may be a lie, so for no
// more than four times what is there.
void framer::make_room(std::size_t more, std::size_t needed) {
  const std::size_t used = tail_.size() + more;
  if (used <= tail_.capacity()) return;
  const std::size_t wanted = std::min(tail_begin_ + needed + 2 * etsi::start_reach, 4 * used);
  tail_.reserve(std::max({used, wanted, 2 * tail_.capacity()}));
}

// Takes the PDU at the start of the chunk, when look() would find no more than that and nothing was found out
// about it yet, so that there is nothing to forget: its size, else 0.
std::size_t framer::take_usual() noexcept {
  if (!begins_ || wanted_ != 0 || found_.walked != 0 || !tail_.empty() || credit_ < usual_elements) return 0;
  const std::size_t total = etsi::usual_pdu(chunk_, long_pdu);
  if (total == 0 || total > bounds_.pdu_octets || total > known_end_ - offset_) return 0;
  chunk_ = chunk_.subspan(total);
  credit_ -= usual_elements;
  move_on(total);
  // The next PDU's header comes from memory while this PDU is read, and that of the one behind it, should
  // they be of one size.
  prefetch(chunk_);
  if (total > prefetched && total < chunk_.size()) prefetch(chunk_.subspan(total));
  return total;
}

framer::step framer::look(bytes window, bool last) {
  if (!begins_) {
    const start here = etsi::ps_pdu_start(window);
    if (here == start::need_more && !last) return {window.size() + 1};
    if (here != start::yes)
      return skip(window, last, false, here == start::no ? fault_code::not_ps_pdu : fault_code::truncated);
    begins_ = true;
  }
  ber::header head;
  (void)ber::read_header(window.data(), window.data() + window.size(), head); // ps_pdu_start did
  if (found_.walked == 0) found_.walked = found_.content = head.size;
  found_.indefinite = head.indefinite;
  if (head.indefinite) return look_indefinite(window, last);
  const std::size_t total = head.size + head.length;
  fault_code overrun = fault_code::none;
  if (head.length > bounds_.pdu_octets)
    overrun = fault_code::pdu_too_big;
  else if ((last && window.size() < total) || total > known_end_ - offset_)
    overrun = fault_code::truncated;

  const std::size_t needed = walk_elements(window, last, total, overrun != fault_code::none);
  if (found_.another != 0)
    return up_to_another(window, last,
                         overrun == fault_code::pdu_too_big ? overrun : fault_code::length_past_parent);
  if (overrun != fault_code::none && needed == 0) return skip(window, last, true, overrun);
  if (needed != 0 || window.size() < total) return unfinished(window, needed == 0 ? total : needed);
  return whole(window, last, total);
}

// The elements of the PDU itself, PSHeader and Payload: where another PS-PDU begins in place of one, it was
// swallowed. Returns how many octets must be there to go on; 0 when there is no need to.
std::size_t framer::walk_elements(bytes window, bool last, std::size_t total, bool overrun) {
  const std::size_t end = std::min(total, window.size());
  while (!found_.walk_ended && found_.another == 0 && found_.walked < total) {
    const std::size_t at = found_.walked;
    if (overrun && at >= bounds_.pdu_octets) return 0; // whether the octets are there or not
    if (at >= end) return !last && at < known_end_ - offset_ ? at + 1 : 0;
    const bytes rest = window.subspan(at);
    if (found_.elements != 0 && rest[0] == 0x30) {
      const start here = etsi::start_here(rest);
      if (here == start::need_more && !last) return window.size() + 1;
      if (here == start::yes) {
        found_.another = at;
        break;
      }
    }
    ber::header head;
    const fault_code fault = ber::read_header(rest.data(), window.data() + window.size(), head);
    if (fault == fault_code::truncated && !last && window.size() < total) return window.size() + 1;
    found_.walk_ended = true; // unless the element is good
    const bool expected =
        found_.elements < 2
            ? head.constructed && head.tag == ber::context(1 + static_cast<unsigned>(found_.elements))
            : ber::class_of(head.tag) == ber::tag_class::context;
    if (fault != fault_code::none || !expected || (head.indefinite && overrun)) break;
    if (head.indefinite && window.size() < total) {
      found_.walk_ended = false;
      return total;
    }
    if (--credit_ < 0) break;
    std::size_t octets = head.size + head.length;
    if (head.indefinite) {
      if (ber::measure(rest.data(), window.data() + total, bounds_.depth, octets) != fault_code::none) break;
      credit_ -= static_cast<std::int64_t>(octets / 8);
    }
    if (octets > total - at) break;
    found_.walk_ended = false;
    found_.last_element = at;
    found_.walked += octets;
    ++found_.elements;
  }
  return 0;
}

// Another PS-PDU begins in place of an element: the PDU ends there, or before it, when the elements add up by
// chance behind PS-PDUs that were swallowed earlier.
framer::step framer::up_to_another(bytes window, bool last, fault_code fault) {
  const std::size_t end = found_.another;
  if (found_.inner == 0) {
    const etsi::start_search inside = etsi::find_whole_start(window, 1, end);
    // an indefinite PDU has not ended: that is damage already
    if (inside.found != start::yes || (!found_.indefinite && is_content(window, end, inside.at)))
      return {end, true, true, fault, true};
    found_.inner = found_.chained = found_.first_inner = inside.at;
  }
  return swallowing(window, last, end, fault);
}

// Indefinite length: measured as far as octets are there, going on where the last look stopped.
framer::step framer::look_indefinite(bytes window, bool last) {
  if (found_.given_up != fault_code::none) return skip(window, last, true, found_.given_up);
  if (found_.another != 0) return up_to_another(window, last, fault_code::length_past_parent);
  if (found_.elements == 0) {
    if (credit_ <= 0) return give_up(window, last, fault_code::search_exceeded);
    found_.open = 1;
  }
  const auto* const end = window.data() + window.size();
  while (found_.open != 0) {
    const std::size_t measured = found_.walked;
    if (measured > bounds_.pdu_octets) return give_up(window, last, fault_code::pdu_too_big);
    if (measured > known_end_ - offset_) return give_up(window, last, fault_code::truncated);
    const bytes rest = window.subspan(std::min(measured, window.size()));
    if (!rest.empty() && rest[0] == 0x30) {
      const start here = etsi::start_here(rest);
      if (here == start::need_more && !last) return unfinished(window, window.size() + 1);
      if (here == start::yes) {
        credit_ -= static_cast<std::int64_t>(found_.elements);
        found_.another = measured;
        return up_to_another(window, last, fault_code::length_past_parent);
      }
    }
    ber::header head;
    fault_code fault = rest.empty() ? fault_code::truncated : ber::read_header(rest.data(), end, head);
    if (fault == fault_code::truncated && !last)
      return unfinished(window, std::max(measured, window.size()) + 1);
    if (fault == fault_code::none && head.tag == ber::end_of_contents &&
        (head.constructed || head.length != 0 || head.size != 2))
      fault = fault_code::bad_end_of_contents;
    if (fault == fault_code::none && head.indefinite && found_.open == bounds_.depth)
      fault = fault_code::depth_exceeded;
    if (fault != fault_code::none) return give_up(window, last, fault);
    ++found_.elements;
    found_.walked += head.size + head.length; // may be past the window: then the next look goes on there
    if (head.tag == ber::end_of_contents)
      --found_.open;
    else if (head.indefinite)
      ++found_.open;
  }
  if (!found_.charged) credit_ -= static_cast<std::int64_t>(found_.elements); // not for each look
  found_.charged = true;
  return whole(window, last, found_.walked);
}

// An indefinite PDU that does not end well.
framer::step framer::give_up(bytes window, bool last, fault_code fault) {
  credit_ -= static_cast<std::int64_t>(found_.elements);
  found_.given_up = fault;
  return skip(window, last, true, fault);
}

// The PDU is there. Is its length right?
framer::step framer::whole(bytes window, bool last, std::size_t total) {
  const step believed{total, true, true, fault_code::none};
  if (found_.inner != 0) return swallowing(window, last, total, fault_code::none);
  const bool ends = last || paused_;
  start behind = ends ? start::yes : start::need_more;
  if (window.size() > total) behind = etsi::start_here(window.subspan(total));
  const bool begins = window.size() > total && behind == start::yes;
  if (behind == start::need_more && ends) behind = start::yes;
  etsi::start_search inside;
  if (behind == start::yes) {
    // All lengths fit, and only by chance would they when the PDU was cut: the octets that are missing must
    // be as many as the next PDUs have. Long PDUs are content of communication, in one string, which may hold
    // anything.
    const bool tiles = !found_.walk_ended && found_.last_element != 0;
    if (!tiles || total < long_pdu) {
      const bytes pdu = window.first(total);
      inside = etsi::find_whole_start(pdu, std::max(found_.searched, tiles ? found_.last_element : 0), total);
    }
    if (inside.found != start::yes || is_content(window, total, inside.at))
      return {total, true, true, fault_code::none, begins};
  } else {
    inside = etsi::find_start(window, found_.searched, total);
    if (inside.found == start::no || (inside.found == start::need_more && ends)) return believed;
    found_.searched = inside.at;
    if (inside.found == start::need_more || behind == start::need_more) return {window.size() + 1};
    found_.sound = is_content(window, total, inside.at);
  }
  found_.inner = found_.chained = found_.first_inner = inside.at;
  return swallowing(window, last, total, fault_code::none);
}

// A PS-PDU begins inside of another that ends at `total`, if it is believed: was it swallowed, or is it
// content?
framer::step framer::swallowing(bytes window, bool last, std::size_t total, fault_code fault) {
  const step believed{total, true, true, fault};
  const auto cut_at = [](std::size_t place) {
    return step{place, true, true, fault_code::length_past_parent, true};
  };
  const bool ends = last || paused_;
  const bool follows = window.size() == total || etsi::start_here(window.subspan(total)) != start::no;
  // What may be content is no PS-PDU of the stream unless, with those behind it, it fits the stream to the
  // end of this PDU and beyond, or they are many; else one that is followed by another, or adds up, is
  // enough.
  const bool to_the_end = found_.sound || (follows && !found_.walk_ended && found_.another == 0);
  for (;;) {
    if (!found_.refuted) {
      using state = etsi::chain::state;
      state seen = state::going;
      std::size_t needed = 0;
      etsi::work spent{credit_};
      while (seen == state::going && found_.chained < total) {
        seen = etsi::chain::step(window, ends, bounds_.pdu_octets, found_.chained, needed, spent);
        if (seen != state::going) break;
        credit_ = spent.left;
        ++found_.links;
        const std::size_t enough = found_.sound ? no_content : to_the_end ? no_chance : 1;
        if (found_.links == enough) return cut_at(found_.inner);
      }
      // What this look cost is not charged: the next one asks again.
      if (seen == state::need_more && !last && !overdue_) return {needed};
      if (seen == state::going && (!follows || found_.chained == total)) return cut_at(found_.inner);
      const bytes inner = window.subspan(found_.inner);
      const bool crosses = seen == state::broken && !follows && found_.chained == found_.inner &&
                           etsi::claimed(inner) > total - found_.inner;
      const bool fits = (!to_the_end || crosses) && etsi::adds_up(inner, bounds_.pdu_octets, spent);
      credit_ = spent.left;
      if (fits) return cut_at(found_.inner);
      if (credit_ <= 0) break;
      found_.refuted = true;
      found_.searched = found_.inner + 1;
    }
    const etsi::start_search next = etsi::find_start(window, found_.searched, total);
    if (next.found == start::need_more && !ends) {
      found_.searched = next.at;
      return {window.size() + 1};
    }
    const std::size_t passed = (next.found == start::yes ? next.at : total) - found_.inner;
    credit_ -= static_cast<std::int64_t>(passed / 16);
    if (next.found != start::yes) break;
    found_.inner = found_.chained = next.at;
    found_.links = 0;
    found_.refuted = false;
  }
  // None of them.
  if (follows || !found_.walk_ended) return believed;
  return cut_at(found_.first_inner);
}

// Whether the elements of the PDU up to `end` are sound, and the place stands in the content of a string of
// them.
bool framer::is_content(bytes window, std::size_t end, std::size_t inner) {
  const auto* const begin = window.data();
  etsi::work spent{credit_};
  const auto* const string_end =
      etsi::string_around(begin + found_.content, begin + end, begin + inner, spent);
  bool content = string_end != nullptr;
  if (content && found_.indefinite) {
    // End-of-contents octets of a PDU that was swallowed close this one as well as its own would: what stands
    // in the string must end there too.
    std::size_t octets = 0;
    content = ber::measure(begin + inner, string_end, bounds_.depth, octets) == fault_code::none;
    (void)spent.spend(static_cast<std::int64_t>(octets / 8));
  }
  credit_ = spent.left;
  return content;
}

// A PDU that is not whole yet: waited for, unless that is overdue and others that are whole stand inside.
framer::step framer::unfinished(bytes window, std::size_t needed) {
  if (!overdue_) return {needed};
  etsi::work spent{credit_};
  for (std::size_t from = found_.searched;;) {
    const etsi::start_search inside = etsi::find_whole_start(window, from, window.size());
    if (inside.found != start::yes) break;
    std::size_t end = inside.at;
    const auto state = etsi::chain::step(window, true, bounds_.pdu_octets, end, needed, spent);
    if (state == etsi::chain::state::going)
      return {inside.at, true, true, fault_code::length_past_parent, true};
    from = inside.at + 1;
    if (!spent.spend(static_cast<std::int64_t>(inside.at - found_.searched) / 16)) break;
  }
  return {std::max(needed, window.size() + 1)};
}

// No PDU can be cut out at the start of the window: everything up to the next plausible start is one frame.
framer::step framer::skip(bytes window, bool last, bool is_pdu, fault_code fault) {
  const std::size_t most = std::min(window.size(), most_skipped);
  const etsi::start_search next = etsi::find_start(window, found_.searched, most);
  const auto ask_again = [](std::size_t octets) { return step{.octets = octets, .any = true}; };
  if (next.found == start::yes) return {next.at, true, is_pdu, fault, true};
  if (next.found == start::need_more && !last) {
    found_.searched = next.at;
    return ask_again(next.at + etsi::start_reach);
  }
  if (most == most_skipped || last) return {most, true, is_pdu, fault};
  if (most >= etsi::start_reach) found_.searched = std::max(found_.searched, most - etsi::start_reach + 1);
  return ask_again(most_skipped);
}

} // namespace lihi
