// One record in the making: what the rules write to.
#pragma once

#include "core/arena.hpp"
#include "schema/path_cache.hpp"
#include "schema/walker.hpp"
#include "value/sms.hpp"

#include <lihi/record.hpp>

#include <array>

namespace lihi::normalize {

using schema::place;

// Where an IP or MAC address, or a PLMN, belongs: set by the members around it.
enum class address_of : std::uint8_t {
  nothing, // an attribute under its own name
  session,
  traffic_source,
  traffic_destination,
  tunnel,
  location,
  sip_source,
  sip_destination,
  hi2_delivery,
  hi3_delivery,
  outer,
  filter_source,
  filter_destination,
  subject,
};
enum class plmn_of : std::uint8_t {
  nothing, // an attribute
  serving,
  former,
  equivalent,
  supported,
  function,
  area,
  areas, // of the list of tracking areas that follows
  cell,
  node,
  old_guti, // of the identity around it
};

// What holds around the value at hand; kept by marks and undone when their element ends.
struct context {
  party_role role = {}; // of the party that identities belong to; none: the target
  address_of address = address_of::nothing;
  plmn_of plmn = plmn_of::nothing;
  bool nobody = false;     // identities are of no person
  bool identifier = false; // inside targetIdentifiers
  bool notice = false;     // inside a notice about the interception
  bool site = false;       // inside what tells of an antenna
  slice_status slice = {};
  bool rule = false;         // inside a traffic rule
  bool bearer = false;       // inside a bearer
  bearer_state bearers = {}; // of bearer identities that stand alone
  location_role where = {};  // of locations that begin here; none: as the party says
  int location = -1;         // index of the location being filled
  int party = -1;            // index of the party being filled
};

// What the PSHeader says in its fields.
struct envelope_values {
  field::text liid, authorization_country, delivery_country, operator_id, network_element_id,
      interception_point_id, nf_id, time_text;
  text_encoding liid_encoding = {};
  lihi::time_qualifier time_qualifier = {};
  field::number cin, sequence, version;
  field::timestamp time;
  field::octets cin_extension;

  template <class V, class S>
  static constexpr void fields(V&& v, S& s) {
    v("liid", s.liid, "");
    v("liid_encoding", s.liid_encoding, "");
    v("authorization_country", s.authorization_country, "");
    v("delivery_country", s.delivery_country, "");
    v("operator_id", s.operator_id, "");
    v("network_element_id", s.network_element_id, "");
    v("interception_point_id", s.interception_point_id, "");
    v("nf_id", s.nf_id, "");
    v("time_qualifier", s.time_qualifier, "");
    v("cin", s.cin, "");
    v("sequence", s.sequence, "");
    v("version", s.version, "");
    v("time", s.time, "");
    v("time_text", s.time_text, "");
    v("cin_extension", s.cin_extension, "");
  }
};

// What it says; every element of the PDU has it.
struct envelope : envelope_values {
  field::list<attribute> more; // what has no field: attributes of every element

  // Takes out what is longer than most_repeated octets; true when there was something. What every record of a
  // PDU repeats must be short: else a PDU with a long value and many elements becomes as many times its size.
  // (TS 102 232-1: 25 octets for a LIID, but 65,535 for an extendedInterceptionPointID.)
  static constexpr std::size_t most_repeated = 256;
  bool shorten();

