// PSHeader and what stands around the contents (ETSI TS 102 232-1), and the notices of HI1 and HI4.
#include "normalize/rules.hpp"
#include "value/address.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace lihi::normalize {
namespace {

using schema::member::MicroSecondTimeStamp_::microSeconds;
namespace ps = schema::member::PSHeader_;
namespace cid = schema::member::PS_CommunicationIdentifier_;
namespace nid = schema::member::NetworkIdentifier_;
namespace iri = schema::member::PS_IRIPayload_;
namespace cc = schema::member::PS_CCPayload_;
namespace type = schema::type;

// ---- PSHeader

void liid(build& b, const place& at) {
  bool is_hex = false;
  b.head.liid = value::text_or_hex(at.content, b.memory, is_hex);
  b.head.liid_encoding = is_hex ? text_encoding::hex : text_encoding::none;
}

template <field::text envelope_values::*field>
void head_text(build& b, const place& at) {
  b.head.*field = text_of(b, at);
}

// The older identifier of the interception point stays beside the extended one, whichever comes first.
void interception_point(build& b, const place& at) {
  if (!b.head.interception_point_id.empty()) return keep(b, at, true);
  b.head.interception_point_id = text_of(b, at);
}
void extended_point(build& b, const place& at) {
  if (!b.head.interception_point_id.empty())
    b.head.more.add(
        {"interceptionPointID", "PS-PDU.pSHeader.interceptionPointID", b.head.interception_point_id});
  b.head.interception_point_id = text_of(b, at);
}
void head_attribute(build& b, const place& at) {
  b.head.more.add({member_of(b, at), b.path_here(), text_of(b, at)});
}

// {itu-t(0) identified-organization(4) etsi(0) securityDomain(2) lawfulIntercept(2) li-ps(5) genHeader(1)
// version}
void ps_version(build& b, const place& at) {
  constexpr std::array<std::uint8_t, 6> arcs{0x04, 0x00, 0x02, 0x02, 0x05, 0x01};
  if (at.content.size() != arcs.size() + 1 || !std::equal(arcs.begin(), arcs.end(), at.content.begin()))
    return keep(b, at, true);
  b.head.version = at.content.back();
}

void cin(build& b, const place& at) { b.head.cin = integer_of(b, at); }
void sequence(build& b, const place& at) { b.head.sequence = integer_of(b, at); }
void cin_extension(build& b, const place& at) { b.head.cin_extension.value = at.content; }

time_qualifier qualifier_of(build& b, const place& at) {
  constexpr std::array names{time_qualifier::unknown, time_qualifier::interception, time_qualifier::mediation,
                             time_qualifier::aggregation};
  return word_of(b, at, names);
}
void head_qualifier(build& b, const place& at) { b.head.time_qualifier = qualifier_of(b, at); }
// A GeneralizedTime as it is sent says the same as a MicroSecondTimeStamp, but for digits that it does not
// have.
bool says_the_same(moment coarse, field::text as_sent, moment fine) {
  std::int64_t unit = 1'000'000;
  for (std::size_t i = as_sent.find_first_of(".,");
       i != field::text::npos && i + 1 < as_sent.size() && unit > 1; ++i) {
    if (as_sent[i + 1] < '0' || as_sent[i + 1] > '9') break;
    unit /= 10;
  }
  return !coarse.local && fine.microseconds - fine.microseconds % unit == coarse.microseconds;
}
void keep_other_time(build& b, moment coarse, field::text as_sent, moment fine) {
  if (!says_the_same(coarse, as_sent, fine))
    b.head.more.add({"timeStamp", "PS-PDU.pSHeader.timeStamp", as_sent});
}
void head_time(build& b, const place& at) {
  const field::timestamp when = time_of(b, at);
  if (!when) return;
  if (b.head.time)
    return keep_other_time(b, *when, as_text(at.content), *b.head.time); // the finer one came first
  b.head.time = when;
  b.head.time_text = as_text(at.content);
}

// ---- MicroSecondTimeStamp: wins over a GeneralizedTime beside it

void seconds(build& b, const place& at) {
  b.seconds = schema::unsigned_of(at.content);
  if (!b.seconds) keep(b, at);
}
void micro_seconds(build& b, const place& at) {
  b.microseconds = schema::unsigned_of(at.content);
  if (!b.microseconds) keep(b, at);
}
void forget_time(build& b, const place&) { b.seconds = b.microseconds = std::nullopt; }

field::timestamp micro_time(build& b, const place& at) {
  constexpr std::uint64_t end_of_year_9999 = 253402300799;
  if (b.seconds && b.microseconds && *b.seconds <= end_of_year_9999 && *b.microseconds <= 999999)
    return moment{static_cast<std::int64_t>(*b.seconds * 1'000'000 + *b.microseconds), false};
  if (b.seconds && b.microseconds) note(b, fault_code::bad_value, at);
  for (const auto& [name, part] : {std::pair<field::text, std::optional<std::uint64_t>>{"seconds", b.seconds},
                                   {"microSeconds", b.microseconds}})
    if (part) {
      attribute& fresh = (b.in_element ? b.out.attributes : b.head.more).add();
      fresh = {name, b.path_of(name), value::decimal_text(*part, b.memory)};
    }
  return std::nullopt;
}
// Wins over the GeneralizedTime beside it, which mostly says the same with fewer digits; else that is kept.
void head_micro_time(build& b, const place& at) {
  const field::timestamp when = micro_time(b, at);
  if (!when) return;
  if (b.head.time) keep_other_time(b, *b.head.time, b.head.time_text, *when);
  b.head.time = when;
}
void element_micro_time(build& b, const place& at) {
  if (const field::timestamp when = micro_time(b, at)) b.out.event_time = when;
}

// ---- IRIPayload, CCPayload

void element_time(build& b, const place& at) {
  if (const field::timestamp when = time_of(b, at); when && !b.out.event_time) b.out.event_time = when;
}
void element_qualifier(build& b, const place& at) { b.out.time_qualifier = qualifier_of(b, at); }

void iri_type(build& b, const place& at) {
  switch (integer_of(b, at).value_or(0)) { // others are noted by the walker
  case 1: b.out.iri_type = lihi::iri_type::begin; break;
  case 2: b.out.iri_type = lihi::iri_type::end; break;
  case 3: b.out.iri_type = lihi::iri_type::continued; break;
  case 4: b.out.iri_type = lihi::iri_type::report; break;
  }
}

void payload_direction(build& b, const place& at) {
  constexpr std::array names{direction::from_target, direction::to_target, direction::unknown,
                             direction::both, direction::no_direction};
  const direction which = word_of(b, at, names);
  if (b.out.direction == direction::none)
    b.out.direction = which;
  else if (which != b.out.direction)
    put(b, at, b.out.payload_direction, which);
}

// TS 33.128 payloads name their release and version: {threeGPP(4) ts33128(19) release version kind}.
void ts33128_oid(build& b, const place& at) {
  b.out.schema.spec = "TS 33.128";
  if (at.content.size() < 4 || at.content[0] != 4 || at.content[1] != 19) return;
  b.out.schema.release = at.content[2];
  b.out.schema.version = at.content[3];
}

// The object identifiers of TS 102 232-2 and further parts: li-ps(5), part, version, kind; whole or relative.
void ts102232_oid(build& b, const place& at) {
  constexpr std::array<field::text, 6> parts{"TS 102 232-2", "TS 102 232-3", "TS 102 232-4",
                                             "TS 102 232-5", "TS 102 232-6", "TS 102 232-7"};
  constexpr std::array<std::uint8_t, 4> li{0x04, 0x00, 0x02, 0x02};
  bytes arcs = at.content;
  if (arcs.size() > 4 && std::equal(li.begin(), li.end(), arcs.begin())) arcs = arcs.subspan(4);
  if (arcs.size() < 3 || arcs[0] != 5 || arcs[1] < 2 || arcs[1] > 7) return;
  b.out.schema.spec = parts[arcs[1] - 2U];
  b.out.schema.version = arcs[2];
}

// ULIC headers of TS 33.108 content: TPDU-direction, and the number that ties content to events.
void t_pdu_direction(build& b, const place& at) {
  constexpr std::array names{direction::none, direction::from_target, direction::to_target,
                             direction::unknown};
  const direction which = word_of(b, at, names);
  if (b.out.direction == direction::none)
    b.out.direction = which;
  else if (which != direction::none && which != b.out.direction)
    b.out.payload_direction = std::exchange(b.out.direction, which);
}
void correlation_number(build& b, const place& at) {
  b.out.correlation.add({correlation_scheme::correlation_number, value::hex(at.content, b.memory)});
}

// How a location was cancelled (TS 33.128 7.2.2.3): by the serving network, or by the home network.
constexpr std::array cancel_events{event_type::none, event_type::subscriber_deregistered,
                                   event_type::subscriber_deregistered, event_type::subscriber_withdrawn,
                                   event_type::subscriber_cancelled};
void cancel_event(build& b, const place& at) {
  if (const event_type event = word_of(b, at, cancel_events); event != event_type::none) b.out.event = event;
}

// Access events of TS 102 232-3 (clause 6.1) and -4 have numbers of their own.
constexpr std::array<event_type, 14> ip_access_events{event_type::access_attempt,
                                                      event_type::access_accept,
                                                      event_type::access_reject,
                                                      event_type::access_failure,
                                                      event_type::session_start,
                                                      event_type::session_end,
                                                      event_type::session_update,
                                                      event_type::intercept_session_active,
                                                      event_type::session_end,
                                                      event_type::intercept_session_active_at_end,
                                                      event_type::unknown,
                                                      event_type::intercept_session_active,
                                                      event_type::intercept_session_active_at_end,
                                                      event_type::session_end};
constexpr std::array<event_type, 14> l2_access_events{event_type::access_attempt,
                                                      event_type::access_accept,
                                                      event_type::access_reject,
                                                      event_type::access_failure,
                                                      event_type::session_start,
                                                      event_type::session_end,
                                                      event_type::session_update,
                                                      event_type::unknown,
                                                      event_type::intercept_session_active,
                                                      event_type::session_end,
                                                      event_type::intercept_session_active_at_end,
                                                      event_type::intercept_session_active,
                                                      event_type::intercept_session_active_at_end,
                                                      event_type::session_end};
template <const std::array<event_type, 14>& events>
void access_event(build& b, const place& at) {
  const event_type event = word_of(b, at, events);
  b.out.event = event == event_type::none ? event_type::unknown : event;
  b.out.source_event = enumerator_of(at);
}

// ---- notices

void li_action(build& b, const place& at) {
  switch (integer_of(b, at).value_or(0)) { // others are noted by the walker
  case 1:
    b.out.li.action = notice_action::activated;
    b.out.event = event_type::li_activated;
    break;
  case 2:
    b.out.li.action = notice_action::deactivated;
    b.out.event = event_type::li_deactivated;
    break;
  case 3:
    b.out.li.action = notice_action::modified;
    b.out.event = event_type::li_modified;
    break;
  }
  if (b.out.source_event.empty()) b.out.source_event = "lINotification";
}
template <notice_action action>
void li_arm(build& b, const place&) {
  b.out.li.action = action;
}

void li_start(build& b, const place& at) { put(b, at, b.out.li.start_time, time_of(b, at)); }
void li_end(build& b, const place& at) { put(b, at, b.out.li.end_time, time_of(b, at)); }
void li_local(build& b, const place& at) {
  b.out.li.target_is_local = !at.content.empty() && at.content[0] != 0;
}
void li_remote(build& b, const place& at) {
  if (!at.content.empty()) put(b, at, b.out.li.target_is_local, field::flag(at.content[0] == 0));
}
template <field::text intercept_notice::*field>
void li_text(build& b, const place& at) {
  put(b, at, b.out.li.*field, text_of(b, at));
}
void li_type(build& b, const place& at) {
  put(b, at, b.out.li.intercept_type, word_of<intercept_type>(b, at));
}
void li_target_text(build& b, const place& at) { add_notice_target(b, "as_sent", text_of(b, at)); }
void li_target_begin(build& b, const place&) { b.out.li.targets.add(); }
template <field::text notice_target::*field>
void li_target_part(build& b, const place& at) {
  if (!b.out.li.targets.empty()) b.out.li.targets.back().*field = text_of(b, at);
}
template <handover_interface interface>
void li_port(build& b, const place& at) {
  auto& all = b.out.li.delivery;
  if (all.empty() || all.back().interface != interface || all.back().port) all.add().interface = interface;
  all.back().port = integer_of(b, at);
}
// Of a dictionary, the entry; whose dictionary it is is an attribute.
void li_entry(build& b, const place& at) {
  const bool is_service = b.where->top().id == schema::member::HI4LINotification_::serviceType;
  put(b, at, is_service ? b.out.li.service : b.out.li.subtype, text_of(b, at));
}

constexpr auto rules = std::to_array<rule>({
    of_member(ps::li_psDomainId, ps_version, "header_version"),
    of_member(ps::lawfulInterceptionIdentifier, liid, "liid"),
    of_member(ps::authorizationCountryCode, head_text<&envelope::authorization_country>,
              "authorization_country"),
    of_member(cid::deliveryCountryCode, head_text<&envelope::delivery_country>, "delivery_country"),
    of_member(nid::operatorIdentifier, head_text<&envelope::operator_id>, "operator_id"),
    of_member(nid::networkElementIdentifier, head_text<&envelope::network_element_id>, "network_element_id"),
    of_member(cid::communicationIdentityNumber, cin, "cin"),
    around_member(cid::cINExtension, cin_extension, nullptr, "correlation"),
    of_member(ps::sequenceNumber, sequence, "sequence"),
    of_member(ps::timeStamp, head_time, "event_time"),
    around_member(ps::microSecondTimeStamp, forget_time, head_micro_time, "event_time"),
    of_member(ps::timeStampQualifier, head_qualifier, "time_qualifier"),
    of_member(ps::interceptionPointID, interception_point, "interception_point_id"),
    of_member(ps::extendedInterceptionPointID, extended_point, "interception_point_id"),
    of_member(schema::member::Network_Element_Identifier_::e164_Format, head_attribute, "attributes"),
    of_member(schema::member::Network_Element_Identifier_::x25_Format, head_attribute, "attributes"),
    of_member(schema::member::Network_Element_Identifier_::iP_Format, head_attribute, "attributes"),
    of_member(schema::member::Network_Element_Identifier_::dNS_Format, head_attribute, "attributes"),
    of_member(ps::networkFunctionIdentifier, head_text<&envelope::nf_id>, "nf_id"),
    of_member(schema::member::MicroSecondTimeStamp_::seconds, seconds, "event_time"),
    of_member(microSeconds, micro_seconds, "event_time"),

    of_member(iri::iRIType, iri_type, "iri_type"),
    of_member(iri::timeStamp, element_time, "event_time"),
    around_member(iri::microSecondTimeStamp, forget_time, element_micro_time, "event_time"),
    of_member(iri::timeStampQualifier, element_qualifier, "time_qualifier"),
    of_member(iri::sessionDirection, payload_direction, "direction"),
    of_member(iri::payloadDirection, payload_direction, "direction"),
    of_member(cc::payloadDirection, payload_direction, "direction"),
    of_member(cc::timeStamp, element_time, "event_time"),
    around_member(cc::microSecondTimeStamp, forget_time, element_micro_time, "event_time"),
    of_member(cc::timeStampQualifier, element_qualifier, "time_qualifier"),

    of_member(schema::member::IRIPayload_::iRIPayloadOID, ts33128_oid, "schema"),
    of_member(schema::member::CCPayload_::cCPayloadOID, ts33128_oid, "schema"),
    of_member(schema::member::LINotificationPayload_::lINotificationPayloadOID, ts33128_oid, "schema"),
    of_member(schema::member::IPIRI_::iPIRIObjId, ts102232_oid, "schema"),
    of_member(schema::member::IPCC_::iPCCObjId, ts102232_oid, "schema"),
    of_member(schema::member::IPIRIOnly_::iPIRIOnlyObjId, ts102232_oid, "schema"),
    of_member(schema::member::L2CC_::l2CCObjId, ts102232_oid, "schema"),
    of_member(schema::member::IPMMCC_::iPMMCCObjId, ts102232_oid, "schema"),
    of_member(schema::member::IPMMIRI_::iPMMIRIObjId, ts102232_oid, "schema"),
    of_member(schema::member::EmailCC_::emailCCObjId, ts102232_oid, "schema"),
    of_member(schema::member::EmailIRI_::emailIRIObjId, ts102232_oid, "schema"),
    of_member(schema::member::PstnIsdnCC_::pstnIsdnCCObjId, ts102232_oid, "schema"),
    of_member(schema::member::IPAccess_IPIRIContents_::accessEventType, access_event<ip_access_events>,
              "event, source_event"),
    of_member(schema::member::L2IRIContents_::accessEventType, access_event<l2_access_events>,
              "event, source_event"),

    of_member(schema::member::LINotification_::notificationType, li_action, "li.action"),
    around_member(schema::member::LINotification_::appliedTargetID, nullptr, nullptr, "li.targets",
                  {.notice = true}),
    of_member(schema::member::LINotification_::appliedStartTime, li_start, "li.start_time"),
    of_member(schema::member::LINotification_::appliedEndTime, li_end, "li.end_time"),
    of_member(schema::member::LINotification_::appliedTargetIsLocal, li_local, "li.target_is_local"),
    of_member(schema::member::LINotification_::appliedTargetIsNonLocal, li_remote, "li.target_is_local"),
    around_type(type::HI4LINotification, nullptr, nullptr, "li", {.notice = true}),
    around_member(schema::member::HI4Notification_::liActivated, li_arm<notice_action::activated>, nullptr,
                  "li.action"),
    around_member(schema::member::HI4Notification_::liDeactivated, li_arm<notice_action::deactivated>,
                  nullptr, "li.action"),
    around_member(schema::member::HI4Notification_::liModified, li_arm<notice_action::modified>, nullptr,
                  "li.action"),
    of_member(schema::member::HI4LINotification_::activationTime, li_start, "li.start_time"),
    of_member(schema::member::HI4LINotification_::deactivationTime, li_end, "li.end_time"),
    of_member(schema::member::HI4LINotification_::ownerIdentifier, li_text<&intercept_notice::owner>,
              "li.owner"),
    of_member(schema::member::HI4LINotification_::authorizationReference,
              li_text<&intercept_notice::reference>, "li.reference"),
    of_member(schema::member::HI4LINotification_::interceptType, li_type, "li.intercept_type"),
    around_member(schema::member::HI1_Operation_::liActivated, li_arm<notice_action::activated>, nullptr,
                  "li.action"),
    around_member(schema::member::HI1_Operation_::liDeactivated, li_arm<notice_action::deactivated>, nullptr,
                  "li.action"),
    around_member(schema::member::HI1_Operation_::liModified, li_arm<notice_action::modified>, nullptr,
                  "li.action"),
    around_member(schema::member::HI1_Operation_::alarms_indicator, li_arm<notice_action::alarm>, nullptr,
                  "li.action"),
    around_member(schema::member::ThreeGPP_HI1_Operation_::liActivated, li_arm<notice_action::activated>,
                  nullptr, "li.action"),
    around_member(schema::member::ThreeGPP_HI1_Operation_::liDeactivated, li_arm<notice_action::deactivated>,
                  nullptr, "li.action"),
    around_member(schema::member::ThreeGPP_HI1_Operation_::liModified, li_arm<notice_action::modified>,
                  nullptr, "li.action"),
    around_member(schema::member::ThreeGPP_HI1_Operation_::alarms_indicator, li_arm<notice_action::alarm>,
                  nullptr, "li.action"),
    around_type(type::TargetIdentifierFormat, li_target_begin, nullptr, "li.targets"),
    of_member(schema::member::TargetIdentifierFormat_::formatOwner, li_target_part<&notice_target::owner>,
              "li.targets.owner"),
    of_member(schema::member::TargetIdentifierFormat_::formatName, li_target_part<&notice_target::kind>,
              "li.targets.kind"),
    of_member(schema::member::TargetIdentifierFormat_::targetValue, li_target_part<&notice_target::value>,
              "li.targets.value"),
    of_member(schema::member::DictionaryEntry_::value, li_entry, "li.service, li.subtype"),
    of_name(schema::name::target_Information, li_target_text, "li.targets"),
    of_name(schema::name::alarm_information, li_text<&intercept_notice::alarm>, "li.alarm"),
    of_member(schema::member::OperatorLeaMessage_::message, li_text<&intercept_notice::alarm>, "li.alarm"),
    marked_name(schema::name::hI2DeliveryIPAddress, {.address = address_of::hi2_delivery}),
    marked_name(schema::name::hI3DeliveryIPAddress, {.address = address_of::hi3_delivery}),
    of_name(schema::name::hI2DeliveryPortNumber, li_port<handover_interface::hi2>, "li.delivery.port"),
    of_name(schema::name::hI3DeliveryPortNumber, li_port<handover_interface::hi3>, "li.delivery.port"),

    of_name(schema::name::t_PDU_direction, t_pdu_direction, "direction"),
    of_name(schema::name::correlation_Number, correlation_number, "correlation"),
    of_member(schema::member::UDMCancelLocationMessage_::cancelLocationMethod, cancel_event, "event"),
});

} // namespace

std::span<const rule> envelope_rules() { return rules; }

std::span<const numbered_events> access_event_rules() {
  static constexpr numbered_events all[] = {
      {schema::member::IPAccess_IPIRIContents_::accessEventType, ip_access_events},
      {schema::member::L2IRIContents_::accessEventType, l2_access_events},
      {schema::member::UDMCancelLocationMessage_::cancelLocationMethod, cancel_events},
  };
  return all;
}

} // namespace lihi::normalize
