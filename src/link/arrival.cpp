#include "link/arrival.hpp"

#include "value/address.hpp"

#include <algorithm>
#include <cstring>

namespace lihi {
namespace {

template <class T>
void put(std::string& to, T value) {
  char octets[sizeof value];
  std::memcpy(octets, &value, sizeof value);
  to.append(octets, sizeof value);
}
template <class T>
T take(std::string_view& from) noexcept {
  T value;
  std::memcpy(&value, from.data(), sizeof value);
  from.remove_prefix(sizeof value);
  return value;
}

// Of a TRI.
tri_meaning meaning_of(const record& one) noexcept {
  const auto is = [&one](std::string_view name) { return one.source_event == name; };
  switch (one.event) {
  case event_type::link_cin_reset: return tri_meaning::cin_reset;
  case event_type::link_segment:
    return is("firstSegmentFlag") ? tri_meaning::first_segment : tri_meaning::last_segment;
  case event_type::link_keep_alive:
    return is("keep-alive") ? tri_meaning::keep_alive : tri_meaning::keep_alive_answer;
  default: return tri_meaning::nothing;
  }
}

} // namespace

std::size_t session_key::octets() const noexcept {
  std::size_t size = 1 + sizeof(std::int64_t);
  for (const auto part : texts) size += sizeof(std::uint32_t) + (this->*part).size();
  return size;
}

void session_key::pack(std::string& to) const {
  to.clear();
  to.push_back(static_cast<char>(liid_encoding));
  put(to, cin.value_or(-1));
  for (const auto part : texts) {
    put(to, static_cast<std::uint32_t>((this->*part).size()));
    to.append(this->*part);
  }
}

session_key session_key::unpack(std::string_view from) noexcept {
  session_key out;
  out.liid_encoding = static_cast<text_encoding>(from[0]);
  from.remove_prefix(1);
  if (const auto cin = take<std::int64_t>(from); cin >= 0) out.cin = cin;
  for (const auto part : texts) {
    const auto size = take<std::uint32_t>(from);
    out.*part = from.substr(0, size);
    from.remove_prefix(size);
  }
  return out;
}

bool session_key::is_packed(std::string_view octets) noexcept {
  constexpr std::size_t begin = 1 + sizeof(std::int64_t);
  if (octets.size() < begin) return false;
  octets.remove_prefix(begin);
  for (std::size_t i = 0; i < texts.size(); ++i) {
    if (octets.size() < sizeof(std::uint32_t)) return false;
    const auto size = take<std::uint32_t>(octets);
    if (size > octets.size()) return false;
    octets.remove_prefix(size);
  }
  return octets.empty();
}

arrival arrival_of(const record& one, std::uint64_t header) noexcept {
  arrival out{.of = key_of(one),
              .kind = one.kind,
              .iri_type = one.iri_type,
              .tri = one.kind == element_kind::tri ? meaning_of(one) : tri_meaning::nothing,
              .source = {one.source.name, one.source.link, one.source.arrived},
              .first_of_pdu = one.source.element.value_or(0) == 0,
              .number = {},
              .id = id_number(one.id),
              .header = header,
              .offset = one.source.offset.value_or(0),
              .length = one.source.length.value_or(0),
              .content = {},
              .octets = {}};
  if (one.kind == element_kind::cc) {
    out.content = one.content.type;
    out.octets = one.content.octets.value;
  }
  if (one.sequence && *one.sequence >= 0 && *one.sequence <= 0xFFFFFFFF)
    out.number = static_cast<std::uint32_t>(*one.sequence);
  return out;
}

damaged_arrival::damaged_arrival(const frame& pdu, const stream_source& source, const limits& bounds) {
  if (!pdu.is_pdu) return;
  const error fault = peek_header(pdu, header_, bounds);
  const bool of_frame = fault.offset == pdu.offset && fault.code == pdu.fault;
  const bool counted = header_.payload == payload_kind::iri || header_.payload == payload_kind::cc;
  if ((fault && !of_frame) || !counted || !header_.sequence) return;
  bool is_hex = false;
  const auto shown = [&](const short_octets& from) {
    return value::text_or_hex(from.octets(), memory_, is_hex);
  };
  view_.of.authorization_country = shown(header_.authorization_country);
  view_.of.operator_id = shown(header_.operator_id);
  view_.of.network_element_id = shown(header_.network_element_id);
  view_.of.liid = shown(header_.liid);
  view_.of.liid_encoding = is_hex ? text_encoding::hex : text_encoding::none;
  view_.of.cin = header_.cin ? field::number(*header_.cin) : std::nullopt;
  view_.kind = header_.payload == payload_kind::iri ? element_kind::iri : element_kind::cc;
  view_.number = *header_.sequence;
  view_.source = source;
  view_.offset = pdu.offset;
  view_.length = pdu.octets.size();
  known_ = true;
}

} // namespace lihi
