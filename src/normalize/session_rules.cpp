// Sessions, bearers, QoS flows, rules of traffic, registrations, networks and causes (3GPP
// TS 33.128 6.2, 6.3).
#include "normalize/rules.hpp"
#include "value/cause_names.hpp"

#include <array>

namespace lihi::normalize {
namespace {

namespace m = schema::member;
namespace n = schema::name;
namespace type = schema::type;

template <field::number session::*field>
void session_number(build& b, const place& at) {
  put(b, at, b.out.session.*field, integer_of(b, at));
}
template <field::text session::*field>
void session_enumerator(build& b, const place& at) {
  put(b, at, b.out.session.*field, enumerator_of(at));
}
template <field::text session::*field>
void session_text(build& b, const place& at) {
  put(b, at, b.out.session.*field, text_of(b, at));
}

// Of both types the numbers are those of the words (TS 33.128 PDUSessionType, PDNConnectionType).
void pdu_session_type(build& b, const place& at) {
  put(b, at, b.out.session.type, word_of<session_type>(b, at));
}
void pdn_connection_type(build& b, const place& at) {
  constexpr std::array names{session_type::none,   session_type::ipv4,   session_type::ipv6,
                             session_type::ipv4v6, session_type::non_ip, session_type::ethernet};
  put(b, at, b.out.session.type, word_of(b, at, names));
}
void session_initiator(build& b, const place& at) {
  put(b, at, b.out.session.initiator, word_of<initiator>(b, at));
}

// ---- slices

void slice_begin(build& b, const place&) {
  slice& fresh = b.out.session.slices.add();
  fresh.status = b.in.slice == slice_status::none ? slice_status::session : b.in.slice;
  if (fresh.status == slice_status::rejected && b.slice_cause) {
    fresh.cause = b.slice_cause;
    fresh.cause_text = value::cause_name(cause_space::slice, *b.slice_cause);
  }
  if (fresh.status == slice_status::session) fresh.pdu_session_id = b.slice_session;
}
void slice_sst(build& b, const place& at) {
  if (!b.out.session.slices.empty()) b.out.session.slices.back().sst = integer_of(b, at);
}
void slice_sd(build& b, const place& at) {
  if (!b.out.session.slices.empty()) b.out.session.slices.back().sd = hex_of(b, at);
}
// The same slice is often named at several places.
void slice_end(build& b, const place&) {
  auto& all = b.out.session.slices;
  if (all.empty() || all.full()) return;
  const slice& last = all.back();
  for (std::size_t i = 0; i + 1 < all.size() && i < 64; ++i)
    if (all[i].sst == last.sst && all[i].sd == last.sd && all[i].status == last.status &&
        all[i].cause == last.cause && all[i].pdu_session_id == last.pdu_session_id)
      return all.pop_back();
}
void forget_slice(build& b, const place&) {
  b.slice_cause.reset();
  b.slice_session.reset();
}
void slice_cause(build& b, const place& at) { b.slice_cause = integer_of(b, at); }
void slice_session(build& b, const place& at) { b.slice_session = integer_of(b, at); }

// ---- tunnels, bearers, QoS flows

void tunnel_begin(build& b, const place& at) { b.out.session.tunnels.add().role = member_of(b, at); }
void tunnel_teid(build& b, const place& at) {
  if (!b.out.session.tunnels.empty()) b.out.session.tunnels.back().teid = integer_of(b, at);
}

template <bearer_state state>
void bearer_begin(build& b, const place&) {
  b.out.session.bearers.add().state = state;
}
void bearer_id(build& b, const place& at) {
  auto& all = b.out.session.bearers;
  if (b.in.bearers != bearer_state::none) {
    bearer& fresh = all.add();
    fresh.state = b.in.bearers;
    fresh.id = integer_of(b, at);
  } else if (!b.in.bearer || all.empty()) {
    put(b, at, b.out.session.bearer_id, integer_of(b, at));
  } else if (!all.back().id) {
    all.back().id = integer_of(b, at);
  } else {
    number_attribute(b, at);
  }
}
template <field::number bearer::*field>
void bearer_number(build& b, const place& at) {
  if (b.out.session.bearers.empty()) return number_attribute(b, at);
  put(b, at, b.out.session.bearers.back().*field, integer_of(b, at));
}
// Octets of a binary number (TS 29.274 8.15).
template <field::counter bearer::*field>
void bit_rate(build& b, const place& at) {
  const auto value = big_endian_of(at.content);
  if (!value || b.out.session.bearers.empty()) return keep(b, at);
  put(b, at, b.out.session.bearers.back().*field, field::counter{*value});
}

void flow_begin(build& b, const place&) { b.out.session.flows.add(); }
template <field::number qos_flow::*field>
void flow_number(build& b, const place& at) {
  if (!b.out.session.flows.empty()) put(b, at, b.out.session.flows.back().*field, integer_of(b, at));
}
void flow_access(build& b, const place& at) {
  if (!b.out.session.flows.empty())
    b.out.session.flows.back().access_type = word_of<lihi::access_type>(b, at);
}

// ---- rules of traffic: what is looked for, not what was seen

void rule_begin(build& b, const place&) { b.out.session.rules.add(); }
void rule_id(build& b, const place& at) {
  traffic_rule& of =
      b.in.rule && !b.out.session.rules.empty() ? b.out.session.rules.back() : b.out.session.rules.add();
  put(b, at, of.id, text_of(b, at));
}
void rule_application(build& b, const place& at) {
  if (!b.out.session.rules.empty()) put(b, at, b.out.session.rules.back().application, text_of(b, at));
}
void filter_begin(build& b, const place&) {
  if (!b.in.rule || b.out.session.rules.empty()) b.out.session.rules.add();
  b.out.session.rules.back().filters.add();
}
// The one at hand.
flow_filter* filter_of(build& b) {
  auto& rules = b.out.session.rules;
  return rules.empty() || rules.back().filters.empty() ? nullptr : &rules.back().filters.back();
}
template <field::number flow_filter::*field>
void filter_number(build& b, const place& at) {
  if (flow_filter* const filter = filter_of(b))
    put(b, at, filter->*field, integer_of(b, at));
  else
    number_attribute(b, at);
}
void filter_direction(build& b, const place& at) {
  if (flow_filter* const filter = filter_of(b))
    put(b, at, filter->direction, word_of<flow_direction>(b, at));
  else
    keep(b, at, true);
}

// ---- times

template <field::timestamp session::*field>
void session_time(build& b, const place& at) {
  put(b, at, b.out.session.*field, time_of(b, at));
}

// ---- flows

template <field::number traffic::*field>
void traffic_number(build& b, const place& at) {
  put(b, at, b.out.traffic.*field, integer_of(b, at));
}
template <field::counter traffic::*field>
void traffic_counter(build& b, const place& at) {
  put(b, at, b.out.traffic.*field, counter_of(b, at));
}
template <field::timestamp traffic::*field>
void traffic_time(build& b, const place& at) {
  put(b, at, b.out.traffic.*field, time_of(b, at));
}
template <field::counter session::*field>
void session_counter(build& b, const place& at) {
  put(b, at, b.out.session.*field, counter_of(b, at));
}

constexpr mark in_slice(slice_status status) { return {.slice = status}; }
constexpr mark in_bearer{.bearer = true};

constexpr auto rules = std::to_array<rule>({
    of_type(type::PDUSessionID, session_number<&session::pdu_session_id>, "session.pdu_session_id"),
    of_name(n::oldPDUSessionID, session_number<&session::old_pdu_session_id>, "session.old_pdu_session_id"),
    of_member(m::PDUSessionResourceInformation_::pDUSessionID, number_attribute, "attributes"),
    of_type(type::Initiator, session_initiator, "session.initiator"),
    of_name(n::linkedBearerID, session_number<&session::linked_bearer_id>, "session.linked_bearer_id"),
    of_name(n::linkedEPSBearerID, session_number<&session::linked_bearer_id>, "session.linked_bearer_id"),
    of_type(type::QFI, session_number<&session::qfi>, "session.qfi"),
    of_type(type::DNN, session_text<&session::dnn>, "session.dnn"),
    of_type(type::APN, session_text<&session::dnn>, "session.dnn"),
    of_name(n::selectedDNN, session_text<&session::selected_dnn>, "session.selected_dnn"),
    of_type(type::PDUSessionType, pdu_session_type, "session.type"),
    of_type(type::PDNConnectionType, pdn_connection_type, "session.type"),
    of_type(type::FiveGSMRequestType, session_enumerator<&session::request_type>, "session.request_type"),
    of_type(type::HandoverState, session_enumerator<&session::state>, "session.state"),
    around_type(type::SNSSAI, slice_begin, slice_end, "session.slices"),
    of_member(m::SNSSAI_::sliceServiceType, slice_sst, "session.slices.sst"),
    of_member(m::SNSSAI_::sliceDifferentiator, slice_sd, "session.slices.sd"),
    marked_name(n::allowedNSSAI, in_slice(slice_status::allowed)),
    marked_name(n::configuredNSSAI, in_slice(slice_status::configured)),
    marked_name(n::requestedSlice, in_slice(slice_status::requested)),
    marked_name(n::alternativeSNSSAI, in_slice(slice_status::alternative)),
    marked_name(n::sNSSAIToBeReplaced, in_slice(slice_status::replaced)),
    marked_type(type::TargetNSSAIInfo, in_slice(slice_status::requested)),
    marked_type(type::TAISliceSupportList, in_slice(slice_status::supported)),
    marked_type(type::EDNConnectionInfo, in_slice(slice_status::supported)),
    marked_type(type::ServiceID, in_slice(slice_status::configured)),
    around_type(type::RejectedSNSSAI, forget_slice, forget_slice, "session.slices",
                in_slice(slice_status::rejected)),
    of_type(type::RejectedSliceCauseValue, slice_cause, "session.slices.cause"),
    around_type(type::PDUSessionSetupRequestItem, forget_slice, forget_slice, "session.slices"),
    of_member(m::PDUSessionSetupRequestItem_::pDUSessionID, slice_session, "session.slices.pdu_session_id"),

    of_type(type::EPSBearerID, bearer_id, "session.bearer_id, session.bearers.id"),
    around_type(type::EPSBearers, bearer_begin<bearer_state::none>, nullptr, "session.bearers", in_bearer),
    around_type(type::EPSBearerContext, bearer_begin<bearer_state::none>, nullptr, "session.bearers",
                in_bearer),
    around_type(type::EPSBearerContextCreated, bearer_begin<bearer_state::created>, nullptr,
                "session.bearers", in_bearer),
    around_type(type::EPSBearerContextModified, bearer_begin<bearer_state::modified>, nullptr,
                "session.bearers", in_bearer),
    around_type(type::EPSDeleteBearerContext, bearer_begin<bearer_state::deleted>, nullptr, "session.bearers",
                in_bearer),
    around_type(type::EPSBearerContextForRemoval, bearer_begin<bearer_state::marked_for_removal>, nullptr,
                "session.bearers", in_bearer),
    around_type(type::ERABContext, bearer_begin<bearer_state::none>, nullptr, "session.bearers", in_bearer),
    around_type(type::ERABError, bearer_begin<bearer_state::none>, nullptr, "session.bearers", in_bearer),
    marked_name(n::ePSBearerIDs, {.bearers = bearer_state::deleted}),
    of_type(type::QCI, bearer_number<&bearer::qci>, "session.bearers.qci"),
    of_type(type::EPSQOSPriority, bearer_number<&bearer::priority>, "session.bearers.priority"),
    of_name(n::maximumUplinkBitRate, bit_rate<&bearer::max_up>, "session.bearers.max_up"),
    of_name(n::maximumDownlinkBitRate, bit_rate<&bearer::max_down>, "session.bearers.max_down"),
    of_name(n::guaranteedUplinkBitRate, bit_rate<&bearer::guaranteed_up>, "session.bearers.guaranteed_up"),
    of_name(n::guaranteedDownlinkBitRate, bit_rate<&bearer::guaranteed_down>,
            "session.bearers.guaranteed_down"),

    around_type(type::QOSFlowList, flow_begin, nullptr, "session.flows"),
    of_member(m::QOSFlowList_::qFI, flow_number<&qos_flow::qfi>, "session.flows.qfi"),
    of_member(m::QOSFlowList_::eBI, flow_number<&qos_flow::bearer_id>, "session.flows.bearer_id"),
    of_type(type::FiveQI, flow_number<&qos_flow::five_qi>, "session.flows.five_qi"),
    of_member(m::QOSFlowList_::associatedANType, flow_access, "session.flows.access_type"),
    of_type(type::QOSFlowDescription, plain_attribute, "attributes"),

    around_type(type::PCCRule, rule_begin, nullptr, "session.rules", {.rule = true}),
    of_type(type::PCCRuleID, rule_id, "session.rules.id"),
    of_member(m::PCCRule_::appId, rule_application, "session.rules.application"),
    around_type(type::FlowDescription, filter_begin, nullptr, "session.rules.filters"),
    marked_member(m::FlowDescription_::sourceIPAddress, {.address = address_of::filter_source}),
    marked_member(m::FlowDescription_::destinationIPAddress, {.address = address_of::filter_destination}),
    of_member(m::FlowDescription_::sourcePortNumber, filter_number<&flow_filter::source_port>,
              "session.rules.filters.source_port"),
    of_member(m::FlowDescription_::destinationPortNumber, filter_number<&flow_filter::destination_port>,
              "session.rules.filters.destination_port"),
    of_member(m::NextLayerProtocolOrAny_::nextLayerProtocol, filter_number<&flow_filter::protocol>,
              "session.rules.filters.protocol"),
    of_member(m::FlowInformation_::flowDirection, filter_direction, "session.rules.filters.direction"),

    around_type(type::FTEID, tunnel_begin, nullptr, "session.tunnels", {.address = address_of::tunnel}),
    of_member(m::FTEID_::tEID, tunnel_teid, "session.tunnels.teid"),
    marked_name(n::uEEndpoint, {.address = address_of::session}),
    marked_name(n::uEEndpoints, {.address = address_of::session}),
    marked_name(n::uEIPAddress, {.address = address_of::session}),
    marked_name(n::non3GPPAccessEndpoint, {.address = address_of::outer}),

    of_name(n::timeOfSessionEstablishment, session_time<&session::start_time>, "session.start_time"),
    of_name(n::timeOfFirstPacket, session_time<&session::first_packet_time>, "session.first_packet_time"),
    of_name(n::timeOfLastPacket, session_time<&session::last_packet_time>, "session.last_packet_time"),
    of_name(n::uplinkVolume, session_counter<&session::octets_up>, "session.octets_up"),
    of_name(n::downlinkVolume, session_counter<&session::octets_down>, "session.octets_down"),

    marked_member(m::PDHeaderReport_::sourceIPAddress, {.address = address_of::traffic_source}),
    marked_member(m::PDHeaderReport_::destinationIPAddress, {.address = address_of::traffic_destination}),
    marked_member(m::PDSummaryReport_::sourceIPAddress, {.address = address_of::traffic_source}),
    marked_member(m::PDSummaryReport_::destinationIPAddress, {.address = address_of::traffic_destination}),
    of_type(type::PortNumber, number_attribute, "attributes"),
    of_member(m::PDHeaderReport_::sourcePort, traffic_number<&traffic::source_port>, "traffic.source_port"),
    of_member(m::PDHeaderReport_::destinationPort, traffic_number<&traffic::destination_port>,
              "traffic.destination_port"),
    of_member(m::PDSummaryReport_::sourcePort, traffic_number<&traffic::source_port>, "traffic.source_port"),
    of_member(m::PDSummaryReport_::destinationPort, traffic_number<&traffic::destination_port>,
              "traffic.destination_port"),
    of_type(type::NextLayerProtocol, number_attribute, "attributes"),
    of_member(m::PDHeaderReport_::nextLayerProtocol, traffic_number<&traffic::protocol>, "traffic.protocol"),
    of_member(m::PDSummaryReport_::nextLayerProtocol, traffic_number<&traffic::protocol>, "traffic.protocol"),
    of_type(type::IPv6FlowLabel, traffic_number<&traffic::flow_label>, "traffic.flow_label"),
    of_member(m::PDHeaderReport_::packetSize, traffic_counter<&traffic::octets>, "traffic.octets"),
    of_member(m::PDSummaryReport_::packetCount, traffic_counter<&traffic::packets>, "traffic.packets"),
    of_member(m::PDSummaryReport_::byteCount, traffic_counter<&traffic::octets>, "traffic.octets"),
    of_member(m::PDSummaryReport_::firstPacketTimestamp, traffic_time<&traffic::first_time>,
              "traffic.first_time"),
    of_member(m::PDSummaryReport_::lastPacketTimestamp, traffic_time<&traffic::last_time>,
              "traffic.last_time"),

});

} // namespace

std::span<const rule> session_rules() { return rules; }

} // namespace lihi::normalize
