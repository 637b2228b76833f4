// The vendor-neutral record "lihi/1": one per IRI or CC element, TRI, HI1 or HI4 message.
//
// Text and octets are views: into the PDU, or into the decoder that read it. They are valid until that
// decoder reads the next PDU. owned_record keeps a copy of everything.
//
// Every struct lists its fields in fields(); the JSON writer, the JSON Schema, the documentation and the
// copying all go by that list, so they cannot disagree. Empty text, no value and an empty list all mean
// "absent".
#pragma once

#include <lihi/bytes.hpp>
#include <lihi/list.hpp>
#include <lihi/moment.hpp>
#include <memory>
#include <optional>
#include <string_view>
#include <type_traits>

namespace lihi {

using text = std::string_view;
using number = std::optional<std::int64_t>;
using decimal = std::optional<double>;
using flag = std::optional<bool>;
using timestamp = std::optional<moment>;

// A struct that lists its fields.
struct ignore_fields {
  template <class F>
  void operator()(const char*, F&&, const char*) const noexcept {}
};
template <class T>
concept described = requires(T& t) {
  T::fields(ignore_fields{}, t);
};

// A number that may pass 2^53: a string in JSON.
struct counter {
  std::optional<std::uint64_t> value;
};
// Octets: lower-case hex in JSON.
struct octets {
  bytes value;
};
// A piece of JSON, as it is.
struct json_text {
  std::string_view value;
};

struct plmn {
  text mcc, mnc;
  template <class V, class S>
  static void fields(V&& v, S& s) {
    v("mcc", s.mcc, "mobile country code, three digits");
    v("mnc", s.mnc, "mobile network code, two or three digits: 01 is not 1 nor 001");
  }
};

struct identifier {
  text kind, value, provenance;
  template <class V, class S>
  static void fields(V&& v, S& s) {
    v("kind", s.kind, "what it is: the name of the field it would stand in, or of the ASN.1 alternative");
    v("value", s.value, "text, or hex of octets");
    v("provenance", s.provenance, "lea_provided, observed, matched_on, other (TS 33.128 5.5.5)");
  }
};

struct temporary_identity {
  text kind;
  lihi::plmn plmn;
  number amf_region, amf_set, amf_pointer, mme_group, mme_code, tmsi;
  template <class V, class S>
  static void fields(V&& v, S& s) {
    v("kind", s.kind, "5g_guti or guti");
    v("plmn", s.plmn, "of the network that gave it out");
    v("amf_region", s.amf_region, "AMF region id");
    v("amf_set", s.amf_set, "AMF set id");
    v("amf_pointer", s.amf_pointer, "AMF pointer");
    v("mme_group", s.mme_group, "MME group id");
    v("mme_code", s.mme_code, "MME code");
    v("tmsi", s.tmsi, "5G-TMSI or M-TMSI");
  }
};

struct concealed_identity {
  lihi::plmn plmn;
  text routing_indicator, public_key;
  number protection_scheme;
  octets scheme_output;
  template <class V, class S>
  static void fields(V&& v, S& s) {
    v("plmn", s.plmn, "home network");
    v("routing_indicator", s.routing_indicator, "digits, leading zeros kept where their number was sent");
    v("protection_scheme", s.protection_scheme, "0 none, 1 profile A, 2 profile B");
    v("public_key", s.public_key, "home network public key id, hex");
    v("scheme_output", s.scheme_output, "the concealed part");
  }
};

// Who: the target, or a party.
struct subject {
  text imsi, supi, imei, imeisv, msisdn, gpsi, impi, nai, mac_address, eui64, email, username;
  list<text> impu;
  list<text> addresses;
  concealed_identity suci;
  temporary_identity guti, old_guti;
  list<identifier> identifiers;

