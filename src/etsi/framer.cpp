#include "etsi/ps_pdu_start.hpp"

#include <algorithm>
#include <lihi/framer.hpp>

namespace lihi {

using etsi::start;

void framer::feed(bytes chunk) {
  if (!chunk_.empty()) tail_.insert(tail_.end(), chunk_.begin(), chunk_.end());
  chunk_ = chunk;
}

frame framer::take(bytes window, const step& found) noexcept {
  frame out{window.first(found.octets), offset_, found.is_pdu, found.fault};
  offset_ += found.octets;
  if (found.fault != code::none) credit_ -= static_cast<std::int64_t>(headers_);
  credit_ = std::min(credit_ + static_cast<std::int64_t>(found.octets), most_credit);
  searched_ = 1;
  measured_ = open_ = headers_ = 0;
  return out;
}

namespace {

constexpr std::size_t prefetched = 256; // octets: the header and what is around the content

void prefetch(bytes from) noexcept {
  for (std::size_t at = 0; at < std::min(prefetched, from.size()); at += 64) __builtin_prefetch(&from[at]);
}

} // namespace

std::optional<frame> framer::next() & {
  // Behind a split PDU only as much is copied as it needs; then frames come from the chunk again.
  while (tail_begin_ < tail_.size()) {
    const bytes window = bytes(tail_).subspan(tail_begin_);
    const step found = look(window, finished_ && chunk_.empty());
    if (found.found) {
      tail_begin_ += found.octets;
      return take(window, found);
    }
    if (chunk_.empty()) return std::nullopt;
    const std::size_t taken = std::min(found.octets - window.size(), chunk_.size());
    if (tail_begin_ > tail_.size() / 2) { // not more often: moving the rest costs as much as it is long
      tail_.erase(tail_.begin(), tail_.begin() + static_cast<std::ptrdiff_t>(tail_begin_));
      tail_begin_ = 0;
    }
    tail_.insert(tail_.end(), chunk_.begin(), chunk_.begin() + static_cast<std::ptrdiff_t>(taken));
    chunk_ = chunk_.subspan(taken);
  }
  tail_.clear();
  tail_begin_ = 0;
  if (chunk_.empty()) return std::nullopt;
  const step found = look(chunk_, finished_);
  if (found.found) {
    const bytes window = chunk_;
    chunk_ = chunk_.subspan(found.octets);
    // The next PDU's header comes from memory while this PDU is read, and that of the one behind it, should
    // they be of one size.
    prefetch(chunk_);
    if (found.octets > prefetched && found.octets < chunk_.size()) prefetch(chunk_.subspan(found.octets));
    return take(window, found);
  }
  tail_.assign(chunk_.begin(), chunk_.end());
  chunk_ = {};
  return std::nullopt;
}

framer::step framer::look(bytes window, bool last) noexcept {
  switch (etsi::ps_pdu_start(window)) {
  case start::need_more:
    if (last) return skip(window, last, false, code::truncated);
    return {window.size() + 1};
  case start::no: return skip(window, last, false, code::not_ps_pdu);
  case start::yes: break;
  }
  ber::header head;
  (void)ber::read_header(window.data(), window.data() + window.size(), head); // ps_pdu_start did
  if (head.indefinite) return look_indefinite(window, last);
  if (head.length > bounds_.pdu_octets) return skip(window, last, true, code::pdu_too_big);
  const std::size_t total = head.size + head.length;
  if (window.size() < total) {
    if (last) return skip(window, last, true, code::truncated);
    return {total};
  }
  if (!etsi::lengths_agree(window.first(total))) [[unlikely]] {
    // Is the outer length wrong? Then the next PDU begins inside of what it claims.
    for (; searched_ < total; ++searched_) {
      if (window[searched_] != 0x30) continue;
      const start inside = etsi::ps_pdu_start(window.subspan(searched_));
      if (inside == start::yes) return {searched_, true, true, code::length_past_parent};
      if (inside == start::need_more && !last) return {window.size() + 1};
    }
  }
  return {total, true, true, code::none};
}

// Indefinite length: measured as far as octets are there, going on where the last look stopped.
framer::step framer::look_indefinite(bytes window, bool last) noexcept {
  if (credit_ <= 0) return skip(window, last, true, code::search_exceeded);
  const auto* const end = window.data() + window.size();
  for (;;) {
    if (measured_ > bounds_.pdu_octets) return skip(window, last, true, code::pdu_too_big);
    ber::header head;
    const auto* const at = window.data() + std::min(measured_, window.size());
    code fault = measured_ < window.size() ? ber::read_header(at, end, head) : code::truncated;
    if (fault == code::truncated && !last) return {std::max(measured_, window.size()) + 1};
    if (fault == code::none && head.tag == ber::end_of_contents) {
      if (open_ == 0 || head.constructed || head.length != 0 || head.size != 2)
        return skip(window, last, true, code::bad_end_of_contents);
      measured_ += 2;
      ++headers_;
      if (--open_ == 0) return {measured_, true, true, code::none};
      continue;
    }
    if (fault == code::none && head.indefinite && ++open_ > bounds_.depth) fault = code::depth_exceeded;
    if (fault != code::none) return skip(window, last, true, fault);
    ++headers_;
    measured_ += head.size + head.length; // may be past the window: then the next look goes on there
  }
}

// No PDU can be cut out at the start of the window: everything up to the next plausible start is one frame.
framer::step framer::skip(bytes window, bool last, bool is_pdu, code fault) noexcept {
  const std::size_t most = std::min(window.size(), most_skipped);
  for (; searched_ < most; ++searched_) {
    if (window[searched_] != 0x30) continue;
    const start found = etsi::ps_pdu_start(window.subspan(searched_));
    if (found == start::yes) return {searched_, true, is_pdu, fault};
    if (found == start::need_more && !last) return {window.size() + 1};
  }
  if (most == most_skipped || last) return {most, true, is_pdu, fault};
  return {most_skipped};
}

} // namespace lihi
