// Rules: what a schema type or member means in the record.
//
// A rule is keyed by a member of one type, by a member's name wherever it occurs, or by a type wherever it
// occurs; the first of these that applies wins. The keys are constants of schema_ids.hpp, so a rule for
// something that the schema lacks does not compile.
//
//   on_value   a primitive value
//   on_enter, on_leave   around a constructed one
//   mark       what holds for everything inside: whose address, whose PLMN, which location; whose identity it
//   is
//              stands in whose.cpp
#pragma once

#include "normalize/build.hpp"
#include "normalize/whose.hpp"
#include "schema_ids.hpp"

#include <span>
#include <vector>

namespace lihi::normalize {

using handler = void (*)(build&, const place&);

struct mark {
  address_of address = address_of::nothing;
  plmn_of plmn = plmn_of::nothing;
  bool identifier = false;
  bool notice = false;
  bool location = false; // opens one, unless one is open
  bool apart = false;    // locations inside are others than the one around
  bool site = false;     // tells of an antenna
  bool rule = false;     // a traffic rule
  bool bearer = false;   // begins one
  bearer_state bearers = {};
  slice_status slice = {};
  location_role where = {};
};

enum class key_kind : std::uint8_t { member, name, type };

struct rule {
  key_kind kind;
  std::uint32_t id; // row_id, offset in name_pool, or node_id
  handler on_value = nullptr;
  handler on_enter = nullptr;
  handler on_leave = nullptr;
  normalize::mark mark = {};
  std::string_view feeds; // the record fields, for docs/schema-coverage.md
};

// The usual shapes of a rule.
[[nodiscard]] constexpr rule of_member(schema::row_id id, handler on_value, std::string_view feeds) {
  return {key_kind::member, id, on_value, nullptr, nullptr, {}, feeds};
}
[[nodiscard]] constexpr rule of_name(std::uint32_t name, handler on_value, std::string_view feeds) {
  return {key_kind::name, name, on_value, nullptr, nullptr, {}, feeds};
}
[[nodiscard]] constexpr rule of_type(schema::node_id type, handler on_value, std::string_view feeds) {
  return {key_kind::type, type, on_value, nullptr, nullptr, {}, feeds};
}
[[nodiscard]] constexpr rule around_member(schema::row_id id, handler on_enter, handler on_leave,
                                           std::string_view feeds, normalize::mark m = {}) {
  return {key_kind::member, id, nullptr, on_enter, on_leave, m, feeds};
}
[[nodiscard]] constexpr rule around_type(schema::node_id type, handler on_enter, handler on_leave,
                                         std::string_view feeds, normalize::mark m = {}) {
  return {key_kind::type, type, nullptr, on_enter, on_leave, m, feeds};
}
// A value that is a location by itself when it stands in none.
[[nodiscard]] constexpr rule locating_type(schema::node_id type, handler on_value, std::string_view feeds) {
  return {key_kind::type, type, on_value, nullptr, nullptr, {.location = true}, feeds};
}
[[nodiscard]] constexpr rule locating_name(std::uint32_t name, handler on_value, std::string_view feeds) {
  return {key_kind::name, name, on_value, nullptr, nullptr, {.location = true}, feeds};
}
[[nodiscard]] constexpr rule marked_member(schema::row_id id, normalize::mark m) {
  return {key_kind::member, id, nullptr, nullptr, nullptr, m, {}};
}
[[nodiscard]] constexpr rule marked_type(schema::node_id type, normalize::mark m) {
  return {key_kind::type, type, nullptr, nullptr, nullptr, m, {}};
}
[[nodiscard]] constexpr rule marked_name(std::uint32_t name, normalize::mark m) {
  return {key_kind::name, name, nullptr, nullptr, nullptr, m, {}};
}

// The tables, by family; all of them.
[[nodiscard]] std::vector<std::span<const rule>> rule_tables();
[[nodiscard]] std::span<const rule> envelope_rules();
[[nodiscard]] std::span<const rule> identity_rules();
[[nodiscard]] std::span<const rule> location_rules();
[[nodiscard]] std::span<const rule> position_rules();
[[nodiscard]] std::span<const rule> session_rules();
[[nodiscard]] std::span<const rule> network_rules();
[[nodiscard]] std::span<const rule> message_rules();
[[nodiscard]] std::span<const rule> sip_rules();
[[nodiscard]] std::span<const rule> content_rules();

// What P-Access-Network-Info names, into what a location does not say.
void locate_by_access_info(location& to, field::text access_info);

// A TPDU of TS 23.040, as the record's message.
void read_tpdu(build& b, const place& at, bytes octets);
// At the end of an element: what follows from all of it.
void conclude(build& b);
// Of that: which party of a SIP message the target is, by its direction.
void subject_of_sip(build& b);

// An event arm: source_event is the member's name, event its place in the taxonomy.
struct event_rule {
  schema::row_id id;
  event_type event;
};
[[nodiscard]] std::span<const event_rule> event_rules();

// A member whose number says what happened, and the events by number.
struct numbered_events {
  schema::row_id id;
  std::span<const event_type> events;
};
[[nodiscard]] std::span<const numbered_events> access_event_rules();

// What applies to a row. Most rows have nothing, and most of the others share what they have. One line of the
// cache.
struct alignas(64) row_rules {
  handler on_value = nullptr;
  handler on_enter = nullptr;
  handler on_leave = nullptr;
  const normalize::mark* mark = nullptr;
  const normalize::mark* type_mark = nullptr; // a type may have a mark besides its member's
  event_type event = {};
  party_role role = {};  // a party begins here
  bool nobody = false;   // identities inside are of no person, or it is not known of whom
  bool identity = false; // feeds an identity
  bool envelope = false; // a rule of the envelope: the only ones that hold in the PSHeader
  std::string_view feeds;

  // Something is to be remembered until its end.
  [[nodiscard]] bool marked() const noexcept {
    return mark != nullptr || type_mark != nullptr || role != party_role::none || nobody;
  }

  [[nodiscard]] bool empty() const noexcept {
    return on_value == nullptr && on_enter == nullptr && on_leave == nullptr && mark == nullptr &&
           type_mark == nullptr && event == event_type::none && feeds.empty() && role == party_role::none &&
           !nobody;
  }
  friend bool operator==(const row_rules& a, const row_rules& b) noexcept {
    return a.on_value == b.on_value && a.on_enter == b.on_enter && a.on_leave == b.on_leave &&
           a.mark == b.mark && a.type_mark == b.type_mark && a.event == b.event && a.feeds == b.feeds &&
           a.envelope == b.envelope && a.role == b.role && a.nobody == b.nobody && a.identity == b.identity;
  }
};
static_assert(sizeof(row_rules) == 64);

// The rules of all rows, put together once: two octets a row, so that a row without rules costs one small
// load.
class rule_table {
 public:
  static const rule_table& get();

  // Asked for every element: rows are the walker's own, so no bound is checked again.
  [[nodiscard]] bool has(schema::row_id row) const noexcept { return index_.data()[row] != 0; }
  [[nodiscard]] const row_rules& operator[](schema::row_id row) const noexcept {
    return distinct_.data()[index_.data()[row]];
  }

 private:
  rule_table();

  std::vector<std::uint16_t> index_; // by row: place in distinct_
  std::vector<row_rules> distinct_;  // the first has no rules
};

} // namespace lihi::normalize