  template <class V, class S>
  static void fields(V&& v, S& s) {
    v("imsi", s.imsi, "6 to 15 digits");
    v("supi", s.supi, "TS 103 280 SUPIIMSI (digits) or SUPINAI");
    v("suci", s.suci, "concealed identity");
    v("imei", s.imei, "14 or 15 digits");
    v("imeisv", s.imeisv, "16 digits");
    v("msisdn", s.msisdn, "digits of the international number, without +");
    v("gpsi", s.gpsi, "TS 103 280 GPSIMSISDN (digits) or GPSINAI");
    v("impu", s.impu, "SIP and tel URIs");
    v("impi", s.impi, "IMS private identity");
    v("nai", s.nai, "network access identifier");
    v("mac_address", s.mac_address, "12 hex digits");
    v("eui64", s.eui64, "16 hex digits");
    v("email", s.email, "e-mail address");
    v("username", s.username, "name at an access server");
    v("guti", s.guti, "temporary identity");
    v("old_guti", s.old_guti, "temporary identity before this event");
    v("addresses", s.addresses, "IP addresses that identify the subject");
    v("identifiers", s.identifiers, "target identifiers as sent, and further values of the fields above");
  }
};

struct party {
  text role, nature;
  subject who;
  template <class V, class S>
  static void fields(V&& v, S& s) {
    v("role", s.role,
      "originating, terminating, cc, bcc, participant, forwarded, previous (sent it before), former (an "
      "identity the target had), translated, remote_ue, pin_element");
    v("nature", s.nature, "type of a number: international, national, alphanumeric, unknown, ...");
    subject::fields(v, s.who);
  }
};

struct cell {
  lihi::plmn plmn;
  text technology, nid;
  number tac, lac, rac, sac, ci, eci, nci;
  template <class V, class S>
  static void fields(V&& v, S& s) {
    v("technology", s.technology, "nr, eutra, utra, gera, n3ga, wlan, fixed");
    v("plmn", s.plmn, "of the cell or area");
    v("tac", s.tac, "tracking area code");
    v("lac", s.lac, "location area code");
    v("rac", s.rac, "routing area code");
    v("sac", s.sac, "service area code");
    v("ci", s.ci, "cell identity (GERAN, UTRAN)");
    v("eci", s.eci, "E-UTRAN cell identity, 28 bits");
    v("nci", s.nci, "NR cell identity, 36 bits");
    v("nid", s.nid, "network identifier of a standalone non-public network");
  }
};

struct ran_node {
  lihi::plmn plmn;
  text kind, id, nid;
  template <class V, class S>
  static void fields(V&& v, S& s) {
    v("kind", s.kind, "gnb, ng_enb, enb, n3iwf, tngf, wagf");
    v("id", s.id, "hex, or text as sent");
    v("plmn", s.plmn, "of the node");
    v("nid", s.nid, "network identifier of a standalone non-public network");
  }
};

struct coordinates {
  decimal latitude, longitude;
  template <class V, class S>
  static void fields(V&& v, S& s) {
    v("latitude", s.latitude, "decimal degrees, WGS 84, north positive");
    v("longitude", s.longitude, "decimal degrees, WGS 84, east positive");
  }
};

struct position {
  text shape, datum;
  decimal latitude, longitude, radius, semi_major, semi_minor, orientation, altitude, altitude_uncertainty,
      inner_radius, start_angle, included_angle, azimuth;
  number confidence;
  list<coordinates> points;
  template <class V, class S>
  static void fields(V&& v, S& s) {
    v("shape", s.shape, "point, circle, ellipse, polygon, arc, site (the antenna's place)");
    v("latitude", s.latitude, "decimal degrees, north positive");
    v("longitude", s.longitude, "decimal degrees, east positive");
    v("radius", s.radius, "uncertainty, metres");
    v("semi_major", s.semi_major, "uncertainty ellipse, metres");
    v("semi_minor", s.semi_minor, "uncertainty ellipse, metres");
    v("orientation", s.orientation, "of the major axis, degrees clockwise from north");
    v("altitude", s.altitude, "metres above the ellipsoid");
    v("altitude_uncertainty", s.altitude_uncertainty, "metres");
    v("inner_radius", s.inner_radius, "of an arc, metres");
    v("start_angle", s.start_angle, "of an arc, degrees clockwise from north");
    v("included_angle", s.included_angle, "of an arc, degrees");
    v("azimuth", s.azimuth, "of the antenna, degrees clockwise from north");
    v("confidence", s.confidence, "percent");
    v("points", s.points, "of a polygon");
    v("datum", s.datum, "map datum when one was named");
  }
};

struct name_value {
  text name, value;
  template <class V, class S>
  static void fields(V&& v, S& s) {
    v("name", s.name, "what, as the specification calls it");
    v("value", s.value, "text as sent");
  }
};

struct location {
  text source, description, gnss, area, ip_address, number_text;
  lihi::cell cell;
  ran_node node;
  lihi::position position;
  timestamp time;
  number age_minutes, port;
  list<name_value> civic, access_point;
  template <class V, class S>
  static void fields(V&& v, S& s) {
    v("source", s.source, "the ASN.1 member it comes from");
    v("cell", s.cell, "cell or area of the access network");
    v("node", s.node, "base station or gateway");
    v("position", s.position, "geographic position");
    v("time", s.time, "when the subject was there");
    v("age_minutes", s.age_minutes, "age of the location when it was reported");
    v("civic", s.civic, "civic address (RFC 4776 element names)");
    v("access_point", s.access_point, "identifiers of a WLAN, fixed or trusted access point");
    v("ip_address", s.ip_address, "address of the device on a non-3GPP access");
    v("port", s.port, "port of that address");
    v("number", s.number_text, "location, VLR or MSC number");
    v("area", s.area, "named area");
    v("gnss", s.gnss, "raw positioning data");
    v("description", s.description, "operator's own description");
  }
};

struct slice {
  number sst;
  text sd;
  template <class V, class S>
  static void fields(V&& v, S& s) {
    v("sst", s.sst, "slice or service type");
    v("sd", s.sd, "slice differentiator, six hex digits");
  }
};

struct tunnel {
  text role;
  number teid;
  list<text> addresses;
  template <class V, class S>
  static void fields(V&& v, S& s) {
    v("role", s.role, "the ASN.1 member it comes from");
    v("teid", s.teid, "GTP tunnel endpoint identifier");
    v("addresses", s.addresses, "of the endpoint");
  }
};

struct session {
  number pdu_session_id, bearer_id, linked_bearer_id, qfi;
  text type, request_type, dnn, state;
  list<slice> slices;
  list<text> addresses;
  list<tunnel> tunnels;
  timestamp start_time, end_time;
  number duration;
  counter octets_up, octets_down, packets_up, packets_down;
  template <class V, class S>
  static void fields(V&& v, S& s) {
    v("pdu_session_id", s.pdu_session_id, "0 to 255");
    v("bearer_id", s.bearer_id, "EPS bearer identity");
    v("linked_bearer_id", s.linked_bearer_id, "default bearer of a dedicated one");
    v("qfi", s.qfi, "QoS flow identifier");
    v("type", s.type, "ipv4, ipv6, ipv4v6, non_ip, ethernet, unstructured; else as the module has it");
    v("request_type", s.request_type, "as the module has it");
    v("state", s.state, "as the module has it");
    v("dnn", s.dnn, "data network name or APN");
    v("slices", s.slices, "S-NSSAIs");
    v("addresses", s.addresses, "IP or MAC addresses given to the subject");
    v("tunnels", s.tunnels, "GTP tunnel endpoints");
    v("start_time", s.start_time, "of the session");
    v("end_time", s.end_time, "of the session");
    v("duration", s.duration, "seconds");
    v("octets_up", s.octets_up, "from the subject");
    v("octets_down", s.octets_down, "to the subject");
    v("packets_up", s.packets_up, "from the subject");
    v("packets_down", s.packets_down, "to the subject");
  }
};

struct network {
  lihi::plmn serving_plmn;
  text nid, access_type, rat_type, time_zone;
  list<name_value> functions;
  template <class V, class S>
  static void fields(V&& v, S& s) {
    v("serving_plmn", s.serving_plmn, "serving network");
    v("nid", s.nid, "network identifier of a standalone non-public network");
    v("access_type", s.access_type, "3gpp, non_3gpp; else as the module has it");
    v("rat_type", s.rat_type, "radio technology as the module has it");
    v("time_zone", s.time_zone, "of the subject");
    v("functions", s.functions, "network functions named: AMF, SMF, MME, ...");
  }
};

struct traffic {
  text source_address, destination_address, protocol_name;
  number source_port, destination_port, protocol, flow_label;
  counter octets, packets;
  timestamp first_time, last_time;
  template <class V, class S>
  static void fields(V&& v, S& s) {
    v("source_address", s.source_address, "of the packets");
    v("source_port", s.source_port, "TCP, UDP or SCTP port");
    v("destination_address", s.destination_address, "of the packets");
    v("destination_port", s.destination_port, "TCP, UDP or SCTP port");
    v("protocol", s.protocol, "IP protocol number");
    v("flow_label", s.flow_label, "IPv6 flow label");
    v("packets", s.packets, "number of packets");
    v("octets", s.octets, "number of octets, or size of the packet");
    v("first_time", s.first_time, "first packet");
    v("last_time", s.last_time, "last packet");
  }
};

struct cause {
  text space, text_value;
  number code;
  template <class V, class S>
  static void fields(V&& v, S& s) {
    v("space", s.space, "what the code is a code of: 5gmm, 5gsm, emm, esm, gtp, sip, q850, ...");
    v("code", s.code, "number");
    v("text", s.text_value, "name of the code, or text as sent");
  }
};

struct message_data {
  text type, tpdu_type, status, text_value, encoding, subject_text, id;
  text service_center_time_text;
  timestamp time;
  number reference, part, parts, protocol, size;
  octets tpdu;
  template <class V, class S>
  static void fields(V&& v, S& s) {
    v("type", s.type, "sms, mms, mail, rcs, ptc");
    v("tpdu_type", s.tpdu_type, "deliver, submit, deliver_report, submit_report, status_report, command");
    v("id", s.id, "message or transaction identifier");
    v("subject", s.subject_text, "subject line");
    v("status", s.status, "delivery or read status, as the module has it");
    v("time", s.time, "service centre time stamp, or time of the message");
    v("encoding", s.encoding, "gsm7, data, ucs2");
    v("text", s.text_value, "text of the message");
    v("reference", s.reference, "of a message in several parts");
    v("part", s.part, "which part, from 1");
    v("parts", s.parts, "how many parts");
    v("protocol", s.protocol, "TP-PID");
    v("size", s.size, "octets");
    v("tpdu", s.tpdu, "the short message as sent");
  }
};

struct sip_message {
  text method, request_uri, reason, from, to, call_id, cseq, contact, user_agent, asserted_identity,
      access_info;
  text source_address, destination_address;
  number status, media_port;
  text media_address;
  template <class V, class S>
  static void fields(V&& v, S& s) {
    v("method", s.method, "of a request, or of the CSeq of a response");
    v("request_uri", s.request_uri, "of a request");
    v("status", s.status, "of a response");
    v("reason", s.reason, "of a response");
    v("from", s.from, "header as sent");
    v("to", s.to, "header as sent");
    v("asserted_identity", s.asserted_identity, "P-Asserted-Identity as sent");
    v("contact", s.contact, "header as sent");
    v("call_id", s.call_id, "header");
    v("cseq", s.cseq, "header");
    v("user_agent", s.user_agent, "header");
    v("access_info", s.access_info, "P-Access-Network-Info as sent");
    v("source_address", s.source_address, "of the IP packet");
    v("destination_address", s.destination_address, "of the IP packet");
    v("media_address", s.media_address, "first connection address of the SDP");
    v("media_port", s.media_port, "first media port of the SDP");
  }
};

struct intercept_notice {
  text action, target, target_kind, reference, owner, service;
  timestamp start_time, end_time;
  flag target_is_local;
  template <class V, class S>
  static void fields(V&& v, S& s) {
    v("action", s.action, "activated, deactivated, modified, alarm");
    v("target_kind", s.target_kind, "what the target identifier is");
    v("target", s.target, "target identifier");
    v("start_time", s.start_time, "of the interception");
    v("end_time", s.end_time, "of the interception");
    v("reference", s.reference, "of the authorization");
    v("owner", s.owner, "owner identifier");
    v("service", s.service, "service intercepted");
    v("target_is_local", s.target_is_local, "whether the target belongs to the network");
  }
};

struct content_data {
  text type;
  number length;
  lihi::octets octets;
  template <class V, class S>
  static void fields(V&& v, S& s) {
    v("type", s.type,
      "ip, ethernet, ppp, l2, gtpu, rtp, sip, sdp, mail, mms, msrp, mime, nidd, ptc, audio, "
      "encrypted, unknown");
    v("length", s.length, "octets");
    v("octets", s.octets, "the content");
  }
};

struct correlation_key {
  text scheme, value;
  template <class V, class S>
  static void fields(V&& v, S& s) {
    v("scheme", s.scheme, "cin, cin_extension, call_id, ...");
    v("value", s.value, "text, or hex of octets");
  }
};

struct schema_version {
  text spec;
  number release, version;
  template <class V, class S>
  static void fields(V&& v, S& s) {
    v("spec", s.spec, "specification of the content");
    v("release", s.release, "3GPP release, as its object identifier names it");
    v("version", s.version, "version, as its object identifier names it");
  }
};

struct unknown_member {
  text path, tag;
  lihi::octets octets;
  template <class V, class S>
  static void fields(V&& v, S& s) {
    v("path", s.path, "ASN.1 path of what it stands in");
    v("tag", s.tag, "as ASN.1 writes it");
    v("octets", s.octets, "the whole element, tag and length included");
  }
};

struct note_entry {
  text code, path;
  std::optional<std::uint64_t> offset;
  template <class V, class S>
  static void fields(V&& v, S& s) {
    v("code", s.code, "what was noticed");
    v("offset", s.offset, "octets from the start of the stream");
    v("path", s.path, "ASN.1 path");
  }
};

struct source_place {
  text name;
  std::optional<std::uint64_t> offset, length;
  number element;
  template <class V, class S>
  static void fields(V&& v, S& s) {
    v("name", s.name, "file or link");
    v("offset", s.offset, "of the PS-PDU in the stream");
    v("length", s.length, "of the PS-PDU");
    v("element", s.element, "index of the element in the PS-PDU");
  }
};

struct record {
  text version = "lihi/1";
  text id, interface, kind, liid, liid_encoding, authorization_country, delivery_country, operator_id,
      network_element_id, interception_point_id, nf_id, iri_type, direction, event, source_event,
      time_qualifier;
  source_place source;
  number cin, sequence;
  timestamp event_time;
  schema_version schema;
  subject target;
  list<party> parties;
  list<location> locations;
  lihi::session session;
  lihi::network network;
  lihi::traffic traffic;
  lihi::cause cause;
  message_data message;
  sip_message sip;
  intercept_notice li;
  content_data content;
  list<correlation_key> correlation;
  list<name_value> attributes;
  json_text detail;
  list<unknown_member> unknown;
  list<note_entry> notes;

