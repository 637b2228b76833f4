// Sessions, bearers, networks, flows of packets and causes (3GPP TS 33.128 6.2, 6.3).
#include "normalize/rules.hpp"
#include "value/address.hpp"

#include "core/time.hpp"

#include <array>

namespace lihi::normalize {
namespace {

namespace m = schema::member;
namespace n = schema::name;
namespace type = schema::type;

template <number session::*field>
void session_number(build& b, const place& at) {
  if (!(b.out.session.*field)) b.out.session.*field = integer_of(b, at);
}
template <text session::*field>
void session_enumerator(build& b, const place& at) {
  if ((b.out.session.*field).empty()) b.out.session.*field = enumerator_of(at);
}
void dnn(build& b, const place& at) {
  if (b.out.session.dnn.empty())
    b.out.session.dnn = text_of(b, at);
  else if (b.out.session.dnn != text_of(b, at))
    add_attribute(b, at, text_of(b, at));
}

// Of both types the numbers are those of the words (TS 33.128 PDUSessionType, PDNConnectionType).
void pdu_session_type(build& b, const place& at) { b.out.session.type = word_of<session_type>(b, at); }
void pdn_connection_type(build& b, const place& at) {
  constexpr std::array names{session_type::none,   session_type::ipv4,   session_type::ipv6,
                             session_type::ipv4v6, session_type::non_ip, session_type::ethernet};
  b.out.session.type = word_of(b, at, names);
}

void slice_begin(build& b, const place&) { b.out.session.slices.add(); }
void slice_sst(build& b, const place& at) {
  if (!b.out.session.slices.empty()) b.out.session.slices.back().sst = integer_of(b, at);
}
void slice_sd(build& b, const place& at) {
  if (!b.out.session.slices.empty()) b.out.session.slices.back().sd = hex_of(b, at);
}
// The same slice is often named at several places.
void slice_end(build& b, const place&) {
  const slice& last = b.out.session.slices.back();
  for (std::size_t i = 0; i + 1 < b.out.session.slices.size(); ++i)
    if (b.out.session.slices[i].sst == last.sst && b.out.session.slices[i].sd == last.sd)
      return b.out.session.slices.pop_back();
}

void tunnel_begin(build& b, const place& at) { b.out.session.tunnels.add().role = member_of(b, at); }
void tunnel_teid(build& b, const place& at) {
  if (!b.out.session.tunnels.empty()) b.out.session.tunnels.back().teid = integer_of(b, at);
}

void access_type(build& b, const place& at) {
  if (b.out.network.access_type == lihi::access_type::none)
    b.out.network.access_type = word_of<lihi::access_type>(b, at);
}
void rat_type(build& b, const place& at) {
  if (b.out.network.rat_type.empty()) b.out.network.rat_type = enumerator_of(at);
}
void time_zone(build& b, const place& at) { b.out.network.time_zone = text_of(b, at); }
void function_uri(build& b, const place& at) {
  b.out.network.functions.add({member_of(b, at), text_of(b, at)});
}

// ---- times

void attribute_time(build& b, const place& at) {
  const timestamp when = time_of(b, at);
  if (!when) return; // the walker noted it
  char out[rfc3339_size];
  add_attribute(b, at, b.memory.copy({out, write_rfc3339(out, *when)}));
}
void session_start(build& b, const place& at) { b.out.session.start_time = time_of(b, at); }
void session_end(build& b, const place& at) { b.out.session.end_time = time_of(b, at); }

// ---- flows

template <number traffic::*field>
void traffic_number(build& b, const place& at) {
  b.out.traffic.*field = integer_of(b, at);
}
template <counter traffic::*field>
void traffic_counter(build& b, const place& at) {
  if (const counter value = counter_of(b, at); value.value) b.out.traffic.*field = value;
}
template <timestamp traffic::*field>
void traffic_time(build& b, const place& at) {
  b.out.traffic.*field = time_of(b, at);
}
template <counter session::*field>
void session_counter(build& b, const place& at) {
  if (const counter value = counter_of(b, at); value.value) b.out.session.*field = value;
}
void port_attribute(build& b, const place& at) {
  if (const number port = integer_of(b, at); port && *port >= 0)
    add_attribute(b, at, value::decimal_text(static_cast<std::uint64_t>(*port), b.memory));
}

// ---- direction, causes

void direction(build& b, const place& at) {
  const auto which = word_of<lihi::direction>(b, at);
  if (b.out.direction == lihi::direction::none) b.out.direction = which;
  if (which == lihi::direction::from_target) b.sender = value::sms_sender::mobile;
  if (which == lihi::direction::to_target) b.sender = value::sms_sender::network;
}

template <cause_space space>
void cause_code(build& b, const place& at) {
  if (b.out.cause.code || !b.out.cause.text_value.empty()) return;
  b.out.cause.space = space;
  b.out.cause.code = integer_of(b, at);
  if (at.row.kind == schema::kind::enumerated) b.out.cause.text_value = enumerator_of(at);
}
template <cause_space space>
void cause_text(build& b, const place& at) {
  if (b.out.cause.code || !b.out.cause.text_value.empty()) return;
  b.out.cause.space = space;
  b.out.cause.text_value = text_of(b, at);
}

constexpr auto rules = std::to_array<rule>({
    of_type(type::PDUSessionID, session_number<&session::pdu_session_id>, "session.pdu_session_id"),
    of_type(type::EPSBearerID, session_number<&session::bearer_id>, "session.bearer_id"),
    of_name(n::linkedBearerID, session_number<&session::linked_bearer_id>, "session.linked_bearer_id"),
    of_type(type::QFI, session_number<&session::qfi>, "session.qfi"),
    of_type(type::DNN, dnn, "session.dnn"),
    of_type(type::APN, dnn, "session.dnn"),
    of_type(type::PDUSessionType, pdu_session_type, "session.type"),
    of_type(type::PDNConnectionType, pdn_connection_type, "session.type"),
    of_type(type::FiveGSMRequestType, session_enumerator<&session::request_type>, "session.request_type"),
    of_type(type::HandoverState, session_enumerator<&session::state>, "session.state"),
    around_type(type::SNSSAI, slice_begin, slice_end, "session.slices"),
    of_member(m::SNSSAI_::sliceServiceType, slice_sst, "session.slices.sst"),
    of_member(m::SNSSAI_::sliceDifferentiator, slice_sd, "session.slices.sd"),
    around_type(type::FTEID, tunnel_begin, nullptr, "session.tunnels", {.address = address_of::tunnel}),
    of_member(m::FTEID_::tEID, tunnel_teid, "session.tunnels.teid"),
    marked_name(n::uEEndpoint, {.address = address_of::session}),
    marked_name(n::uEEndpoints, {.address = address_of::session}),
    marked_name(n::uEIPAddress, {.address = address_of::session}),
    marked_name(n::non3GPPAccessEndpoint, {.address = address_of::session}),

    marked_name(n::servingNetwork, {.plmn = plmn_of::serving}),
    marked_name(n::servingPLMN, {.plmn = plmn_of::serving}),
    marked_member(m::UDMServingSystemMessage_::pLMNID, {.plmn = plmn_of::serving}),
    of_type(type::AccessType, access_type, "network.access_type"),
    of_type(type::RATType, rat_type, "network.rat_type"),
    of_type(type::TimeZone, time_zone, "network.time_zone"),
    of_type(type::HSMFURI, function_uri, "network.functions"),
    of_type(type::NFID, function_uri, "network.functions"),

    of_type(type::Timestamp, attribute_time, "attributes"),
    of_type(type::GeneralizedTime, attribute_time, "attributes"),
    of_name(n::timeOfSessionEstablishment, session_start, "session.start_time"),
    of_name(n::timeOfFirstPacket, session_start, "session.start_time"),
    of_name(n::timeOfLastPacket, session_end, "session.end_time"),
    of_name(n::uplinkVolume, session_counter<&session::octets_up>, "session.octets_up"),
    of_name(n::downlinkVolume, session_counter<&session::octets_down>, "session.octets_down"),

    marked_member(m::PDHeaderReport_::sourceIPAddress, {.address = address_of::traffic_source}),
    marked_member(m::PDHeaderReport_::destinationIPAddress, {.address = address_of::traffic_destination}),
    marked_member(m::PDSummaryReport_::sourceIPAddress, {.address = address_of::traffic_source}),
    marked_member(m::PDSummaryReport_::destinationIPAddress, {.address = address_of::traffic_destination}),
    of_type(type::PortNumber, port_attribute, "attributes"),
    of_member(m::PDHeaderReport_::sourcePort, traffic_number<&traffic::source_port>, "traffic.source_port"),
    of_member(m::PDHeaderReport_::destinationPort, traffic_number<&traffic::destination_port>,
              "traffic.destination_port"),
    of_member(m::PDSummaryReport_::sourcePort, traffic_number<&traffic::source_port>, "traffic.source_port"),
    of_member(m::PDSummaryReport_::destinationPort, traffic_number<&traffic::destination_port>,
              "traffic.destination_port"),
    of_type(type::NextLayerProtocol, traffic_number<&traffic::protocol>, "traffic.protocol"),
    of_type(type::IPv6FlowLabel, traffic_number<&traffic::flow_label>, "traffic.flow_label"),
    of_member(m::PDHeaderReport_::packetSize, traffic_counter<&traffic::octets>, "traffic.octets"),
    of_member(m::PDSummaryReport_::packetCount, traffic_counter<&traffic::packets>, "traffic.packets"),
    of_member(m::PDSummaryReport_::byteCount, traffic_counter<&traffic::octets>, "traffic.octets"),
    of_member(m::PDSummaryReport_::firstPacketTimestamp, traffic_time<&traffic::first_time>,
              "traffic.first_time"),
    of_member(m::PDSummaryReport_::lastPacketTimestamp, traffic_time<&traffic::last_time>,
              "traffic.last_time"),

    of_type(type::Direction, direction, "direction"),
    of_type(type::SessionDirection, direction, "direction"),
    of_type(type::FiveGMMCause, cause_code<cause_space::five_gmm>, "cause"),
    of_type(type::FiveGSMCause, cause_code<cause_space::five_gsm>, "cause"),
    of_type(type::EMMCause, cause_code<cause_space::emm>, "cause"),
    of_type(type::ESMCause, cause_code<cause_space::esm>, "cause"),
    of_type(type::EPSBearerCreationCauseValue, cause_code<cause_space::gtpv2>, "cause"),
    of_type(type::EPSBearerRemovalCauseValue, cause_code<cause_space::gtpv2>, "cause"),
    of_type(type::EPSBearerModificationCauseValue, cause_code<cause_space::gtpv2>, "cause"),
    of_type(type::EPSBearerDeletionCauseValue, cause_code<cause_space::gtpv2>, "cause"),
    of_type(type::EPSRANNASCause, cause_text<cause_space::ran_nas>, "cause"),
    of_type(type::SMFErrorCodes, cause_text<cause_space::smf>, "cause"),
    of_member(m::PTCSessionAbandon_::pTCAbandonCause, cause_code<cause_space::ptc>, "cause"),
    of_type(type::PTCSessionEndCause, cause_code<cause_space::ptc>, "cause"),
    of_type(type::PTCFailureCode, cause_code<cause_space::ptc>, "cause"),
    of_type(type::PTCListManagementFailure, cause_code<cause_space::ptc>, "cause"),
    of_type(type::PTCAccessPolicyFailure, cause_code<cause_space::ptc>, "cause"),
    of_type(type::NEFReleaseCause, cause_code<cause_space::nef>, "cause"),
    of_type(type::NEFFailureCause, cause_code<cause_space::nef>, "cause"),
    of_type(type::SCEFReleaseCause, cause_code<cause_space::scef>, "cause"),
    of_type(type::SCEFFailureCause, cause_code<cause_space::scef>, "cause"),
    of_type(type::DeviceTriggerDeliveryResult, cause_code<cause_space::device_trigger>, "cause"),
    of_type(type::UDMDefinedCause, cause_code<cause_space::udm>, "cause"),
    of_member(m::UDMProblemDetailsOtherCause_::cause, cause_text<cause_space::udm>, "cause"),
    of_type(type::CauseRadioNetwork, cause_code<cause_space::ngap>, "cause"),
    of_type(type::CauseTransport, cause_code<cause_space::ngap>, "cause"),
    of_type(type::CauseNas, cause_code<cause_space::ngap>, "cause"),
    of_type(type::CauseProtocol, cause_code<cause_space::ngap>, "cause"),
    of_type(type::CauseMisc, cause_code<cause_space::ngap>, "cause"),
    of_type(type::FailureResponse, cause_code<cause_space::ees>, "cause"),
    of_type(type::SHAKENFailureStatusCode, cause_code<cause_space::shaken>, "cause"),
});

} // namespace

std::span<const rule> session_rules() { return rules; }

} // namespace lihi::normalize
