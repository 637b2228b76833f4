// A ledger as octets, for what is kept over a restart.
#include "link/ledger.hpp"

namespace lihi {
namespace {

template <class Totals, class V>
void totals_state(Totals& of, V&& v) {
  for (auto* each :
       {&of.missing, &of.duplicates, &of.reused, &of.late, &of.resets, &of.segments, &of.broken_segments,
        &of.orphans, &of.lost_octets, &of.keep_alives, &of.keep_alive_answers, &of.encrypted, &of.forgotten})
    v(*each);
}
template <class Group, class V>
void group_state(Group& of, V&& v) {
  v(of.first);
  v(of.count);
  v(of.type);
  v(of.in_order);
  v(of.given_up);
  v(of.octets);
}
template <class Range, class V>
void range_state(Range& of, V&& v) {
  v(of.first);
  v(of.count);
}
void ranges_state(const std::vector<number_series::range>& all, state_writer& to) {
  to(all.size());
  for (const number_series::range& each : all) range_state(each, to);
}
template <class Session, class V>
void session_state(Session& of, V&& v) {
  for (auto* each : {&of.begun, &of.ended, &of.has_events, &of.has_content}) v(*each);
}

} // namespace

void ledger::save(state_writer& to) const {
  to(has_iri_);
  totals_state(totals_, to);
  to(sessions_.size());
  for (const session* each = oldest_; each != nullptr; each = each->newer) {
    to(*each->key);
    session_state(*each, to);
    for (const number_series* numbers : {each->iri.get(), each->cc.get()}) {
      to(numbers != nullptr);
      if (numbers == nullptr) continue;
      number_series::state(*numbers, to);
      number_series::ranges(*numbers, [&to](const auto& all) { ranges_state(all, to); });
    }
    to(each->group != nullptr);
    if (each->group) group_state(*each->group, to);
  }
}

bool ledger::restore(state_reader& from) {
  sessions_.clear();
  oldest_ = newest_ = nullptr;
  newest_header_ = 0;
  recent_ = {};
  segment_octets_ = 0;
  from(has_iri_);
  totals_state(totals_, from);
  for (std::size_t left = from.count(); left != 0 && !from.bad(); --left) {
    std::string key;
    from(key);
    if (!session_key::is_packed(key)) return false;
    const auto [at, fresh] = sessions_.try_emplace(std::move(key));
    if (!fresh) return false;
    session& of = at->second;
    of.key = &at->first;
    of.parts = session_key::unpack(*of.key);
    append(of);
    session_state(of, from);
    for (std::unique_ptr<number_series>* numbers : {&of.iri, &of.cc}) {
      bool there = false;
      from(there);
      if (!there) continue;
      *numbers = std::make_unique<number_series>();
      number_series::state(**numbers, from);
      bool few = true;
      number_series::ranges(**numbers, [&](auto& all) {
        const std::size_t count = from.count();
        few = few && count <= number_series::most_ranges;
        if (!few) return;
        all.resize(count);
        for (number_series::range& each : all) range_state(each, from);
      });
      if (!few) return false;
    }
    bool there = false;
    from(there);
    if (!there) continue;
    of.group = std::make_unique<segment_group>();
    group_state(*of.group, from);
    segment_octets_ += of.group->octets.size();
  }
  return !from.bad();
}

} // namespace lihi
