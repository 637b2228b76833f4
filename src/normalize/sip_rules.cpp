// Calls, registrations and messages of the IMS: what a SIP message says (TS 33.128 7.12, TS 102 232-5).
#include "core/text.hpp"
#include "normalize/rules.hpp"
#include "value/address.hpp"
#include "value/cause_names.hpp"
#include "value/sip.hpp"
#include "value/sms.hpp"

#include <algorithm>
#include <array>
#include <charconv>

namespace lihi::normalize {
namespace {

namespace m = schema::member;

// The record is UTF-8; values that are not stay in the detail, as hex.
field::text readable(std::string_view value) {
  std::size_t characters = 0;
  return valid_utf8(as_bytes(value), characters) ? value : field::text{};
}

// ---- events

event_type request_event(const value::sip_view& sip) {
  if (sip.method == "INVITE") return event_type::call_invite;
  if (sip.method == "BYE") return event_type::call_end;
  if (sip.method == "CANCEL") return event_type::call_failure;
  if (sip.method == "REGISTER") return event_type::registration_request;
  if (sip.method == "MESSAGE") return event_type::message_send;
  return event_type::ims_signalling;
}
// Challenges (401, 407) and redirections are signalling: what was asked for goes on.
event_type response_event(const value::sip_view& sip) {
  const int status = *sip.status;
  const bool accepted = status >= 200 && status < 300;
  const bool refused = status >= 400 && status != 401 && status != 407;
  if (sip.method == "INVITE")
    return status == 180 ? event_type::call_ringing
           : accepted    ? event_type::call_answer
           : refused     ? event_type::call_failure
                         : event_type::ims_signalling;
  if (sip.method == "REGISTER")
    return accepted  ? event_type::registration_accept
           : refused ? event_type::registration_failure
                     : event_type::ims_signalling;
  if (sip.method == "MESSAGE")
    return accepted  ? event_type::message_accept
           : refused ? event_type::message_failure
                     : event_type::ims_signalling;
  return event_type::ims_signalling;
}

// ---- parties

// One for each role and URI.
void add_party(build& b, party_role role, std::string_view uri) {
  uri = readable(uri);
  const std::string_view user = value::user_of(uri);
  if (uri.empty() || user.empty()) return;
  if (b.comparisons < build::most_comparisons) {
    b.comparisons += b.out.parties.size();
    for (const party& known : b.out.parties)
      if (known.role == role && !known.who.impu.empty() && known.who.impu[0] == uri) return;
  }
  party& fresh = b.add_party(role);
  fresh.who.impu.add(uri);
  const auto phone = value::phone_of(user);
  if (!phone) return;
  if (phone->global) {
    fresh.who.msisdn = b.memory.copy(phone->text());
  } else {
    fresh.number.value = b.memory.copy(phone->text());
    fresh.number.type = number_nature::unknown;
  }
}
void add_parties(build& b, party_role role, std::string_view values) {
  while (!values.empty()) add_party(b, role, value::uri_of(value::next_value(values)));
}

// ---- causes: "Q.850;cause=16;text=...", "SIP;cause=487" (RFC 3326)

void add_reasons(build& b, std::string_view values) {
  while (!values.empty()) {
    const std::string_view each = value::next_value(values);
    std::string_view rest = each;
    const std::string_view protocol = value::next_parameter(rest), cause = value::parameter_of(each, "cause");
    const field::text as_sent = readable(value::parameter_of(each, "text"));
    const cause_space space = protocol == "Q.850" ? cause_space::q850
                              : protocol == "SIP" ? cause_space::sip
                                                  : cause_space::none;
    std::int64_t code = 0;
    const auto [end, fault] = std::from_chars(cause.data(), cause.data() + cause.size(), code);
    const bool is_number = fault == std::errc{} && end == cause.data() + cause.size() && !cause.empty();
    if (space != cause_space::none && is_number)
      add_cause(b, space, code, as_sent);
    else if (!readable(each).empty())
      b.out.attributes.add({"Reason", b.path_here(), each});
  }
}

// ---- devices, accesses and media

// The device of urn:gsma:imei:TTTTTTTT-SSSSSS-x (RFC 7254): 14 digits.
field::text imei_of(build& b, std::string_view instance) {
  constexpr std::string_view begins = "urn:gsma:imei:";
  const std::size_t at = instance.find(begins);
  if (at == std::string_view::npos) return {};
  char digits[14];
  std::size_t count = 0;
  for (const char c : instance.substr(at + begins.size())) {
    if (c == '-') continue;
    if (c < '0' || c > '9' || count == sizeof digits) break;
    digits[count++] = c;
  }
  return count == sizeof digits ? b.memory.copy({digits, count}) : field::text{};
}

void add_contact(build& b, std::string_view values) {
  const std::string_view first = value::next_value(values);
  const field::text instance = readable(value::parameter_of(first, "+sip.instance"));
  if (instance.empty() || !b.out.sip.instance.empty()) return;
  b.out.sip.instance = instance;
  b.sip.imei = imei_of(b, instance);
}

// Where the sender is; who that is says the direction, which comes later.
void add_access(build& b, std::string_view values) {
  while (!values.empty()) {
    const field::text each = readable(value::next_value(values));
    if (each.empty()) continue;
    location& fresh = b.out.locations.add();
    fresh.source = b.path_in_event();
    fresh.description = each;
    locate_by_access_info(fresh, each);
  }
}

void add_media(build& b, std::string_view body) {
  value::sdp_session session;
  while (const auto read = value::next_media(body, session)) {
    if (b.out.sip.media.full()) break;
    media& fresh = b.out.sip.media.add();
    fresh.kind = readable(read->kind);
    fresh.address = readable(read->address);
    fresh.transport = readable(read->transport);
    fresh.direction = read->direction;
    if (read->port) fresh.port = *read->port;
    std::string_view lines = read->lines;
    for (field::text codec = value::next_codec(lines); !codec.empty(); codec = value::next_codec(lines))
      if (!readable(codec).empty()) fresh.codecs.add(codec);
    if (fresh.codecs.empty() && !readable(read->formats).empty()) fresh.codecs.add(read->formats);
  }
}

// ---- a message

// A short message in a SIP MESSAGE (TS 24.341).
std::optional<value::rp_data> short_message_of(const value::sip_view& sip) {
  if (sip.content_type.find("vnd.3gpp.sms") == field::text::npos) return std::nullopt;
  return value::read_rp_data(as_bytes(sip.body));
}

void fields_of(build& b, const value::sip_view& read) {
  sip_message& to = b.out.sip;
  to.method = readable(read.method);
  to.request_uri = readable(read.request_uri);
  to.reason = readable(read.reason);
  to.from = readable(read.from);
  to.to = readable(read.to);
  to.call_id = readable(read.call_id);
  to.cseq = readable(read.cseq);
  to.contact = readable(read.contact);
  to.user_agent = readable(read.user_agent);
  to.asserted_identity = readable(read.asserted_identity);
  to.access_info = readable(read.access_info);
  if (read.status) to.status = *read.status;
  if (!to.call_id.empty()) b.out.correlation.add({correlation_scheme::call_id, to.call_id});
  if (read.content_type.find("sdp") != field::text::npos ||
      read.content_type.find("multipart") != field::text::npos)
    add_media(b, read.body);
}

void parties_of(build& b, const value::sip_view& read) {
  const bool registers = read.method == "REGISTER";
  b.sip.present = true;
  b.sip.request = !read.status;
  b.sip.first_location = b.out.locations.size();
  value::for_each_header(read, [&](const value::sip_header& header) {
    switch (header.name) {
    case value::sip_header_name::from: add_parties(b, party_role::originating, header.value); break;
    case value::sip_header_name::to:
      add_parties(b, registers ? party_role::originating : party_role::terminating, header.value);
      break;
    case value::sip_header_name::asserted_identity: add_parties(b, party_role::asserted, header.value); break;
    case value::sip_header_name::diversion:
      b.sip.diverted = true;
      add_parties(b, party_role::diverting, header.value);
      break;
    case value::sip_header_name::history_info:
      b.sip.diverted = true;
      add_parties(b, party_role::retargeted, header.value);
      break;
    case value::sip_header_name::referred_by: add_parties(b, party_role::referring, header.value); break;
    case value::sip_header_name::reason: add_reasons(b, header.value); break;
    case value::sip_header_name::access_info: add_access(b, header.value); break;
    case value::sip_header_name::contact: add_contact(b, header.value); break;
    default: break;
    }
  });
  b.sip.behind_locations = b.out.locations.size();
  if (!read.status && !registers) add_party(b, party_role::called, value::uri_of(read.request_uri));
  if (read.status && *read.status >= 400) add_cause(b, cause_space::sip, *read.status, readable(read.reason));
}

void sip(build& b, const place& at) {
  if (b.out.kind == element_kind::cc) {
    b.out.content.type = content_type::sip;
    b.out.content.length = static_cast<std::int64_t>(at.content.size());
    b.out.content.octets.value = at.content;
  }
  const auto read = value::read_sip(at.content);
  if (!read) return note(b, fault_code::bad_value, at);
  if (!is_empty(b.out.sip.method)) return keep(b, at, true); // another message beside the first
  fields_of(b, *read);
  if (b.out.kind != element_kind::cc) b.out.sip.octets.value = at.content;
  if (b.out.event == event_type::ims_signalling) {
    parties_of(b, *read);
    b.out.event = read->status ? response_event(*read) : request_event(*read);
  }
  if (const auto rp = short_message_of(*read)) {
    b.sender = rp->from_network ? value::sms_sender::network : value::sms_sender::mobile;
    put(b, at, b.out.message.rp_reference, field::number(rp->reference));
    read_tpdu(b, at, rp->tpdu);
  }
}

// Of the packets that a SIPMessage of TS 102 232-5 was in.
template <field::text (*Text)(build&, const place&)>
void packet_address(build& b, const place& at) {
  if (b.in.address == address_of::sip_source || b.in.address == address_of::sip_destination)
    add_address(b, at, Text(b, at));
}
field::text binary_address(build& b, const place& at) { return value::ip_address(at.content, b.memory); }

constexpr auto rules = std::to_array<rule>({
    marked_member(m::IPMM_SIPMessage_::iPSourceAddress, {.address = address_of::sip_source}),
    marked_member(m::IPMM_SIPMessage_::iPDestinationAddress, {.address = address_of::sip_destination}),
    of_member(m::PS_IP_value_::iPBinaryAddress, packet_address<binary_address>,
              "sip.source_addresses, sip.destination_addresses"),
    of_member(m::PS_IP_value_::iPTextAddress, packet_address<text_of>,
              "sip.source_addresses, sip.destination_addresses"),
    marked_member(m::SIPMessage_::iPSourceAddress, {.address = address_of::sip_source}),
    marked_member(m::SIPMessage_::iPDestinationAddress, {.address = address_of::sip_destination}),
    of_member(m::SIPMessage_::sIPContent, sip, "sip, parties, causes"),
    of_member(m::IPMM_SIPMessage_::sIPContent, sip, "sip, parties, causes"),
});

// What a party's headers say of the target.
void is_target(build& b, const party& who) {
  subject& target = b.out.target;
  if (target.msisdn.empty()) target.msisdn = who.who.msisdn;
  for (const field::text uri : who.who.impu)
    if (std::find(target.impu.begin(), target.impu.end(), uri) == target.impu.end()) target.impu.add(uri);
}
bool all_are_target(build& b, party_role role) {
  bool found = false;
  for (const party& each : b.out.parties)
    if (each.role == role) {
      is_target(b, each);
      found = true;
    }
  return found;
}
const party* first_of(const build& b, party_role role) {
  for (const party& each : b.out.parties)
    if (each.role == role) return &each;
  return nullptr;
}
bool has_number(const party& one) { return !one.who.msisdn.empty() || !one.number.value.empty(); }
bool same_number(const party& a, const party& b) {
  return !a.who.msisdn.empty() ? a.who.msisdn == b.who.msisdn
                               : !a.number.value.empty() && a.number.value == b.number.value;
}

// A request to the target goes where its Request-URI says. Its To may name who the call was meant for before
// it was diverted, and is the target's only when nothing speaks against it.
void target_of_request(build& b) {
  const party* const called = first_of(b, party_role::called);
  const party* const to = first_of(b, party_role::terminating);
  if (called != nullptr && has_number(*called)) {
    is_target(b, *called);
    if (to != nullptr && same_number(*called, *to)) is_target(b, *to);
  } else if (to != nullptr && !b.sip.diverted) {
    is_target(b, *to);
  }
}
// What a sender says of itself, without the network's word.
void target_by_own_word(build& b) {
  if (all_are_target(b, party_role::originating) && !b.out.target.identity_unauthenticated)
    b.out.target.identity_unauthenticated = true;
}

} // namespace

void subject_of_sip(build& b) {
  if (!b.sip.present) return;
  const bool from_target = b.out.direction == direction::from_target;
  const bool to_target = b.out.direction == direction::to_target;
  for (std::size_t i = b.sip.first_location; i < b.sip.behind_locations; ++i)
    if (from_target || to_target)
      b.out.locations[i].role = from_target ? location_role::current : location_role::other_party;
  if (from_target) {
    if (b.out.target.imei.empty()) b.out.target.imei = b.sip.imei;
    if (!all_are_target(b, party_role::asserted) && b.sip.request) target_by_own_word(b);
  } else if (to_target) {
    b.sip.request ? target_of_request(b) : target_by_own_word(b);
  }
}

std::span<const rule> sip_rules() { return rules; }

} // namespace lihi::normalize
