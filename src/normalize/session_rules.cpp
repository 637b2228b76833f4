// Sessions, bearers, QoS flows, rules of traffic, registrations, networks and causes (3GPP
// TS 33.128 6.2, 6.3).
#include "core/time.hpp"
#include "normalize/rules.hpp"
#include "value/address.hpp"
#include "value/cause_names.hpp"

#include <array>
#include <charconv>

namespace lihi::normalize {
namespace {

namespace m = schema::member;
namespace n = schema::name;
namespace type = schema::type;

template <number session::*field>
void session_number(build& b, const place& at) {
  put(b, at, b.out.session.*field, integer_of(b, at));
}
template <text session::*field>
void session_enumerator(build& b, const place& at) {
  put(b, at, b.out.session.*field, enumerator_of(at));
}
template <text session::*field>
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

void number_attribute(build& b, const place& at) {
  if (const number value = integer_of(b, at); value && *value >= 0)
    add_attribute(b, at, value::decimal_text(static_cast<std::uint64_t>(*value), b.memory));
}
void plain_attribute(build& b, const place& at) { keep(b, at, true); }

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
template <number bearer::*field>
void bearer_number(build& b, const place& at) {
  if (b.out.session.bearers.empty()) return number_attribute(b, at);
  put(b, at, b.out.session.bearers.back().*field, integer_of(b, at));
}
// Octets of a binary number (TS 29.274 8.15).
template <counter bearer::*field>
void bit_rate(build& b, const place& at) {
  const auto value = big_endian_of(at.content);
  if (!value || b.out.session.bearers.empty()) return keep(b, at);
  put(b, at, b.out.session.bearers.back().*field, counter{*value});
}

void flow_begin(build& b, const place&) { b.out.session.flows.add(); }
template <number qos_flow::*field>
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
template <number flow_filter::*field>
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

// ---- networks and registrations

void access_type(build& b, const place& at) {
  put(b, at, b.out.network.access_type, word_of<lihi::access_type>(b, at));
}
// One of several that carry the session.
void one_access_type(build& b, const place& at) {
  lihi::access_type& to = b.out.network.access_type;
  const auto one = word_of<lihi::access_type>(b, at);
  to = to == lihi::access_type::none || to == one || one == lihi::access_type::none
           ? (one == lihi::access_type::none ? to : one)
           : lihi::access_type::both;
}
void rat_type(build& b, const place& at) { put(b, at, b.out.network.rat_type, enumerator_of(at)); }
void time_zone(build& b, const place& at) { put(b, at, b.out.network.time_zone, text_of(b, at)); }
void roaming(build& b, const place& at) { put(b, at, b.out.network.roaming, flag(at.content[0] != 0)); }
void roaming_kind(build& b, const place& at) {
  put(b, at, b.out.network.roaming_kind, word_of<lihi::roaming_kind>(b, at));
}

void function_begin(build& b, const place& at) { b.out.network.functions.add().name = member_of(b, at); }
void function_id(build& b, const place& at) {
  network_function& fresh = b.out.network.functions.add();
  fresh.name = member_of(b, at);
  fresh.id = text_of(b, at);
}
// An AMF in a GUAMI is the function at hand.
void amf_begin(build& b, const place& at) {
  if (b.in.plmn != plmn_of::function) function_begin(b, at);
}
template <number network_function::*field>
void function_number(build& b, const place& at) {
  if (!b.out.network.functions.empty()) b.out.network.functions.back().*field = integer_of(b, at);
}
template <number network_function::*field>
void function_octets(build& b, const place& at) {
  const auto value = big_endian_of(at.content);
  if (!value || b.out.network.functions.empty()) return keep(b, at);
  b.out.network.functions.back().*field = static_cast<std::int64_t>(*value);
}
template <text plmn::*part>
void function_plmn(build& b, const place& at) {
  if (!b.out.network.functions.empty()) b.out.network.functions.back().plmn.*part = text_of(b, at);
}

void registration_type(build& b, const place& at) {
  put(b, at, b.out.registration.type, word_of<lihi::registration_type>(b, at));
}
void registration_result(build& b, const place& at) {
  put(b, at, b.out.registration.result, word_of<lihi::access_type>(b, at));
}
template <timestamp registration::*field>
void registration_time(build& b, const place& at) {
  put(b, at, b.out.registration.*field, time_of(b, at));
}
void registration_initiator(build& b, const place& at) { // AMFDirection, MMEDirection
  constexpr std::array names{initiator::none, initiator::network, initiator::subject};
  put(b, at, b.out.registration.initiator, word_of(b, at, names));
}

// ---- times

void attribute_time(build& b, const place& at) {
  const timestamp when = time_of(b, at);
  if (!when) return; // the walker noted it
  char out[rfc3339_size];
  add_attribute(b, at, b.memory.copy({out, write_rfc3339(out, *when)}));
}
template <timestamp session::*field>
void session_time(build& b, const place& at) {
  put(b, at, b.out.session.*field, time_of(b, at));
}

// ---- flows

template <number traffic::*field>
void traffic_number(build& b, const place& at) {
  put(b, at, b.out.traffic.*field, integer_of(b, at));
}
template <counter traffic::*field>
void traffic_counter(build& b, const place& at) {
  put(b, at, b.out.traffic.*field, counter_of(b, at));
}
template <timestamp traffic::*field>
void traffic_time(build& b, const place& at) {
  put(b, at, b.out.traffic.*field, time_of(b, at));
}
template <counter session::*field>
void session_counter(build& b, const place& at) {
  put(b, at, b.out.session.*field, counter_of(b, at));
}

// ---- direction, causes

void direction(build& b, const place& at) {
  const auto which = word_of<lihi::direction>(b, at);
  put(b, at, b.out.direction, which);
  if (which == lihi::direction::from_target) b.sender = value::sms_sender::mobile;
  if (which == lihi::direction::to_target) b.sender = value::sms_sender::network;
}

template <cause_space space>
void cause_code(build& b, const place& at) {
  if (const number code = integer_of(b, at))
    add_cause(b, space, code, at.row.kind == schema::kind::enumerated ? enumerator_of(at) : text{});
}
template <cause_space space>
void cause_text(build& b, const place& at) {
  add_cause(b, space, std::nullopt, text_of(b, at));
}
// Result codes of Diameter, written as text.
void result_code(build& b, const place& at) {
  const text as_sent = text_of(b, at);
  std::int64_t code = 0;
  const auto [end, fault] = std::from_chars(as_sent.data(), as_sent.data() + as_sent.size(), code);
  const bool is_number = fault == std::errc{} && end == as_sent.data() + as_sent.size() && !as_sent.empty();
  add_cause(b, cause_space::diameter, is_number ? number(code) : std::nullopt, is_number ? text{} : as_sent);
}

// The module counts from 1 what TS 38.413 9.3.1.2 counts from 0.
template <cause_space space>
void ngap_cause(build& b, const place& at) {
  if (const number value = integer_of(b, at)) add_cause(b, space, *value - 1, enumerator_of(at));
}
// Group and value of TS 29.571 5.4.4.12; the values are those of TS 38.413.
void forget_group(build& b, const place&) { b.cause_group.reset(); }
void ngap_group(build& b, const place& at) { b.cause_group = integer_of(b, at); }
void ngap_value(build& b, const place& at) {
  struct group {
    cause_space space;
    schema::node_id names;
  };
  constexpr std::array groups{
      group{cause_space::ngap_radio, type::CauseRadioNetwork},
      group{cause_space::ngap_transport, type::CauseTransport}, group{cause_space::ngap_nas, type::CauseNas},
      group{cause_space::ngap_protocol, type::CauseProtocol}, group{cause_space::ngap_misc, type::CauseMisc}};
  const std::int64_t which = b.cause_group.value_or(-1);
  const number code = integer_of(b, at);
  if (which < 0 || which >= static_cast<std::int64_t>(groups.size()) || !code) {
    if (b.cause_group)
      b.out.attributes.add({"group", b.path_of_sibling("group"),
                            value::decimal_text(static_cast<std::uint64_t>(which), b.memory)});
    return keep(b, at);
  }
  const group& of = groups[static_cast<std::size_t>(which)];
  add_cause(b, of.space, code, schema::enumerator_name(schema::nodes[of.names], *code + 1));
}

constexpr mark in_slice(slice_status status) { return {.slice = status}; }
constexpr mark in_bearer{.bearer = true};
constexpr mark in_function{.plmn = plmn_of::function};
constexpr mark serving{.plmn = plmn_of::serving};

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

