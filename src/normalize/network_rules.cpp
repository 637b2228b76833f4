// Networks, registrations, directions and causes (3GPP TS 33.128 6.2, 6.3, 7.2).
#include "core/time.hpp"
#include "normalize/rules.hpp"
#include "value/address.hpp"

#include <array>
#include <charconv>

namespace lihi::normalize {
namespace {

namespace m = schema::member;
namespace n = schema::name;
namespace type = schema::type;

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
void roaming(build& b, const place& at) {
  put(b, at, b.out.network.roaming, field::flag(at.content[0] != 0));
}
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
template <field::number network_function::*field>
void function_number(build& b, const place& at) {
  if (!b.out.network.functions.empty()) b.out.network.functions.back().*field = integer_of(b, at);
}
template <field::number network_function::*field>
void function_octets(build& b, const place& at) {
  const auto value = big_endian_of(at.content);
  if (!value || b.out.network.functions.empty()) return keep(b, at);
  b.out.network.functions.back().*field = static_cast<std::int64_t>(*value);
}
template <field::text plmn::*part>
void function_plmn(build& b, const place& at) {
  if (!b.out.network.functions.empty()) b.out.network.functions.back().plmn.*part = text_of(b, at);
}

void registration_type(build& b, const place& at) {
  put(b, at, b.out.registration.type, word_of<lihi::registration_type>(b, at));
}
void registration_result(build& b, const place& at) {
  put(b, at, b.out.registration.result, word_of<lihi::access_type>(b, at));
}
template <field::timestamp registration::*field>
void registration_time(build& b, const place& at) {
  put(b, at, b.out.registration.*field, time_of(b, at));
}
void registration_initiator(build& b, const place& at) { // AMFDirection, MMEDirection
  constexpr std::array names{initiator::none, initiator::network, initiator::subject};
  put(b, at, b.out.registration.initiator, word_of(b, at, names));
}

// ---- times

void attribute_time(build& b, const place& at) {
  const field::timestamp when = time_of(b, at);
  if (!when) return; // the walker noted it
  char out[rfc3339_size];
  add_attribute(b, at, b.memory.copy({out, write_rfc3339(out, *when)}));
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
  if (const field::number code = integer_of(b, at))
    add_cause(b, space, code, at.row.kind == schema::kind::enumerated ? enumerator_of(at) : field::text{});
}
template <cause_space space>
void cause_text(build& b, const place& at) {
  add_cause(b, space, std::nullopt, text_of(b, at));
}
// Result codes of Diameter, written as text.
void result_code(build& b, const place& at) {
  const field::text as_sent = text_of(b, at);
  std::int64_t code = 0;
  const auto [end, fault] = std::from_chars(as_sent.data(), as_sent.data() + as_sent.size(), code);
  const bool is_number = fault == std::errc{} && end == as_sent.data() + as_sent.size() && !as_sent.empty();
  add_cause(b, cause_space::diameter, is_number ? field::number(code) : std::nullopt,
            is_number ? field::text{} : as_sent);
}

// The module counts from 1 what TS 38.413 9.3.1.2 counts from 0.
template <cause_space space>
void ngap_cause(build& b, const place& at) {
  if (const field::number value = integer_of(b, at)) add_cause(b, space, *value - 1, enumerator_of(at));
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
  const field::number code = integer_of(b, at);
  if (which < 0 || which >= static_cast<std::int64_t>(groups.size()) || !code) {
    if (b.cause_group)
      b.out.attributes.add({"group", b.path_of_sibling("group"),
                            value::decimal_text(static_cast<std::uint64_t>(which), b.memory)});
    return keep(b, at);
  }
  const group& of = groups[static_cast<std::size_t>(which)];
  add_cause(b, of.space, code, schema::enumerator_name(schema::nodes[of.names], *code + 1));
}

constexpr mark in_function{.plmn = plmn_of::function};
constexpr mark serving{.plmn = plmn_of::serving};

constexpr auto rules = std::to_array<rule>({
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

std::span<const rule> network_rules() { return rules; }

} // namespace lihi::normalize
