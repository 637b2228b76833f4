#include "normalize/build.hpp"

#include "core/time.hpp"
#include "value/address.hpp"
#include "value/cause_names.hpp"

#include <algorithm>
#include <utility>

namespace lihi::normalize {
namespace {

// Unless it is there. What costs too much is added without a look: twice in a list is no loss.
template <class T, class Same>
void add_once(build& b, field::list<T>& to, const T& value, const Same& same) {
  if (!to.full() && b.comparisons < build::most_comparisons) {
    b.comparisons += to.size();
    if (std::any_of(to.begin(), to.end(), same)) return;
  }
  to.add(value);
}

bool too_long(field::text value) { return value.size() > envelope::most_repeated; }
bool too_long(const field::octets& value) { return value.value.size() > envelope::most_repeated; }
bool too_long(const field::list<attribute>& values) {
  return std::any_of(values.begin(), values.end(),
                     [](const attribute& each) { return too_long(each.value); });
}
template <vocabulary E>
bool too_long(E) {
  return false;
}
template <class T>
bool too_long(const std::optional<T>&) {
  return false;
}

template <class T>
void take_out(T& value) {
  clear_value(value);
}
void take_out(field::list<attribute>& values) {
  field::list<attribute> kept;
  for (const attribute& each : values)
    if (!too_long(each.value)) kept.add(each);
  values = std::move(kept);
}

} // namespace

bool envelope::shorten() {
  bool found = false;
  fields(
      [&found](const char*, auto& each, const char*) {
        if (!too_long(each)) return;
        take_out(each);
        found = true;
      },
      *this);
  if (liid.empty()) liid_encoding = {};
  return found;
}

field::number integer_of(build& b, const place& at) {
  constexpr std::int64_t most = std::int64_t{1} << 53;
  if (at.content.size() - 1 < 6 && at.content[0] < 0x80) [[likely]]
    return static_cast<std::int64_t>(schema::read_unsigned(at.content));
  if (schema::meant_unsigned(at.row, at.content))
    return static_cast<std::int64_t>(schema::read_unsigned(at.content));
  const bytes octets = schema::without_padding(at.content);
  if (octets.size() <= 8) {
    const std::int64_t value = schema::read_integer(octets);
    if (value >= -most && value <= most) return value;
  }
  keep(b, at);
  return std::nullopt;
}

field::text enumerator_of(const place& at) noexcept {
  return schema::enumerator_name(at.node, schema::read_integer(at.content));
}

field::counter counter_of(build& b, const place& at) {
  if (const auto value = schema::unsigned_of(at.content)) return {*value};
  keep(b, at);
  return {};
}

field::text text_of(build& b, const place& at) {
  if (at.row.kind != schema::kind::octet_string) return as_text(at.content); // the walker checked it
  bool is_hex = false;
  return value::text_or_hex(at.content, b.memory, is_hex);
}

field::text hex_of(build& b, const place& at) { return value::hex(at.content, b.memory); }

std::optional<std::uint64_t> big_endian_of(bytes octets) noexcept {
  if (octets.empty() || octets.size() > 8) return std::nullopt;
  return schema::read_unsigned(octets);
}

std::optional<std::uint64_t> bits_of(const place& at) noexcept {
  const schema::bit_string value = schema::read_bit_string(at.content);
  const auto whole = big_endian_of(value.octets);
  if (!whole || value.bits > 64) return std::nullopt;
  return *whole >> (value.octets.size() * 8 - value.bits);
}

field::text plmn_text(build& b, const lihi::plmn& value) {
  char both[16];
  const std::size_t mcc = std::min<std::size_t>(value.mcc.size(), 7),
                    mnc = std::min<std::size_t>(value.mnc.size(), 7);
  std::copy_n(value.mcc.begin(), mcc, both);
  both[mcc] = '-';
  std::copy_n(value.mnc.begin(), mnc, both + mcc + 1);
  return b.memory.copy({both, mcc + 1 + mnc});
}

void put_plmn(build& b, const place& at, lihi::plmn& field, const lihi::plmn& value) {
  if (is_empty(field)) {
    field = value;
  } else if (!(field == value)) {
    note(b, fault_code::second_value, at);
    add_attribute(b, at, plmn_text(b, value));
  }
}

field::timestamp time_of(build& b, const place& at) {
  const field::timestamp when =
      at.row.kind == schema::kind::utc_time ? parse_utc_time(at.content) : parse_generalized_time(at.content);
  if (when && in_rfc3339(*when)) return when;
  keep(b, at);
  return std::nullopt;
}

void add_attribute(build& b, const place& at, field::text value) {
  if (!value.empty()) b.out.attributes.add({member_of(b, at), b.path_here(), value});
}

namespace {

// A primitive value as text.
field::text shown(build& b, const place& at) {
  using schema::kind;
  const bytes content = at.content;
  if (schema::unreadable(b.fault)) return value::hex(content, b.memory);
  switch (at.row.kind) {
  case kind::octet_string:
  case kind::bit_string: return value::hex(content, b.memory);
  case kind::boolean: return content[0] != 0 ? "true" : "false";
  case kind::null: return "null";
  case kind::enumerated:
    if (const field::text own = enumerator_of(at); !own.empty()) return own;
    [[fallthrough]];
  case kind::integer: {
    char out[48];
    return b.memory.copy({out, static_cast<std::size_t>(put_integer(out, content) - out)});
  }
  case kind::object_identifier:
  case kind::relative_oid: {
    auto* const begin = reinterpret_cast<char*>(b.memory.allocate(4 * content.size() + 4));
    if (begin == nullptr) return {};
    char* const end = schema::put_oid(begin, content, at.row.kind == kind::relative_oid);
    return {begin, static_cast<std::size_t>(end - begin)};
  }
  default: return as_text(content);
  }
}

} // namespace

void keep(build& b, const place& at, bool noted) {
  if (!noted && b.fault == fault_code::none) note(b, fault_code::bad_value, at);
  attribute& fresh = (b.in_element ? b.out.attributes : b.head.more).add();
  fresh.name = member_of(b, at);
  fresh.path = b.path_here();
  fresh.value = shown(b, at);
}

void add_notice_target(build& b, field::text kind, field::text value) {
  if (!value.empty()) b.out.li.targets.add({kind, value, {}});
}

void add_identifier(build& b, field::text kind, field::text value) {
  auto& all = b.who().identifiers;
  add_once(b, all, {kind, value, {}}, [&](const identifier& known) {
    const bool same = known.kind == kind && known.value == value;
    if (same) b.identifier_at = static_cast<std::size_t>(&known - all.begin());
    return same;
  });
  if (!all.empty() && all.back().kind == kind && all.back().value == value && !all.overflowed())
    b.identifier_at = all.size() - 1;
}

void set_identity(build& b, field::text subject::*field, field::text kind, field::text value) {
  if (value.empty()) return;
  if (b.in.notice) return add_notice_target(b, kind, value);
  subject& who = b.who();
  if (b.in.identifier) {
    add_identifier(b, kind, value);
    if ((who.*field).empty()) who.*field = value;
  } else if ((who.*field).empty()) {
    who.*field = value;
  } else if (who.*field != value) {
    add_identifier(b, kind, value);
  }
}

void add_cause(build& b, cause_space space, field::number code, field::text as_sent) {
  cause& fresh = b.out.causes.add();
  fresh.space = space;
  fresh.code = code;
  fresh.text_value = as_sent.empty() && code ? value::cause_name(space, *code) : as_sent;
  fresh.source = b.path_in_event();
}

void put_number(build& b, party& to, const value::sms_address& address) {
  if (address.number.empty()) return;
  field::text& field = address.is_e164() ? to.who.msisdn : to.number.value;
  if (field == address.number) return;
  if (!field.empty())
    return add_once(b, to.who.identifiers, {"sms_address", address.number, {}},
                    [&](const identifier& known) { return known.value == address.number; });
  field = address.number;
  if (!address.is_e164()) {
    to.number.type = address.type;
    to.number.plan = address.plan;
  }
}

void add_missing(subject& to, const subject& from) {
  const auto add = [](auto& field, const auto& value) {
    if (is_empty(field)) field = value;
  };
  for (const auto field : {&subject::imsi, &subject::supi, &subject::imei, &subject::imeisv, &subject::msisdn,
                           &subject::gpsi, &subject::impi, &subject::nai, &subject::mac_address,
                           &subject::eui64, &subject::email, &subject::username})
    add(to.*field, from.*field);
  add(to.impu, from.impu);
  add(to.addresses, from.addresses);
  add(to.suci, from.suci);
  add(to.guti, from.guti);
  add(to.old_guti, from.old_guti);
  add(to.additional_sucis, from.additional_sucis);
  add(to.additional_gutis, from.additional_gutis);
  add(to.identity_unauthenticated, from.identity_unauthenticated);
  add(to.identifiers, from.identifiers);
}

void number_attribute(build& b, const place& at) {
  if (const field::number value = integer_of(b, at); value && *value >= 0)
    add_attribute(b, at, value::decimal_text(static_cast<std::uint64_t>(*value), b.memory));
}
void plain_attribute(build& b, const place& at) { keep(b, at, true); }

void add_other_address(build& b, const place& at, field::text address) {
  if (address.empty()) return;
  if (b.in.rule && !b.out.session.rules.empty())
    b.out.session.rules.back().addresses.add(address);
  else
    b.out.other_addresses.add({member_of(b, at), b.path_here(), address});
}

void add_address(build& b, const place& at, field::text address) {
  if (address.empty()) return;
  const auto add_once = [&b, address](field::list<field::text>& to) {
    normalize::add_once(b, to, address, [address](field::text known) { return known == address; });
  };
  const auto put_text = [&b, &at, address](field::text& field) {
    if (field.empty())
      field = address;
    else if (field != address)
      add_other_address(b, at, address);
  };
  if (b.in.notice) return add_notice_target(b, "ip_address", address);
  if (b.in.identifier) {
    add_identifier(b, "ip_address", address);
    return add_once(b.who().addresses);
  }
  switch (b.in.address) {
  case address_of::nothing: return add_other_address(b, at, address);
  case address_of::session: return add_once(b.out.session.addresses);
  case address_of::traffic_source: return put_text(b.out.traffic.source_address);
  case address_of::traffic_destination: return put_text(b.out.traffic.destination_address);
  case address_of::tunnel:
    return b.out.session.tunnels.empty() ? add_attribute(b, at, address)
                                         : add_once(b.out.session.tunnels.back().addresses);
  case address_of::location: return add_once(b.here().addresses);
  case address_of::hi2_delivery: b.out.li.delivery.add({handover_interface::hi2, address, {}}); return;
  case address_of::hi3_delivery: b.out.li.delivery.add({handover_interface::hi3, address, {}}); return;
  case address_of::outer: return add_once(b.out.session.outer_addresses);
  case address_of::filter_source:
  case address_of::filter_destination: {
    if (b.out.session.rules.empty() || b.out.session.rules.back().filters.empty())
      return add_attribute(b, at, address);
    flow_filter& filter = b.out.session.rules.back().filters.back();
    (b.in.address == address_of::filter_source ? filter.source : filter.destination).add(address);
    return;
  }
  case address_of::sip_source: return add_once(b.out.sip.source_addresses);
  case address_of::sip_destination: return add_once(b.out.sip.destination_addresses);
  case address_of::subject: return add_once(b.who().addresses);
  }
}

field::text member_of(const build& b, const place& at) noexcept {
  schema::row_id id = at.id;
  for (std::size_t depth = b.where->depth(); depth != 0 && id != 0; --depth) {
    const schema::level& around = b.where->at_depth(depth);
    if (around.node->kind != schema::kind::choice && !schema::row_name(id).empty()) break;
    id = around.id;
  }
  return schema::row_name(id);
}

void note(build& b, fault_code what, const place& at) { b.add_note(what, b.where->offset_of(at.begin)); }

} // namespace lihi::normalize