  template <class V, class S>
  static void fields(V&& v, S& s) {
    v("record", s.version, "name and version of this format");
    v("id", s.id, "of the octets: equal for a PS-PDU that was sent twice, different otherwise");
    v("source", s.source, "where the element stands");
    v("interface", s.interface, "HI1, HI2, HI3, HI4, TRI, ILHI");
    v("kind", s.kind,
      "iri, cc, tri, hi1, hi4, ilhi (between LEMFs), encrypted, empty (a PS-PDU without element)");
    v("liid", s.liid, "lawful interception identifier: text when all octets print, else hex");
    v("liid_encoding", s.liid_encoding, "hex, when it is");
    v("authorization_country", s.authorization_country, "ISO 3166-1");
    v("delivery_country", s.delivery_country, "ISO 3166-1");
    v("operator_id", s.operator_id, "text when all octets print, else hex");
    v("network_element_id", s.network_element_id, "text when all octets print, else hex");
    v("interception_point_id", s.interception_point_id, "text when all octets print, else hex");
    v("nf_id", s.nf_id, "network function identifier");
    v("cin", s.cin, "communication identity number");
    v("sequence", s.sequence, "sequence number of the PS-PDU");
    v("iri_type", s.iri_type, "begin, end, continue, report, as sent");
    v("direction", s.direction, "from_target, to_target, both, unknown, none");
    v("event", s.event, "what happened, in lihi's taxonomy");
    v("source_event", s.source_event, "what happened, as the module calls it");
    v("event_time", s.event_time, "of the element, else of the PS-PDU");
    v("time_qualifier", s.time_qualifier,
      "unknown, time_of_interception, time_of_mediation, time_of_aggregation");
    v("schema", s.schema, "what the element is written in");
    v("target", s.target, "who is intercepted");
    v("parties", s.parties, "who else takes part");
    v("locations", s.locations, "where");
    v("session", s.session, "PDU session, PDN connection, bearer, access session");
    v("network", s.network, "serving network");
    v("traffic", s.traffic, "flow of packets");
    v("cause", s.cause, "why");
    v("message", s.message, "short, multimedia or other message");
    v("sip", s.sip, "SIP message");
    v("li", s.li, "notice about the interception itself");
    v("content", s.content, "content of communication");
    v("correlation", s.correlation, "keys that tie records together");
    v("attributes", s.attributes, "further times and names, by their ASN.1 member");
    v("detail", s.detail, "the whole element in JER (ITU-T X.697)");
    v("unknown", s.unknown, "members that the schema does not know");
    v("notes", s.notes, "what was odd about the element");
  }
};

// ---- absence: whether no field of it has a value
inline bool is_empty(text value) noexcept { return value.empty(); }
inline bool is_empty(const counter& value) noexcept { return !value.value; }
inline bool is_empty(const octets& value) noexcept { return value.value.empty(); }
inline bool is_empty(const json_text& value) noexcept { return value.value.empty(); }
template <class T>
bool is_empty(const std::optional<T>& value) noexcept {
  return !value;
}
template <class T>
bool is_empty(const list<T>& value) noexcept {
  return value.empty();
}
template <described T>
bool is_empty(const T& value) noexcept {
  bool found = false; // every field is looked at: a load each costs less than a branch each
  T::fields([&found](const char*, const auto& field, const char*) { found |= !is_empty(field); }, value);
  return !found;
}

// ---- clearing (a list keeps its memory)
template <class T>
void clear_value(std::optional<T>& value) noexcept {
  value.reset();
}
inline void clear_value(counter& value) noexcept { value.value.reset(); }
inline void clear_value(octets& value) noexcept { value.value = {}; }
inline void clear_value(json_text& value) noexcept { value.value = {}; }
template <class T>
void clear_value(list<T>& value) noexcept {
  value.clear();
}
template <described T>
void clear_value(T& value) noexcept {
  T::fields(
      [](const char*, auto& field, const char*) {
        if constexpr (described<std::remove_reference_t<decltype(field)>>) {
          if (is_empty(field)) return; // as most are, and looking costs less than clearing
        }
        clear_value(field);
      },
      value);
}

// A record with everything it refers to: outlives the decoder and the input.
class owned_record {
 public:
  explicit owned_record(const record& from);
  owned_record(owned_record&&) noexcept = default;
  owned_record& operator=(owned_record&&) noexcept = default;

  [[nodiscard]] const record& operator*() const& noexcept { return record_; }
  [[nodiscard]] const record* operator->() const noexcept { return &record_; }
  const record& operator*() && = delete; // would dangle

 private:
  std::unique_ptr<char[]> storage_;
  record record_;
};

} // namespace lihi