  template <class V, class S>
  static constexpr void fields(V&& v, S& s) {
    envelope_values::fields(v, s);
    v("more", s.more, "");
  }
};

// Parts of a value that several members make up, and what holds until it is told otherwise. Forgotten when an
// element begins: what stands in one must never reach another.
struct parts_at_hand {
  std::optional<std::uint64_t> seconds, microseconds;
  lihi::plmn plmn, plmn_of_areas;  // the PLMNID at hand, and of a list of tracking areas
  field::text latitude, longitude; // of the point at hand
  struct currency {                // what a structure says of its locations
    std::size_t first = 0;
    std::optional<bool> current;
  } info, query;
  std::optional<bool> location_is_current; // what the location at hand says
  bool report_time_taken = false;
  field::timestamp report_time; // of the presence report at hand
  presence_state presence = {};
  std::size_t first_of_areas = 0; // index of the first location of the area of interest at hand
  field::number routing_indicator;
  temporary_identity* guti = nullptr; // the one at hand
  concealed_identity* suci = nullptr;
  std::optional<std::size_t> identifier_at; // where the target identifier at hand stands in its list
  field::number slice_session, slice_cause; // of the slice at hand
  field::number cause_group;
  struct { // of the SIP message at hand
    bool present = false, request = false, diverted = false;
    std::size_t first_location = 0, behind_locations = 0;
    field::text imei;
  } sip;
  value::sms_sender sender = value::sms_sender::not_known;
};

inline const parts_at_hand nothing_at_hand;

struct build : parts_at_hand {
  explicit build(arena& text_memory) noexcept : memory(text_memory) {}

  record out;
  envelope head;
  context in;
  arena& memory;
  const schema::walk_state* where = nullptr;

  schema::path_cache paths;
  std::size_t event_depth = 0; // of the event, or of the element: where the sources of locations begin
  bool keep_all = false;       // of an HI1 or HI4 notice: what has no field is an attribute
  bool in_element = false;     // else in the PSHeader, or between elements
  fault_code fault = fault_code::none; // what the walker found about the value at hand, and noted

  void forget_parts() noexcept { static_cast<parts_at_hand&>(*this) = nothing_at_hand; }

  // Where the walk is, for a note; from the event on, for a place; and of another member there.
  [[nodiscard]] field::text path_here() { return memory.copy_blocks(paths.of(*where)); }
  [[nodiscard]] field::text path_in_event() { return memory.copy_blocks(paths.of(*where, event_depth)); }
  [[nodiscard]] field::text path_of(field::text member) {
    return memory.copy_blocks(paths.of_member(*where, member));
  }
  [[nodiscard]] field::text path_of_sibling(field::text member) {
    return memory.copy_blocks(paths.of_sibling(*where, member));
  }

  // Notes about one element, as many as a record has; what was reached or lost is told behind them.
  static constexpr std::size_t most_notes = 256;
  bool notes_cut = false;
  void add_note(fault_code what, std::uint64_t offset) {
    if (out.notes.size() >= most_notes) {
      notes_cut = true;
      return;
    }
    note_entry& fresh = out.notes.add();
    fresh.code = name_of(what);
    fresh.offset = offset;
    fresh.path = path_here();
  }

  // Comparisons with what a list has already, for each element. A list that takes each value once is searched
  // for each; one held just below its limit would make that dear.
  static constexpr std::size_t most_comparisons = 1u << 15;
  std::size_t comparisons = 0;