    marked_name(n::servingNetwork, serving),
    marked_name(n::servingPLMN, serving),
    marked_name(n::vPLMNID, serving),
    marked_name(n::newPLMNID, serving),
    marked_name(n::oldPLMNID, {.plmn = plmn_of::former}),
    marked_member(m::UDMServingSystemMessage_::pLMNID, serving),
    marked_member(m::UDMCancelLocationMessage_::pLMNID, serving),
    marked_member(m::UDMAuthenticationInfoRequest_::servingNetworkName, serving),
    marked_member(m::RoamingStatusUpdateInfo_::pLMNID, serving),
    of_type(type::AccessType, access_type, "network.access_type"),
    of_type(type::RATType, rat_type, "network.rat_type"),
    of_type(type::TimeZone, time_zone, "network.time_zone"),
    of_member(m::AccessInfo_::accessType, one_access_type, "network.access_type"),
    of_member(m::AccessInfo_::aNTypeToReactivate, plain_attribute, "attributes"),
    of_member(m::RMInfo_::accessType, plain_attribute, "attributes"),
    of_member(m::CMInfo_::accessType, plain_attribute, "attributes"),
    of_member(m::FiveGSUserStateInfo_::accessType, plain_attribute, "attributes"),
    of_member(m::UEContextInfo_::accessType, plain_attribute, "attributes"),
    of_member(m::UEContextInfo_::rATType, plain_attribute, "attributes"),
    of_type(type::RoamingIndicator, roaming, "network.roaming"),
    of_type(type::VoIPRoamingIndication, roaming_kind, "network.roaming_kind"),
    of_type(type::HSMFURI, function_id, "network.functions.id"),
    of_type(type::NFID, function_id, "network.functions.id"),
    around_type(type::GUAMI, function_begin, nullptr, "network.functions", in_function),
    around_type(type::AMFID, amf_begin, nullptr, "network.functions"),
    of_member(m::AMFID_::aMFRegionID, function_number<&network_function::amf_region>,
              "network.functions.amf_region"),
    of_member(m::AMFID_::aMFSetID, function_number<&network_function::amf_set>, "network.functions.amf_set"),
    of_member(m::AMFID_::aMFPointer, function_number<&network_function::amf_pointer>,
              "network.functions.amf_pointer"),
    around_type(type::GUMMEI, function_begin, nullptr, "network.functions", in_function),
    of_member(m::GUMMEI_::mCC, function_plmn<&plmn::mcc>, "network.functions.plmn"),
    of_member(m::GUMMEI_::mNC, function_plmn<&plmn::mnc>, "network.functions.plmn"),
    of_member(m::MMEID_::mMEGI, function_octets<&network_function::mme_group>, "network.functions.mme_group"),
    of_member(m::MMEID_::mMEC, function_octets<&network_function::mme_code>, "network.functions.mme_code"),

