#include "write/content_piece.hpp"

#include "core/hash.hpp"
#include "core/text.hpp"
#include "core/time.hpp"
#include "value/address.hpp"

#include <algorithm>

namespace lihi {
namespace {

bool is_plain(char c) noexcept {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' || c == '_';
}

// What is no plain letter is "%XX".
void append_name(std::string& to, std::string_view part) {
  if (part.empty()) to += '-';
  for (const char each : part) {
    if (is_plain(each)) {
      to += each;
      continue;
    }
    constexpr std::string_view digits = "0123456789ABCDEF";
    const auto octet = static_cast<unsigned char>(each);
    to += {'%', digits[octet >> 4], digits[octet & 15]};
  }
}

void shorten(std::string& name) {
  if (name.size() <= most_content_name) return;
  text_buffer hash;
  append_hex(hash, hash_128(as_bytes(name)));
  name.resize(most_content_name - 1 - hash.view().size());
  name += '-';
  name += hash.view();
}

std::string_view dissector_of(content_type type) noexcept {
  switch (type) {
  case content_type::rtp: return "rtp";
  case content_type::sip: return "sip";
  case content_type::gtpu: return "gtp";
  case content_type::udptl: return "t38_udp";
  default: return {};
  }
}

pcapng::way way_of(direction of) noexcept {
  return of == direction::from_target ? pcapng::way::outbound
         : of == direction::to_target ? pcapng::way::inbound
                                      : pcapng::way::unknown;
}

std::uint32_t port_of(const field::number& from) noexcept {
  return from && *from > 0 && *from < 65536 ? static_cast<std::uint32_t>(*from) : 0;
}

std::optional<moment> time_of(const record& one) noexcept {
  if (one.event_time) return *one.event_time;
  if (one.pdu_time) return *one.pdu_time;
  return std::nullopt;
}

// Octets that the content had and the delivery does not.
std::uint32_t missing_of(const content_data& of) noexcept {
  const auto here = static_cast<std::int64_t>(of.octets.value.size());
  constexpr std::int64_t most = 1 << 30;
  return of.length && *of.length > here ? static_cast<std::uint32_t>(std::min(*of.length - here, most)) : 0;
}

// The event of an IRI, as a comment: which, and when; no identity of anybody.
std::string comment_of(const record& one) {
  std::string out;
  if (const auto when = time_of(one); when && in_rfc3339(*when)) {
    text_buffer time;
    append_rfc3339(time, *when);
    out = time.view();
  }
  for (const std::string_view each :
       {name_of(one.iri_type), name_of(one.event), std::string_view(one.source_event)})
    if (!each.empty()) out += (out.empty() ? "" : " ") + std::string(each);
  return out;
}

// Of records and events alike.
template <class T>
content_piece piece_of(const T& one) {
  content_piece out;
  const std::string cin = one.cin ? std::to_string(*one.cin) : std::string();
  for (const std::string_view each :
       {std::string_view(one.authorization_country), std::string_view(one.operator_id),
        std::string_view(one.network_element_id), std::string_view(one.liid)}) {
    append_name(out.session, each);
    out.session += '.';
  }
  append_name(out.session, cin);
  shorten(out.session);
  out.label = "LIID " + std::string(one.liid) + ", CIN " + (cin.empty() ? "none" : cin);
  return out;
}

void give_file(content_piece& of, std::string_view name, content_type type, bytes octets, content_sink give) {
  of.is = content_piece::shape::file;
  append_name(of.name, name);
  shorten(of.name);
  of.type = name_of(type);
  of.octets = octets;
  give(of);
}

void give_upper_pdu(content_piece& of, const pcapng::upper_pdu& about, bytes octets, content_sink give) {
  pcapng::octets packet;
  pcapng::put_upper_pdu(packet, about, octets);
  of.link = pcapng::link_type::upper_pdu;
  of.octets = packet;
  give(of);
}

} // namespace

void content_of(const record& one, content_sink give) {
  const bool happened = one.kind == element_kind::iri;
  const bytes content = one.content.octets.value, sip = one.sip.octets.value;
  if (one.liid.empty() || (!happened && content.empty())) return;
  content_piece of = piece_of(one);
  of.at = time_of(one);
  if (happened) {
    of.is = content_piece::shape::event;
    of.about = comment_of(one);
    give(of);
    of.about.clear();
  }
  of.is = content_piece::shape::packet;
  of.way = way_of(one.direction);
  of.point = !one.interception_point_id.empty() ? one.interception_point_id
             : !one.network_element_id.empty()  ? one.network_element_id
                                                : std::string_view("not said");
  if (!sip.empty()) {
    const auto first_of = [](const field::list<field::text>& all) {
      return all.empty() ? std::vector<std::uint8_t>() : value::address_octets(*all.begin());
    };
    give_upper_pdu(of, {"sip", first_of(one.sip.source_addresses), first_of(one.sip.destination_addresses)},
                   sip, give);
  }
  if (content.empty()) return;
  of.missing = missing_of(one.content);
  const auto packet = [&](pcapng::link_type link) {
    of.link = link;
    of.octets = content;
    give(of);
  };
  switch (one.content.type) {
  case content_type::ip: return packet(pcapng::link_type::raw_ip);
  case content_type::ethernet: return packet(pcapng::link_type::ethernet);
  case content_type::ppp: return packet(pcapng::link_type::ppp);
  default: break;
  }
  if (const std::string_view dissector = dissector_of(one.content.type); !dissector.empty())
    return give_upper_pdu(of,
                          {dissector, value::address_octets(one.traffic.source_address),
                           value::address_octets(one.traffic.destination_address),
                           port_of(one.traffic.source_port), port_of(one.traffic.destination_port)},
                          content, give);
  std::string name(one.id);
  if (one.source.element && *one.source.element != 0) name += "-" + std::to_string(*one.source.element);
  give_file(of, name, one.content.type, content, give);
}

void content_of(const link_event& one, content_sink give) {
  if (one.kind != link_event_kind::segments || one.content.octets.value.empty()) return;
  content_piece of = piece_of(one);
  give_file(of, "joined-" + std::to_string(one.first.value_or(0)), one.content.type, one.content.octets.value,
            give);
}

bool is_content_name(std::string_view name) noexcept {
  return !name.empty() && name.size() <= most_content_name && name.front() != '.' &&
         std::all_of(name.begin(), name.end(), [](char c) { return is_plain(c) || c == '%' || c == '.'; });
}

} // namespace lihi
