// The vocabularies of a record's fields.
#pragma once

#include <cstdint>
#include <lihi/vocabulary.hpp>

namespace lihi {

// ---- envelope

enum class handover_interface : std::uint8_t { none, hi1, hi2, hi3, hi4, tri, ilhi };
template <>
inline constexpr auto terms_of<handover_interface> = std::to_array<term<handover_interface>>({
    {handover_interface::hi1, "HI1", "notices about the interception, TS 101 671 and TS 33.108 form"},
    {handover_interface::hi2, "HI2", "intercept related information"},
    {handover_interface::hi3, "HI3", "content of communication"},
    {handover_interface::hi4, "HI4", "notices about the interception, TS 33.128 and TS 102 232-1 form"},
    {handover_interface::tri, "TRI", "transport related information"},
    {handover_interface::ilhi, "ILHI", "between two LEMFs"},
});
static_assert(complete(handover_interface::ilhi));

enum class element_kind : std::uint8_t { none, iri, cc, tri, hi1, hi4, ilhi, encrypted, empty };
template <>
inline constexpr auto terms_of<element_kind> = std::to_array<term<element_kind>>({
    {element_kind::iri, "iri", "intercept related information"},
    {element_kind::cc, "cc", "content of communication"},
    {element_kind::tri, "tri", "transport related information"},
    {element_kind::hi1, "hi1", "HI1 notice"},
    {element_kind::hi4, "hi4", "HI4 notice"},
    {element_kind::ilhi, "ilhi", "message between two LEMFs"},
    {element_kind::encrypted, "encrypted", "encrypted payload, as it is"},
    {element_kind::empty, "empty", "PS-PDU without an element, or what stood behind its last one"},
});
static_assert(complete(element_kind::empty));

enum class text_encoding : std::uint8_t { none, hex };
template <>
inline constexpr auto terms_of<text_encoding> = std::to_array<term<text_encoding>>({
    {text_encoding::hex, "hex", "the octets do not print"},
});
static_assert(complete(text_encoding::hex));

enum class iri_type : std::uint8_t { none, begin, end, continued, report };
template <>
inline constexpr auto terms_of<iri_type> = std::to_array<term<iri_type>>({
    {iri_type::begin, "begin", "IRI-BEGIN: the first of a communication"},
    {iri_type::end, "end", "IRI-END: the last of a communication"},
    {iri_type::continued, "continue", "IRI-CONTINUE: within a communication"},
    {iri_type::report, "report", "IRI-REPORT: of no communication"},
});
static_assert(complete(iri_type::report));

enum class direction : std::uint8_t { none, from_target, to_target, both, unknown, no_direction };
template <>
inline constexpr auto terms_of<direction> = std::to_array<term<direction>>({
    {direction::from_target, "from_target", "sent by the target"},
    {direction::to_target, "to_target", "sent to the target"},
    {direction::both, "both", "combined, or both"},
    {direction::unknown, "unknown", "the sender does not know it"},
    {direction::no_direction, "none", "the sender says that it has none"},
});
static_assert(complete(direction::no_direction));

enum class time_qualifier : std::uint8_t { none, unknown, interception, mediation, aggregation };
template <>
inline constexpr auto terms_of<time_qualifier> = std::to_array<term<time_qualifier>>({
    {time_qualifier::unknown, "unknown", "the sender does not say"},
    {time_qualifier::interception, "time_of_interception", "when it was intercepted"},
    {time_qualifier::mediation, "time_of_mediation", "when the mediation function had it"},
    {time_qualifier::aggregation, "time_of_aggregation", "when it was aggregated"},
});
static_assert(complete(time_qualifier::aggregation));

enum class correlation_scheme : std::uint8_t { none, cin, cin_extension, correlation_number, call_id };
template <>
inline constexpr auto terms_of<correlation_scheme> = std::to_array<term<correlation_scheme>>({
    {correlation_scheme::cin, "cin", "communication identity number of the PSHeader"},
    {correlation_scheme::cin_extension, "cin_extension", "cINExtension of the PSHeader, hex"},
    {correlation_scheme::correlation_number, "correlation_number",
     "of the ULIC header of TS 33.108 content, hex"},
    {correlation_scheme::call_id, "call_id", "Call-ID of a SIP message"},
});
static_assert(complete(correlation_scheme::call_id));

// ---- who

enum class party_role : std::uint8_t {
  none,
  originating,
  terminating,
  recipient,
  diverting,
  asserted,
  called,
  retargeted,
  referring,
  copy,
  blind_copy,
  previous,
  participant,
  speaker,
  contact,
  host,
  holder,
  group,
  presentity,
  former,
  translated,
  remote_ue,
  pin_element,
};
template <>
inline constexpr auto terms_of<party_role> = std::to_array<term<party_role>>({
    {party_role::originating, "originating", "who sent it, or called"},
    {party_role::terminating, "terminating", "whom it was sent to, or who was called"},
    {party_role::recipient, "recipient", "whom an earlier message, or a list, went to"},
    {party_role::diverting, "diverting", "who diverted the call"},
    {party_role::asserted, "asserted", "who the network says that the sender of a SIP message is"},
    {party_role::called, "called", "where a SIP request goes: its Request-URI"},
    {party_role::retargeted, "retargeted", "where the call was meant to go before: History-Info"},
    {party_role::referring, "referring", "who asked for the call: Referred-By"},
    {party_role::copy, "cc", "gets a copy"},
    {party_role::blind_copy, "bcc", "gets a copy that the others do not know of"},
    {party_role::previous, "previous", "sent the message before"},
    {party_role::participant, "participant", "takes part"},
    {party_role::speaker, "speaker", "has the right to speak"},
    {party_role::contact, "contact", "in a contact or access list"},
    {party_role::host, "host", "hosts the session"},
    {party_role::holder, "holder", "put the session on hold"},
    {party_role::group, "group", "a group of persons or devices"},
    {party_role::presentity, "presentity", "whose presence is told"},
    {party_role::former, "former", "an identity that the target had"},
    {party_role::translated, "translated", "the number before its translation"},
    {party_role::remote_ue, "remote_ue", "device behind a relay"},
    {party_role::pin_element, "pin_element", "element of a personal IoT network"},
});
static_assert(complete(party_role::pin_element));

enum class provenance : std::uint8_t { none, lea_provided, observed, matched_on, other };
template <>
inline constexpr auto terms_of<provenance> = std::to_array<term<provenance>>({
    {provenance::lea_provided, "lea_provided", "named in the warrant"},
    {provenance::observed, "observed", "seen by the network function"},
    {provenance::matched_on, "matched_on", "the interception was triggered by it"},
    {provenance::other, "other", "none of these (TS 33.128 5.5.5)"},
});
static_assert(complete(provenance::other));

enum class guti_kind : std::uint8_t { none, guti, five_g_guti };
template <>
inline constexpr auto terms_of<guti_kind> = std::to_array<term<guti_kind>>({
    {guti_kind::guti, "guti", "of an MME"},
    {guti_kind::five_g_guti, "5g_guti", "of an AMF"},
});
static_assert(complete(guti_kind::five_g_guti));

enum class number_nature : std::uint8_t {
  none,
  unknown,
  international,
  national,
  network_specific,
  subscriber,
  alphanumeric,
  abbreviated,
  reserved,
};
template <>
inline constexpr auto terms_of<number_nature> = std::to_array<term<number_nature>>({
    {number_nature::unknown, "unknown", "not said"},
    {number_nature::international, "international", "with country code"},
    {number_nature::national, "national", "without country code"},
    {number_nature::network_specific, "network_specific", "of the network's own"},
    {number_nature::subscriber, "subscriber", "local number"},
    {number_nature::alphanumeric, "alphanumeric", "a name in place of a number"},
    {number_nature::abbreviated, "abbreviated", "short number"},
    {number_nature::reserved, "reserved", "not assigned"},
});
static_assert(complete(number_nature::reserved));

enum class numbering_plan : std::uint8_t {
  none,
  unknown,
  isdn,
  data,
  telex,
  service_centre,
  national,
  private_plan,
  ermes,
  reserved,
};
template <>
inline constexpr auto terms_of<numbering_plan> = std::to_array<term<numbering_plan>>({
    {numbering_plan::unknown, "unknown", "not said"},
    {numbering_plan::isdn, "isdn", "telephone numbers, E.164"},
    {numbering_plan::data, "data", "X.121"},
    {numbering_plan::telex, "telex", "telex numbers"},
    {numbering_plan::service_centre, "service_centre", "of the service centre's own"},
    {numbering_plan::national, "national", "national plan"},
    {numbering_plan::private_plan, "private", "private plan"},
    {numbering_plan::ermes, "ermes", "pagers"},
    {numbering_plan::reserved, "reserved", "not assigned"},
});
static_assert(complete(numbering_plan::reserved));

// ---- where

enum class access_technology : std::uint8_t { none, nr, eutra, utra, gera, n3ga, wlan, fixed };
template <>
inline constexpr auto terms_of<access_technology> = std::to_array<term<access_technology>>({
    {access_technology::nr, "nr", "5G"},
    {access_technology::eutra, "eutra", "4G"},
    {access_technology::utra, "utra", "3G"},
    {access_technology::gera, "gera", "2G"},
    {access_technology::n3ga, "n3ga", "non-3GPP access to 5G"},
    {access_technology::wlan, "wlan", "WLAN"},
    {access_technology::fixed, "fixed", "fixed line"},
});
static_assert(complete(access_technology::fixed));

enum class node_kind : std::uint8_t { none, gnb, ng_enb, enb, n3iwf, tngf, wagf };
template <>
inline constexpr auto terms_of<node_kind> = std::to_array<term<node_kind>>({
    {node_kind::gnb, "gnb", "5G base station"},
    {node_kind::ng_enb, "ng_enb", "4G base station of a 5G core"},
    {node_kind::enb, "enb", "4G base station"},
    {node_kind::n3iwf, "n3iwf", "gateway of untrusted non-3GPP access"},
    {node_kind::tngf, "tngf", "gateway of trusted non-3GPP access"},
    {node_kind::wagf, "wagf", "gateway of wireline access"},
});
static_assert(complete(node_kind::wagf));

enum class position_shape : std::uint8_t { none, point, circle, ellipse, polygon, arc };
template <>
inline constexpr auto terms_of<position_shape> = std::to_array<term<position_shape>>({
    {position_shape::point, "point", "point"},
    {position_shape::circle, "circle", "point with an uncertainty circle"},
    {position_shape::ellipse, "ellipse", "point with an uncertainty ellipse"},
    {position_shape::polygon, "polygon", "polygon"},
    {position_shape::arc, "arc", "ellipsoid arc"},
});
static_assert(complete(position_shape::arc));

enum class location_role : std::uint8_t {
  none,
  current,
  last_known,
  additional,
  registration_area,
  forbidden_area,
  allowed_area,
  area_of_interest,
  served_cell,
  service_area,
  site,
  statistics,
  other_party,
};
template <>
inline constexpr auto terms_of<location_role> = std::to_array<term<location_role>>({
    {location_role::current, "current", "where the subject is"},
    {location_role::last_known, "last_known",
     "where the subject was: the sender says that it is not current"},
    {location_role::additional, "additional", "further cells that serve or reach the subject"},
    {location_role::registration_area, "registration_area",
     "areas in which the subject need not register again"},
    {location_role::forbidden_area, "forbidden_area", "where the subject may not have service"},
    {location_role::allowed_area, "allowed_area", "where the subject may have service"},
    {location_role::area_of_interest, "area_of_interest",
     "what the network watches: `presence` says whether the subject is there"},
    {location_role::served_cell, "served_cell", "areas and cells of a node of the network"},
    {location_role::service_area, "service_area",
     "area that a server serves, or that an application expects"},
    {location_role::site, "site", "cells, and where their antennas stand"},
    {location_role::statistics, "statistics", "where the subject often is, as the network computed it"},
    {location_role::other_party, "other_party", "of a party that is not the target"},
});
static_assert(complete(location_role::other_party));

enum class presence_state : std::uint8_t { none, in_area, out_of_area, unknown, inactive };
template <>
inline constexpr auto terms_of<presence_state> = std::to_array<term<presence_state>>({
    {presence_state::in_area, "in_area", "the subject is inside"},
    {presence_state::out_of_area, "out_of_area", "the subject is outside"},
    {presence_state::unknown, "unknown", "the network does not know"},
    {presence_state::inactive, "inactive", "the network does not watch it"},
});
static_assert(complete(presence_state::inactive));

// ---- sessions, networks

enum class session_type : std::uint8_t { none, ipv4, ipv6, ipv4v6, unstructured, ethernet, non_ip };
template <>
inline constexpr auto terms_of<session_type> = std::to_array<term<session_type>>({
    {session_type::ipv4, "ipv4", "IPv4"},
    {session_type::ipv6, "ipv6", "IPv6"},
    {session_type::ipv4v6, "ipv4v6", "IPv4 and IPv6"},
    {session_type::unstructured, "unstructured", "no known structure"},
    {session_type::ethernet, "ethernet", "Ethernet frames"},
    {session_type::non_ip, "non_ip", "no IP"},
});
static_assert(complete(session_type::non_ip));

enum class access_type : std::uint8_t { none, three_gpp, non_three_gpp, both };
template <>
inline constexpr auto terms_of<access_type> = std::to_array<term<access_type>>({
    {access_type::three_gpp, "3gpp", "over the operator's radio network"},
    {access_type::non_three_gpp, "non_3gpp", "over WLAN or a fixed line"},
    {access_type::both, "3gpp_and_non_3gpp", "over both"},
});
static_assert(complete(access_type::both));

enum class cause_space : std::uint8_t {
  none,
  five_gmm,
  five_gsm,
  emm,
  esm,
  gtpv2,
  diameter,
  ran_nas,
  smf,
  ptc,
  nef,
  scef,
  device_trigger,
  udm,
  udm_deregistration,
  ngap_radio,
  ngap_transport,
  ngap_nas,
  ngap_protocol,
  ngap_misc,
  ees,
  shaken,
  akma,
  home_routed,
  sms,
  slice,
  q850,
  sip,
};
template <>
inline constexpr auto terms_of<cause_space> = std::to_array<term<cause_space>>({
    {cause_space::five_gmm, "5gmm", "5GMM cause, TS 24.501 9.11.3.2"},
    {cause_space::five_gsm, "5gsm", "5GSM cause, TS 24.501 9.11.4.2"},
    {cause_space::emm, "emm", "EMM cause, TS 24.301 9.9.3.9"},
    {cause_space::esm, "esm", "ESM cause, TS 24.301 9.9.4.4"},
    {cause_space::gtpv2, "gtpv2", "cause of GTPv2-C, TS 29.274 8.4"},
    {cause_space::diameter, "diameter", "result of the HSS, TS 29.272 7.4"},
    {cause_space::ran_nas, "ran_nas", "RAN/NAS cause, TS 29.274 8.103, hex"},
    {cause_space::smf, "smf", "cause of the SMF, TS 29.502"},
    {cause_space::ptc, "ptc", "push to talk, TS 33.128 7.5"},
    {cause_space::nef, "nef", "NEF, TS 33.128 7.7"},
    {cause_space::scef, "scef", "SCEF, TS 33.128 7.8"},
    {cause_space::device_trigger, "device_trigger", "result of a device trigger, TS 33.128 7.7.3"},
    {cause_space::udm, "udm", "UDM, TS 33.128 7.2"},
    {cause_space::udm_deregistration, "udm_deregistration",
     "reason of a deregistration, TS 29.503 6.2.6.3.8"},
    {cause_space::ngap_radio, "ngap_radio", "NGAP, radio network layer, TS 38.413 9.3.1.2"},
    {cause_space::ngap_transport, "ngap_transport", "NGAP, transport layer, TS 38.413 9.3.1.2"},
    {cause_space::ngap_nas, "ngap_nas", "NGAP, NAS, TS 38.413 9.3.1.2"},
    {cause_space::ngap_protocol, "ngap_protocol", "NGAP, protocol, TS 38.413 9.3.1.2"},
    {cause_space::ngap_misc, "ngap_misc", "NGAP, miscellaneous, TS 38.413 9.3.1.2"},
    {cause_space::ees, "ees", "edge enabler server, TS 33.128 7.14"},
    {cause_space::shaken, "shaken", "failure of a SHAKEN verification, TS 33.128 7.11"},
    {cause_space::akma, "akma", "removal of an AKMA key, TS 33.128 7.9"},
    {cause_space::home_routed, "home_routed", "why home routed roaming is reported, TS 33.128 7.10"},
    {cause_space::sms, "sms", "TP-Failure-Cause, TS 23.040 9.2.3.22"},
    {cause_space::slice, "slice", "why a slice was rejected, TS 24.501 9.11.3.46"},
    {cause_space::q850, "q850", "ITU-T Q.850 2.2.7"},
    {cause_space::sip, "sip", "status code of SIP, RFC 3261 21"},
});
static_assert(complete(cause_space::sip));

enum class slice_status : std::uint8_t {
  none,
  session,
  requested,
  allowed,
  rejected,
  configured,
  alternative,
  replaced,
  mapped,
  supported,
};
template <>
inline constexpr auto terms_of<slice_status> = std::to_array<term<slice_status>>({
    {slice_status::session, "session", "a session uses it"},
    {slice_status::requested, "requested", "asked for"},
    {slice_status::allowed, "allowed", "given"},
    {slice_status::rejected, "rejected", "refused, with a cause"},
    {slice_status::configured, "configured", "known to the device, or subscribed"},
    {slice_status::alternative, "alternative", "in place of another"},
    {slice_status::replaced, "replaced", "another stands in its place"},
    {slice_status::mapped, "mapped", "of the home network, for one of the serving network"},
    {slice_status::supported, "supported", "a node or service of the network has it"},
});
static_assert(complete(slice_status::supported));

enum class bearer_state : std::uint8_t { none, created, modified, deleted, marked_for_removal };
template <>
inline constexpr auto terms_of<bearer_state> = std::to_array<term<bearer_state>>({
    {bearer_state::created, "created", "set up"},
    {bearer_state::modified, "modified", "changed"},
    {bearer_state::deleted, "deleted", "given up"},
    {bearer_state::marked_for_removal, "marked_for_removal", "to be given up"},
});
static_assert(complete(bearer_state::marked_for_removal));

enum class initiator : std::uint8_t { none, subject, network, unknown };
template <>
inline constexpr auto terms_of<initiator> = std::to_array<term<initiator>>({
    {initiator::subject, "subject", "the subject's device"},
    {initiator::network, "network", "the network"},
    {initiator::unknown, "unknown", "the network does not know"},
});
static_assert(complete(initiator::unknown));

enum class registration_type : std::uint8_t {
  none,
  initial,
  mobility,
  periodic,
  emergency,
  snpn_onboarding,
  disaster_mobility,
  disaster_initial,
};
template <>
inline constexpr auto terms_of<registration_type> = std::to_array<term<registration_type>>({
    {registration_type::initial, "initial", "initial registration"},
    {registration_type::mobility, "mobility", "moved to another area"},
    {registration_type::periodic, "periodic", "periodic update"},
    {registration_type::emergency, "emergency", "emergency registration"},
    {registration_type::snpn_onboarding, "snpn_onboarding", "onboarding in a standalone non-public network"},
    {registration_type::disaster_mobility, "disaster_mobility", "disaster roaming, moved"},
    {registration_type::disaster_initial, "disaster_initial", "disaster roaming, initial"},
});
static_assert(complete(registration_type::disaster_initial));

enum class roaming_kind : std::uint8_t { none, local_breakout, s8_home_routed, n9_home_routed };
template <>
inline constexpr auto terms_of<roaming_kind> = std::to_array<term<roaming_kind>>({
    {roaming_kind::local_breakout, "local_breakout", "local breakout"},
    {roaming_kind::s8_home_routed, "s8_home_routed", "home routed over S8"},
    {roaming_kind::n9_home_routed, "n9_home_routed", "home routed over N9"},
});
static_assert(complete(roaming_kind::n9_home_routed));

enum class flow_direction : std::uint8_t { none, downlink, uplink, both };
template <>
inline constexpr auto terms_of<flow_direction> = std::to_array<term<flow_direction>>({
    {flow_direction::downlink, "downlink", "to the subject"},
    {flow_direction::uplink, "uplink", "from the subject"},
    {flow_direction::both, "both", "both"},
});
static_assert(complete(flow_direction::both));

// ---- messages, content

enum class message_type : std::uint8_t { none, sms, mms };
template <>
inline constexpr auto terms_of<message_type> = std::to_array<term<message_type>>({
    {message_type::sms, "sms", "short message"},
    {message_type::mms, "mms", "multimedia message"},
});
static_assert(complete(message_type::mms));

enum class transfer_status : std::uint8_t { none, succeeded, failed, undefined };
template <>
inline constexpr auto terms_of<transfer_status> = std::to_array<term<transfer_status>>({
    {transfer_status::succeeded, "succeeded", "handed over"},
    {transfer_status::failed, "failed", "not handed over"},
    {transfer_status::undefined, "undefined", "not known"},
});
static_assert(complete(transfer_status::undefined));

enum class tpdu_type : std::uint8_t {
  none,
  deliver,
  deliver_report,
  submit,
  submit_report,
  status_report,
  command,
};
template <>
inline constexpr auto terms_of<tpdu_type> = std::to_array<term<tpdu_type>>({
    {tpdu_type::deliver, "deliver", "from the service centre to the recipient"},
    {tpdu_type::deliver_report, "deliver_report", "the recipient's answer"},
    {tpdu_type::submit, "submit", "from the sender to the service centre"},
    {tpdu_type::submit_report, "submit_report", "the service centre's answer"},
    {tpdu_type::status_report, "status_report", "what became of a message, to its sender"},
    {tpdu_type::command, "command", "about a message that was submitted"},
});
static_assert(complete(tpdu_type::command));

enum class sms_alphabet : std::uint8_t { none, gsm7, data, ucs2 };
template <>
inline constexpr auto terms_of<sms_alphabet> = std::to_array<term<sms_alphabet>>({
    {sms_alphabet::gsm7, "gsm7", "GSM 7 bit default alphabet, TS 23.038"},
    {sms_alphabet::data, "data", "8 bit data: no text"},
    {sms_alphabet::ucs2, "ucs2", "16 bit"},
});
static_assert(complete(sms_alphabet::ucs2));

enum class media_direction : std::uint8_t { none, both, send, receive, inactive };
template <>
inline constexpr auto terms_of<media_direction> = std::to_array<term<media_direction>>({
    {media_direction::both, "both", "sent and received"},
    {media_direction::send, "send", "only sent, by who wrote the SDP"},
    {media_direction::receive, "receive", "only received, by who wrote the SDP"},
    {media_direction::inactive, "inactive", "neither: on hold"},
});
static_assert(complete(media_direction::inactive));

enum class content_type : std::uint8_t {
  none,
  ip,
  ethernet,
  ppp,
  l2,
  gtpu,
  unstructured,
  udp,
  tcp,
  udptl,
  rtp,
  audio,
  sip,
  mail,
  mms,
  mime,
  msrp,
  nidd,
  ptc,
  mcptt,
  mcvideo,
  encrypted,
  unknown,
};
template <>
inline constexpr auto terms_of<content_type> = std::to_array<term<content_type>>({
    {content_type::ip, "ip", "IP packet"},
    {content_type::ethernet, "ethernet", "Ethernet frame"},
    {content_type::ppp, "ppp", "PPP frame"},
    {content_type::l2, "l2", "other layer 2 frame"},
    {content_type::gtpu, "gtpu", "GTP-U packet"},
    {content_type::unstructured, "unstructured", "of an unstructured PDU session"},
    {content_type::udp, "udp", "UDP datagram"},
    {content_type::tcp, "tcp", "TCP segment"},
    {content_type::udptl, "udptl", "UDPTL packet (fax)"},
    {content_type::rtp, "rtp", "RTP packet"},
    {content_type::audio, "audio", "audio frame"},
    {content_type::sip, "sip", "SIP message"},
    {content_type::mail, "mail", "mail message"},
    {content_type::mms, "mms", "multimedia message"},
    {content_type::mime, "mime", "MIME entity"},
    {content_type::msrp, "msrp", "MSRP message"},
    {content_type::nidd, "nidd", "non-IP data"},
    {content_type::ptc, "ptc", "push to talk"},
    {content_type::mcptt, "mcptt", "MCPTT"},
    {content_type::mcvideo, "mcvideo", "MCVideo"},
    {content_type::encrypted, "encrypted", "encrypted payload"},
    {content_type::unknown, "unknown", "not said"},
});
static_assert(complete(content_type::unknown));

// ---- notices

enum class notice_action : std::uint8_t { none, activated, deactivated, modified, alarm };
template <>
inline constexpr auto terms_of<notice_action> = std::to_array<term<notice_action>>({
    {notice_action::activated, "activated", "the interception began"},
    {notice_action::deactivated, "deactivated", "the interception ended"},
    {notice_action::modified, "modified", "the interception was changed"},
    {notice_action::alarm, "alarm", "something is wrong"},
});
static_assert(complete(notice_action::alarm));

enum class intercept_type : std::uint8_t { none, iri_and_cc, iri, cc };
template <>
inline constexpr auto terms_of<intercept_type> = std::to_array<term<intercept_type>>({
    {intercept_type::iri_and_cc, "iri_and_cc", "events and content"},
    {intercept_type::iri, "iri", "events"},
    {intercept_type::cc, "cc", "content"},
});
static_assert(complete(intercept_type::cc));

} // namespace lihi