  [[nodiscard]] subject& who() noexcept {
    return in.party < 0 ? out.target : out.parties[static_cast<std::size_t>(in.party)].who;
  }
  // Another party, to be filled by whoever adds it.
  [[nodiscard]] party& add_party(party_role role) {
    party& fresh = out.parties.add();
    fresh.role = role;
    return fresh;
  }
  [[nodiscard]] location& here() {
    return in.location < 0 ? out.locations.add() : out.locations[static_cast<std::size_t>(in.location)];
  }
};

// ---- values as the record shows them
// None, and the value is kept as an attribute, when it is not within 2^53: a record's number would be
// another.
[[nodiscard]] field::number integer_of(build& b, const place& at);
[[nodiscard]] field::text enumerator_of(const place& at) noexcept; // empty when unknown
// A number as a word of the record: by the numbers of the vocabulary, or by a table from 0 on. Of a number
// that has none: none, and it is kept as an attribute.
template <vocabulary E, std::size_t count>
[[nodiscard]] E word_of(build& b, const place& at, const std::array<E, count>& by_number);
template <vocabulary E>
[[nodiscard]] E word_of(build& b, const place& at);
[[nodiscard]] field::counter counter_of(build& b, const place& at); // likewise, of 0 to 2^64-1
[[nodiscard]] field::text text_of(build& b, const place& at); // of an OCTET STRING: printable text, else hex
[[nodiscard]] field::text hex_of(build& b, const place& at);
[[nodiscard]] std::optional<std::uint64_t> big_endian_of(bytes octets) noexcept; // up to 8 octets
[[nodiscard]] std::optional<std::uint64_t> bits_of(const place& at) noexcept;    // BIT STRING up to 64 bits
[[nodiscard]] field::text plmn_text(build& b, const lihi::plmn& value);          // "001-01"
[[nodiscard]] field::timestamp time_of(build& b, const place& at); // likewise, of years 0 to 9999

// Whom a notice about the interception is about: one of them.
void add_notice_target(build& b, field::text kind, field::text value);
// An identity of the target or of the party at hand. A second, different value of a field goes to the
// identifiers.
void set_identity(build& b, field::text subject::*field, field::text kind, field::text value);
void add_identifier(build& b, field::text kind, field::text value);
// An address of TS 23.040: the msisdn when it is an international number, else the number. Another than what
// is there goes to the identifiers.
void put_number(build& b, party& to, const value::sms_address& address);
// Why: with the name that the specification gives the code, unless there is a text.
void add_cause(build& b, cause_space space, field::number code, field::text as_sent = {});
// An address that has no place of its own, with its path.
void add_other_address(build& b, const place& at, field::text address);
// A value without a field, with its path.
void add_attribute(build& b, const place& at, field::text value);
void add_address(build& b, const place& at, field::text address);
// The name of the member that a value stands for: the nearest one around it that is no alternative of a
// CHOICE and no list element.
[[nodiscard]] field::text member_of(const build& b, const place& at) noexcept;
// Keeps a value as an attribute with its path: of the header when it stands there. With a note that its field
// cannot hold it, unless there is one, or it has no field (`noted`).
void keep(build& b, const place& at, bool noted = false);
// Values that have no field: a number, anything.
void number_attribute(build& b, const place& at);
void plain_attribute(build& b, const place& at);
void note(build& b, fault_code what, const place& at);
// What `from` has and `to` has not; nothing is replaced.
void add_missing(subject& to, const subject& from);
// A value of a field that may have one already, which stays: then this one is kept as an attribute, unless it
// says the same.
template <class T>
void put(build& b, const place& at, T& field, const T& value);
// The same of a PLMN, whose members were read.
void put_plmn(build& b, const place& at, lihi::plmn& field, const lihi::plmn& value);

template <vocabulary E, std::size_t count>
E word_of(build& b, const place& at, const std::array<E, count>& by_number) {
  const std::int64_t value = schema::read_integer(at.content);
  const bool listed = value >= 0 && static_cast<std::uint64_t>(value) < count;
  const E word = listed ? by_number[static_cast<std::size_t>(value)] : E::none;
  if (word == E::none) keep(b, at, true);
  return word;
}
template <vocabulary E>
E word_of(build& b, const place& at) {
  const std::int64_t value = schema::read_integer(at.content);
  if (value >= 1 && value <= static_cast<std::int64_t>(terms_of<E>.size())) return static_cast<E>(value);
  keep(b, at, true);
  return E::none;
}

template <class T>
void put(build& b, const place& at, T& field, const T& value) {
  if (is_empty(field)) {
    field = value;
  } else if (!is_empty(value) && !(field == value)) {
    note(b, fault_code::second_value, at);
    keep(b, at, true);
  }
}

// Whether a list anywhere in it was cut.
template <class T>
bool any_overflow(const field::list<T>& value) noexcept;
template <class T>
bool any_overflow(const T& value) noexcept {
  bool found = false;
  if constexpr (described<T>)
    T::fields([&found](const char*, const auto& field, const char*) { found = found || any_overflow(field); },
              value);
  return found;
}
template <class T>
bool any_overflow(const field::list<T>& value) noexcept {
  if (value.overflowed()) return true;
  for (const T& each : value)
    if (any_overflow(each)) return true;
  return false;
}

} // namespace lihi::normalize
