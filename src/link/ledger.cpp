#include "link/ledger.hpp"

#include "core/hash.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <lihi/error.hpp>

namespace lihi {
namespace {

constexpr std::size_t most_key = 512;                       // octets: real ones have less than a hundred
constexpr std::int64_t most_number = std::int64_t{1} << 53; // that JSON carries

handover_interface interface_of(element_kind kind) noexcept {
  return kind == element_kind::iri  ? handover_interface::hi2
         : kind == element_kind::cc ? handover_interface::hi3
                                    : handover_interface::none;
}

// With the kinds of PDU that they number; null of a kind that did not come.
template <class Session>
auto series_of(const Session& of) noexcept {
  return std::array{std::pair(element_kind::iri, of.iri.get()), std::pair(element_kind::cc, of.cc.get())};
}

void put_code(link_event& to, fault_code what) noexcept {
  to.code_name = name_of(what);
  to.message = message_of(what);
}

void put_source(link_event& to, const stream_source& from) noexcept {
  to.source.name = from.name;
  to.source.link = from.link;
  to.source.arrived = from.arrived;
}

// `with` is null at the end of the stream.
void put_source(link_event& to, const arrival* with) noexcept {
  if (with == nullptr) return;
  put_source(to, with->source);
  to.source.offset = with->offset;
  to.source.length = with->length;
}

} // namespace

std::size_t ledger::seeded_hash::operator()(std::string_view key) const noexcept {
  return hash_64(key, seed);
}

ledger::ledger(const ledger_options& options) : options_(options), sessions_(0, seeded_hash{random_seed()}) {
  options_.window = std::clamp(options_.window, 1u, 64u);
  options_.sessions = std::max<std::size_t>(options_.sessions, 1);
}

void ledger::unlink(session& of) noexcept {
  (of.older != nullptr ? of.older->newer : oldest_) = of.newer;
  (of.newer != nullptr ? of.newer->older : newest_) = of.older;
  of.older = of.newer = nullptr;
}

void ledger::append(session& of) noexcept {
  of.older = newest_;
  (newest_ != nullptr ? newest_->newer : oldest_) = &of;
  newest_ = &of;
}

// The session, which is the newest then; null of a key that is too long to be one.
ledger::session* ledger::find(const arrival& one, place where) {
  session* const found = newest_ != nullptr && newest_->parts == one.of ? newest_ : find_other(one, where);
  if (found != nullptr) put_newest(*found, one.header);
  return found;
}

ledger::session* ledger::find_other(const arrival& one, place where) {
  if (one.of.octets() > most_key) return nullptr;
  one.of.pack(key_);
  const auto known = sessions_.find(std::string_view(key_));
  session& found = known != sessions_.end() ? known->second : add(where);
  recent_[recent_index(found.parts)] = &found;
  return &found;
}

// The session of key_.
ledger::session& ledger::add(place where) {
  if (sessions_.size() == options_.sessions) forget_oldest(where);
  const auto added = sessions_.try_emplace(key_).first;
  session& fresh = added->second;
  fresh.key = &added->first;
  fresh.parts = session_key::unpack(*fresh.key);
  return fresh;
}

// `header`: of the element for which it is; 0: not known.
void ledger::put_newest(session& of, std::uint64_t header) noexcept {
  if (&of != newest_) {
    newest_header_ = 0;
    if (of.older != nullptr || of.newer != nullptr) unlink(of);
    append(of);
  }
  if (header != 0) newest_header_ = header;
}

// Of the last octets of the LIID and the CIN, which tell most sessions apart. Of those that fall together the
// last one is known; the others are found by their keys.
std::size_t ledger::recent_index(const session_key& key) noexcept {
  std::uint64_t last = 0;
  if (const std::size_t size = key.liid.size(); size >= sizeof last)
    last = plain_text::load<std::uint64_t>(key.liid.data() + size - sizeof last);
  else if (size != 0)
    std::memcpy(&last, key.liid.data(), size);
  // 2^64 over the golden ratio: neighbours fall far apart
  constexpr std::uint64_t golden = 0x9E3779B97F4A7C15;
  constexpr int bits = std::bit_width(std::tuple_size_v<decltype(recent_)>) - 1;
  return ((last * golden) ^ static_cast<std::uint64_t>(key.cin.value_or(-1))) * golden >> (64 - bits);
}

// No part of take_usual(), whose elements are most often of the newest session.
[[gnu::noinline]] ledger::session* ledger::find_recent(const record& one) const noexcept {
  const session_key key = key_of(one);
  session* const known = recent_[recent_index(key)];
  return known != nullptr && known->parts == key ? known : nullptr;
}

// Told when it happens first, and then each time that it happened twice as often.
void ledger::forget_oldest(place where) {
  session& gone = *oldest_;
  for (const auto& [kind, numbers] : series_of(gone)) {
    if (numbers == nullptr) continue;
    numbers->close();
    tell_gaps(gone, kind, *numbers, where);
    totals_.missing += numbers->missing;
    totals_.duplicates += numbers->duplicates;
    totals_.reused += numbers->reused_numbers;
    totals_.late += numbers->late;
  }
  if (gone.group) end_group(gone, nullptr, where);
  unlink(gone);
  if (session*& known = recent_[recent_index(gone.parts)]; known == &gone) known = nullptr;
  sessions_.erase(sessions_.find(*gone.key));
  if (!std::has_single_bit(++totals_.forgotten)) return;
  link_event event;
  event.kind = link_event_kind::ledger_full;
  put_source(event, where.with);
  event.count = static_cast<std::int64_t>(totals_.forgotten);
  put_code(event, fault_code::ledger_exceeded);
  where.tell(event);
}

link_event ledger::event_of(const session& of, element_kind kind, link_event_kind what, place where) {
  const session_key& key = of.parts;
  link_event out;
  out.kind = what;
  out.interface = interface_of(kind);
  out.liid = key.liid;
  out.liid_encoding = key.liid_encoding;
  out.authorization_country = key.authorization_country;
  out.operator_id = key.operator_id;
  out.network_element_id = key.network_element_id;
  out.cin = key.cin;
  out.cin_extension = key.cin_extension;
  put_source(out, where.with);
  return out;
}

void ledger::orphan(const session& of, element_kind kind, orphan_state what, place where) {
  ++totals_.orphans;
  link_event event = event_of(of, kind, link_event_kind::orphan, where);
  event.orphan = what;
  where.tell(event);
}

void ledger::tell_gaps(session& of, element_kind kind, number_series& numbers, place where) {
  while (const auto gap = numbers.next_gap()) {
    link_event event = event_of(of, kind, link_event_kind::gap, where);
    event.first = gap->first;
    event.count = gap->count;
    where.tell(event);
  }
}

// What take() does with an element of a session that came lately, with the number that is next, as nearly all
// are. False, and nothing was changed, when it is another, or something is to be told.
bool ledger::take_usual(const record& one, std::uint64_t header) noexcept {
  const bool is_iri = one.kind == element_kind::iri;
  if (!is_iri && one.kind != element_kind::cc) return false;
  const bool same_header = header != 0 && header == newest_header_;
  session* const found = same_header ? newest_ : find_recent(one);
  if (found == nullptr) return false;
  session& of = *found;
  if (of.group || (is_iri && ends_without_begin(of, one.iri_type))) return false;
  if (one.source.element.value_or(0) == 0) {
    number_series* const numbers = (is_iri ? of.iri : of.cc).get();
    if (numbers == nullptr || !one.sequence || !numbers->take_next(*one.sequence, id_number(one.id)))
      return false;
  }
  if (is_iri)
    note_iri(of, one.iri_type);
  else
    of.has_content = true;
  if (!same_header) put_newest(of, header);
  return true;
}

void ledger::take(const arrival& one, event_sink tell) {
  const place where{&one, tell};
  if (one.tri == tri_meaning::keep_alive) ++totals_.keep_alives;
  if (one.tri == tri_meaning::keep_alive_answer) ++totals_.keep_alive_answers;
  if (one.kind == element_kind::encrypted) ++totals_.encrypted;
  const bool counted = one.kind == element_kind::iri || one.kind == element_kind::cc;
  const bool of_session = one.tri == tri_meaning::cin_reset || one.tri == tri_meaning::first_segment ||
                          one.tri == tri_meaning::last_segment;
  if (!counted && !of_session) return;
  session* const of = find(one, where);
  if (of == nullptr) return;
  if (of_session) return take_tri(*of, one, where);
  count(*of, one, where);
}

void ledger::take_damaged(const frame& piece, const stream_source& source, const limits& bounds,
                          event_sink tell) {
  if (const damaged_arrival of(piece, source, bounds); of.known()) take(of.view(), tell);
}

void ledger::take_tri(session& of, const arrival& one, place where) {
  switch (one.tri) {
  case tri_meaning::cin_reset: {
    for (const auto& [kind, numbers] : series_of(of)) {
      if (numbers == nullptr) continue;
      numbers->restart();
      tell_gaps(of, kind, *numbers, where);
    }
    ++totals_.resets;
    link_event event = event_of(of, one.kind, link_event_kind::cin_reset, where);
    event.announced = true;
    where.tell(event);
    return;
  }
  case tri_meaning::first_segment:
    if (of.group) end_group(of, nullptr, where);
    of.group = std::make_unique<segment_group>();
    of.group->first = one.number.value_or(0);
    return;
  case tri_meaning::last_segment:
    if (of.group) return end_group(of, &one, where);
    return orphan(of, element_kind::cc, orphan_state::last_segment_without_first, where);
  default: return;
  }
}

void ledger::count(session& of, const arrival& one, place where) {
  using seen = number_series::seen;
  seen found = seen::in_order;
  if (one.number && one.first_of_pdu) {
    std::unique_ptr<number_series>& numbers = one.kind == element_kind::iri ? of.iri : of.cc;
    if (!numbers) numbers = std::make_unique<number_series>();
    found = numbers->take(*one.number, one.id, options_.window);
    tell_gaps(of, one.kind, *numbers, where);
    if (found != seen::in_order) {
      const link_event_kind kind = found == seen::late || found == seen::late_in_gap
                                       ? link_event_kind::out_of_order
                                   : found == seen::reused    ? link_event_kind::number_reused
                                   : found == seen::restarted ? link_event_kind::cin_reset
                                                              : link_event_kind::duplicate;
      link_event event = event_of(of, one.kind, kind, where);
      event.first = *one.number;
      if (found == seen::late_in_gap) event.was_missing = true;
      if (found == seen::duplicate) event.same_octets = true;
      if (found == seen::restarted) {
        event.announced = false;
        ++totals_.resets;
        of.begun = of.ended = false; // another session took the number
      }
      where.tell(event);
    }
  }
  if (one.kind == element_kind::iri) return take_iri(of, one, where);
  of.has_content = true;
  const bool again = found == seen::duplicate || found == seen::old_duplicate;
  if (of.group && !again) take_segment(of, one, found == seen::in_order, where);
}

void ledger::take_iri(session& of, const arrival& one, place where) {
  const bool is_orphan = ends_without_begin(of, one.iri_type);
  note_iri(of, one.iri_type);
  if (is_orphan) orphan(of, element_kind::iri, orphan_state::end_without_begin, where);
}

void ledger::note_iri(session& of, iri_type type) noexcept {
  has_iri_ = of.has_events = true;
  if (type == iri_type::begin) {
    of.begun = true;
    of.ended = false;
  }
  if (type == iri_type::end) of.ended = true;
}

void ledger::take_segment(session& of, const arrival& one, bool in_order, place where) {
  segment_group& group = *of.group;
  ++group.count;
  group.in_order = group.in_order && in_order;
  if (group.type == content_type::none) group.type = one.content;
  if (group.given_up) return;
  const bytes octets = one.octets;
  if (octets.size() > options_.segment_octets - std::min(options_.segment_octets, segment_octets_)) {
    group.given_up = true;
    segment_octets_ -= group.octets.size();
    std::vector<std::uint8_t>().swap(group.octets);
    link_event event = event_of(of, element_kind::cc, link_event_kind::segments, where);
    event.first = group.first;
    event.count = group.count;
    event.whole = false;
    put_code(event, fault_code::segments_exceeded);
    ++totals_.broken_segments;
    return where.tell(event);
  }
  group.octets.insert(group.octets.end(), octets.begin(), octets.end());
  segment_octets_ += octets.size();
}

// `last`: the flag that ends it; null when it does not come.
void ledger::end_group(session& of, const arrival* last, place where) {
  const std::unique_ptr<segment_group> group = std::move(of.group);
  if (group->given_up) return; // told
  segment_octets_ -= group->octets.size();
  const bool all = last != nullptr && last->number && *last->number - group->first == group->count - 1;
  link_event event = event_of(of, element_kind::cc, link_event_kind::segments, where);
  event.first = group->first;
  event.count = group->count;
  event.whole = all && group->in_order;
  event.content.type = group->type;
  event.content.length = static_cast<std::int64_t>(group->octets.size());
  event.content.octets.value = group->octets;
  ++(*event.whole ? totals_.segments : totals_.broken_segments);
  where.tell(event);
}

namespace {

// What happened to octets of a stream, which are no session's.
link_event stream_event(link_event_kind kind, const stream_source& source, std::uint64_t offset) noexcept {
  link_event out;
  out.kind = kind;
  put_source(out, source);
  out.source.offset = offset;
  out.source.length = 0;
  return out;
}
field::number count_of(std::uint64_t octets) noexcept {
  return static_cast<std::int64_t>(std::min<std::uint64_t>(octets, most_number));
}

} // namespace

void ledger::lost(const stream_source& source, std::uint64_t offset, std::uint64_t octets, event_sink tell) {
  totals_.lost_octets += std::min(octets, ~std::uint64_t{0} - totals_.lost_octets);
  link_event event = stream_event(link_event_kind::link_loss, source, offset);
  event.octets_lost = count_of(octets);
  tell(event);
}

void ledger::conflict(const stream_source& source, std::uint64_t offset, std::uint64_t octets,
                      event_sink tell) {
  link_event event = stream_event(link_event_kind::conflict, source, offset);
  event.octets_differ = count_of(octets);
  tell(event);
}

void ledger::end_session(session& of, place where) {
  for (const auto& [kind, numbers] : series_of(of)) {
    if (numbers == nullptr) continue;
    numbers->close();
    tell_gaps(of, kind, *numbers, where);
  }
  if (of.group) end_group(of, nullptr, where);
  if (of.begun && !of.ended) orphan(of, element_kind::iri, orphan_state::begin_without_end, where);
  // HI2 and HI3 often have links of their own
  if (of.has_content && !of.has_events && has_iri_)
    orphan(of, element_kind::cc, orphan_state::content_without_events, where);
}

void ledger::close(event_sink tell) {
  for (session* each = oldest_; each != nullptr; each = each->newer) end_session(*each, {nullptr, tell});
}

ledger_totals ledger::totals() const noexcept {
  ledger_totals out = totals_;
  out.sessions = sessions_.size();
  for (const session* each = oldest_; each != nullptr; each = each->newer)
    for (const number_series* numbers : {each->iri.get(), each->cc.get()}) {
      if (numbers == nullptr) continue;
      out.missing += numbers->missing;
      out.duplicates += numbers->duplicates;
      out.reused += numbers->reused_numbers;
      out.late += numbers->late;
    }
  return out;
}

void ledger::for_each_row(function_ref<void(const ledger_row&)> call) const {
  for (const session* each = oldest_; each != nullptr; each = each->newer) {
    const session_key& key = each->parts;
    for (const auto& [kind, numbers] : series_of(*each)) {
      if (numbers == nullptr) continue;
      call({.liid = key.liid,
            .authorization_country = key.authorization_country,
            .operator_id = key.operator_id,
            .network_element_id = key.network_element_id,
            .liid_encoding = key.liid_encoding,
            .cin = key.cin,
            .interface = interface_of(kind),
            .first = numbers->first(),
            .last = numbers->last(),
            .pdus = numbers->pdus,
            .missing = numbers->missing,
            .duplicates = numbers->duplicates,
            .reused = numbers->reused_numbers,
            .late = numbers->late,
            .resets = numbers->restarts,
            .begun = kind == element_kind::iri && each->begun,
            .ended = kind == element_kind::iri && each->ended});
    }
  }
}

} // namespace lihi
