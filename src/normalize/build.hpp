// One record in the making: what the rules write to.
#pragma once

#include "core/arena.hpp"
#include "schema/walker.hpp"
#include "value/sms.hpp"

#include <lihi/record.hpp>

#include <span>

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
  subject,
};
enum class plmn_of : std::uint8_t { nothing, serving, cell, node, suci, guti, old_guti };

// What holds around the value at hand; kept by marks and undone when their element ends.
struct context {
  std::string_view role; // of the party that identities belong to; empty: the target
  address_of address = address_of::nothing;
  plmn_of plmn = plmn_of::nothing;
  bool identifier = false; // inside targetIdentifiers
  bool notice = false;     // inside a notice about the interception
  int location = -1;       // index of the location being filled
  bool party = false;      // the last party is being filled
};

// What the PSHeader says; every element of the PDU has it.
struct envelope {
  text liid, liid_encoding, authorization_country, delivery_country, operator_id, network_element_id,
      interception_point_id, nf_id, time_qualifier;
  number cin, sequence;
  timestamp time;
  octets cin_extension;
  list<name_value> more; // what has no field: attributes of every element

  // Takes out what is longer than most_repeated octets; true when there was something. What every record of a
  // PDU repeats must be short: else a PDU with a long value and many elements becomes as many times its size.
  // (TS 102 232-1: 25 octets for a LIID, but 65,535 for an extendedInterceptionPointID.)
  static constexpr std::size_t most_repeated = 256;
  bool shorten();

  template <class V, class S>
  static void fields(V&& v, S& s) {
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
    v("time", s.time, "");
    v("cin_extension", s.cin_extension, "");
    v("more", s.more, "");
  }
};

struct build {
  explicit build(arena& text_memory) noexcept : memory(text_memory) {}

  record out;
  envelope head;
  context in;
  arena& memory;
  const schema::walk_state* where = nullptr;

  text_buffer path; // the one being written

  // Where the walk is, for a note.
  [[nodiscard]] text path_here() {
    path.clear();
    where->append_path(path);
    return memory.copy(path.view());
  }

  // ---- scratch: parts of a value that several members make up
  std::optional<std::uint64_t> seconds, microseconds;
  lihi::plmn plmn; // the PLMNID at hand
  number routing_indicator;
  value::sms_sender sender = value::sms_sender::not_known;

  [[nodiscard]] subject& who() noexcept {
    return in.party && !out.parties.empty() ? out.parties.back().who : out.target;
  }
  [[nodiscard]] location& here() {
    return in.location < 0 ? out.locations.add() : out.locations[static_cast<std::size_t>(in.location)];
  }
};

// ---- values as the record shows them
[[nodiscard]] std::int64_t integer_of(const place& at) noexcept;
[[nodiscard]] text enumerator_of(const place& at) noexcept; // empty when unknown
// The name of a number, where the record has words of its own for an enumeration; empty when it has none.
[[nodiscard]] text name_of(const place& at, std::span<const text> names) noexcept;
[[nodiscard]] counter counter_of(const place& at) noexcept; // empty when negative or above 64 bits
[[nodiscard]] text text_of(build& b, const place& at);      // of an OCTET STRING: printable text, else hex
[[nodiscard]] text hex_of(build& b, const place& at);
[[nodiscard]] std::optional<std::uint64_t> big_endian_of(bytes octets) noexcept; // up to 8 octets
[[nodiscard]] std::optional<std::uint64_t> bits_of(const place& at) noexcept;    // BIT STRING up to 64 bits
[[nodiscard]] timestamp time_of(const place& at) noexcept;

// Whom a notice about the interception is about.
void set_notice_target(build& b, text kind, text value);
// An identity of the target or of the party at hand. A second, different value of a field goes to the
// identifiers.
void set_identity(build& b, text subject::*field, text kind, text value);
void add_attribute(build& b, text name, text value);
void add_address(build& b, const place& at, text address);
// The name of the member that a value stands for: the nearest one around it that is no alternative of a
// CHOICE and no list element.
[[nodiscard]] text member_of(const build& b, const place& at) noexcept;
void note(build& b, code what, const place& at);
// "[200]", "[APPLICATION 3]".
[[nodiscard]] text tag_text(arena& memory, ber::tag tag) noexcept;

// Whether a list anywhere in it was cut.
template <class T>
bool any_overflow(const list<T>& value) noexcept;
template <class T>
bool any_overflow(const T& value) noexcept {
  bool found = false;
  if constexpr (described<T>)
    T::fields([&found](const char*, const auto& field, const char*) { found = found || any_overflow(field); },
              value);
  return found;
}
template <class T>
bool any_overflow(const list<T>& value) noexcept {
  if (value.overflowed()) return true;
  for (const T& each : value)
    if (any_overflow(each)) return true;
  return false;
}

} // namespace lihi::normalize