    of_type(type::AMFRegistrationType, registration_type, "registration.type"),
    of_type(type::AMFRegistrationResult, registration_result, "registration.result"),
    of_type(type::AMFDirection, registration_initiator, "registration.initiator"),
    of_type(type::MMEDirection, registration_initiator, "registration.initiator"),
    of_name(n::timeOfRegistration, registration_time<&registration::time>, "registration.time"),
    of_name(n::expirationTime, registration_time<&registration::expiry_time>, "registration.expiry_time"),

    of_type(type::Timestamp, attribute_time, "attributes"),
    of_type(type::GeneralizedTime, attribute_time, "attributes"),
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

    of_type(type::Direction, direction, "direction"),
    of_type(type::SessionDirection, direction, "direction"),
    of_type(type::FiveGMMCause, cause_code<cause_space::five_gmm>, "causes"),
    of_type(type::FiveGSMCause, cause_code<cause_space::five_gsm>, "causes"),
    of_type(type::EMMCause, cause_code<cause_space::emm>, "causes"),
    of_type(type::ESMCause, cause_code<cause_space::esm>, "causes"),
    of_type(type::EPSBearerCreationCauseValue, cause_code<cause_space::gtpv2>, "causes"),
    of_type(type::EPSBearerRemovalCauseValue, cause_code<cause_space::gtpv2>, "causes"),
    of_type(type::EPSBearerModificationCauseValue, cause_code<cause_space::gtpv2>, "causes"),
    of_type(type::EPSBearerDeletionCauseValue, cause_code<cause_space::gtpv2>, "causes"),
    of_type(type::EPSRANNASCause, cause_text<cause_space::ran_nas>, "causes"),
    of_type(type::SMFErrorCodes, cause_text<cause_space::smf>, "causes"),
    of_member(m::PTCSessionAbandon_::pTCAbandonCause, cause_code<cause_space::ptc>, "causes"),
    of_type(type::PTCSessionEndCause, cause_code<cause_space::ptc>, "causes"),
    of_type(type::PTCFailureCode, cause_code<cause_space::ptc>, "causes"),
    of_type(type::PTCListManagementFailure, cause_code<cause_space::ptc>, "causes"),
    of_type(type::PTCAccessPolicyFailure, cause_code<cause_space::ptc>, "causes"),
    of_type(type::NEFReleaseCause, cause_code<cause_space::nef>, "causes"),
    of_type(type::NEFFailureCause, cause_code<cause_space::nef>, "causes"),
    of_type(type::SCEFReleaseCause, cause_code<cause_space::scef>, "causes"),
    of_type(type::SCEFFailureCause, cause_code<cause_space::scef>, "causes"),
    of_type(type::DeviceTriggerDeliveryResult, cause_code<cause_space::device_trigger>, "causes"),
    of_type(type::UDMDefinedCause, cause_code<cause_space::udm>, "causes"),
    of_member(m::UDMProblemDetailsOtherCause_::cause, cause_text<cause_space::udm>, "causes"),
    of_type(type::CauseRadioNetwork, ngap_cause<cause_space::ngap_radio>, "causes"),
    of_type(type::CauseTransport, ngap_cause<cause_space::ngap_transport>, "causes"),
    of_type(type::CauseNas, ngap_cause<cause_space::ngap_nas>, "causes"),
    of_type(type::CauseProtocol, ngap_cause<cause_space::ngap_protocol>, "causes"),
    of_type(type::CauseMisc, ngap_cause<cause_space::ngap_misc>, "causes"),
    around_type(type::NGAPCauseInt, forget_group, nullptr, "causes"),
    of_type(type::NGAPCauseGroupInt, ngap_group, "causes"),
    of_type(type::NGAPCauseValueInt, ngap_value, "causes"),
    of_type(type::UDMDeregReason, cause_code<cause_space::udm_deregistration>, "causes"),
    of_type(type::AFKeyRemovalCause, cause_code<cause_space::akma>, "causes"),
    of_type(type::N9HRMessageCause, cause_code<cause_space::home_routed>, "causes"),
    of_type(type::S8HRMessageCause, cause_code<cause_space::home_routed>, "causes"),
    of_name(n::responseCodes, result_code, "causes"),
    of_type(type::FailureResponse, cause_code<cause_space::ees>, "causes"),
    of_type(type::SHAKENFailureStatusCode, cause_code<cause_space::shaken>, "causes"),
});

} // namespace

std::span<const rule> session_rules() { return rules; }

} // namespace lihi::normalize
