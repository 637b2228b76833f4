// The vendor-neutral record "lihi/1": one per IRI or CC element, TRI, HI1 or HI4 message. Its parts are in
// lihi/record/.
//
// Text and octets are views: into the PDU, or into the decoder that read it. They are valid until that
// decoder reads the next PDU. owned_record keeps a copy of everything.
#pragma once

#include <lihi/record/events.hpp>
#include <lihi/record/location.hpp>
#include <lihi/record/message.hpp>
#include <lihi/record/session.hpp>
#include <lihi/record/subject.hpp>
#include <lihi/export.hpp>
#include <memory>

namespace lihi {

struct notice_target {
  field::text kind, value, owner;
  template <class V, class S>
  static constexpr void fields(V&& v, S& s) {
    v("kind", s.kind, "what it is: as `kind` of an identifier, or the name of its format");
    v("value", s.value, "as sent, or hex");
    v("owner", s.owner, "who defines the format");
  }
};

// Where the intercept is delivered to.
struct delivery_address {
  handover_interface interface = {};
  field::text address;
  field::number port;
  template <class V, class S>
  static constexpr void fields(V&& v, S& s) {
    v("interface", s.interface, "HI2 or HI3");
    v("address", s.address, "IP address");
    v("port", s.port, "TCP port");
  }
};

struct intercept_notice {
  notice_action action = {};
  lihi::intercept_type intercept_type = {};
  field::list<notice_target> targets;
  field::list<delivery_address> delivery;
  field::text reference, owner, service, subtype, alarm;
  field::timestamp start_time, end_time;
  field::flag target_is_local;
  template <class V, class S>
  static constexpr void fields(V&& v, S& s) {
    v("action", s.action, "what was done");
    v("targets", s.targets, "target identifiers");
    v("intercept_type", s.intercept_type, "what is delivered");
    v("delivery", s.delivery, "where to");
    v("start_time", s.start_time, "of the interception");
    v("end_time", s.end_time, "of the interception");
    v("reference", s.reference, "of the authorization");
    v("owner", s.owner, "owner identifier");
    v("service", s.service, "service intercepted");
    v("subtype", s.subtype, "of the target identifiers");
    v("alarm", s.alarm, "what is wrong, as sent");
    v("target_is_local", s.target_is_local, "whether the target belongs to the network");
  }
};

struct correlation_key {
  correlation_scheme scheme = {};
  field::text value;
  template <class V, class S>
  static constexpr void fields(V&& v, S& s) {
    v("scheme", s.scheme, "what kind of key");
    v("value", s.value, "text, or hex of octets");
  }
};

struct schema_version {
  field::text spec;
  field::number release, version;
  template <class V, class S>
  static constexpr void fields(V&& v, S& s) {
    v("spec", s.spec, "specification of the content");
    v("release", s.release, "3GPP release, as its object identifier names it");
    v("version", s.version, "version, as its object identifier names it");
  }
};

struct unknown_member {
  field::text path, tag;
  field::octets octets;
  template <class V, class S>
  static constexpr void fields(V&& v, S& s) {
    v("path", s.path, "ASN.1 path of what it stands in");
    v("tag", s.tag, "as ASN.1 writes it");
    v("octets", s.octets, "the whole element, tag and length included");
  }
};

struct note_entry {
  field::text code, path;
  std::optional<std::uint64_t> offset;
  template <class V, class S>
  static constexpr void fields(V&& v, S& s) {
    v("code", s.code, "what was noticed");
    v("offset", s.offset, "octets from the start of the stream");
    v("path", s.path, "ASN.1 path");
  }
};

struct source_place {
  field::text name, link;
  field::timestamp arrived;
  std::optional<std::uint64_t> offset, length;
  field::number element;
  template <class V, class S>
  static constexpr void fields(V&& v, S& s) {
    v("name", s.name, "file or link");
    v("link", s.link, "connection, of a capture: the sender's address and port, >, the receiver's");
    v("offset", s.offset, "of the PS-PDU in the stream");
    v("length", s.length, "of the PS-PDU");
    v("element", s.element, "index of the element in the PS-PDU");
    v("arrived", s.arrived, "when the last octet of the PS-PDU was captured");
  }
};

struct record {
  field::text version = "lihi/1";
  field::text id, liid, authorization_country, delivery_country, operator_id, network_element_id,
      interception_point_id, nf_id, source_event;
  handover_interface interface = {};
  element_kind kind = {};
  text_encoding liid_encoding = {};
  lihi::iri_type iri_type = {};
  lihi::direction direction = {}, payload_direction = {};
  event_type event = {};
  lihi::time_qualifier time_qualifier = {};
  source_place source;
  field::number cin, sequence, header_version;
  field::timestamp event_time, pdu_time, report_time;
  schema_version schema;
  subject target;
  field::list<party> parties;
  field::list<location> locations;
  lihi::session session;
  lihi::network network;
  lihi::traffic traffic;
  lihi::registration registration;
  field::list<cause> causes;
  message_data message;
  sip_message sip;
  intercept_notice li;
  content_data content;
  field::list<correlation_key> correlation;
  field::list<attribute> other_addresses, attributes;
  field::json_text detail;
  field::list<unknown_member> unknown;
  field::list<note_entry> notes;

  template <class V, class S>
  static constexpr void fields(V&& v, S& s) {
    v("record", s.version, "name and version of this format");
    v("id", s.id, "of the octets: equal for a PS-PDU that was sent twice, different otherwise");
    v("source", s.source, "where the element stands");
    v("interface", s.interface, "port of the handover interface");
    v("kind", s.kind, "what the element is");
    v("liid", s.liid, "lawful interception identifier: text when all octets print, else hex");
    v("liid_encoding", s.liid_encoding, "hex, when it is");
    v("authorization_country", s.authorization_country, "ISO 3166-1");
    v("delivery_country", s.delivery_country, "ISO 3166-1");
    v("operator_id", s.operator_id, "text when all octets print, else hex");
    v("network_element_id", s.network_element_id, "text when all octets print, else hex");
    v("interception_point_id", s.interception_point_id, "text when all octets print, else hex");
    v("nf_id", s.nf_id, "network function identifier");
    v("header_version", s.header_version, "version of the PSHeader, as its li-psDomainId names it");
    v("cin", s.cin, "communication identity number");
    v("sequence", s.sequence, "sequence number of the PS-PDU");
    v("iri_type", s.iri_type, "of an IRI");
    v("direction", s.direction, "of what happened, as the event says; else of the payload");
    v("payload_direction", s.payload_direction, "of the payload, when the event says another");
    v("event", s.event, "what happened, in lihi's taxonomy");
    v("source_event", s.source_event, "what happened, as the module calls it");
    v("event_time", s.event_time, "of the element; of the PSHeader when the element has none");
    v("pdu_time", s.pdu_time, "of the PSHeader, when its element has another time of its own");
    v("report_time", s.report_time, "of a presence report that names no place");
    v("time_qualifier", s.time_qualifier, "what the time is the time of");
    v("schema", s.schema, "what the element is written in");
    v("target", s.target, "who is intercepted");
    v("parties", s.parties, "who else takes part");
    v("locations", s.locations, "where");
    v("session", s.session, "PDU session, PDN connection, bearer, access session");
    v("network", s.network, "serving network");
    v("traffic", s.traffic, "flow of packets");
    v("registration", s.registration, "with the network");
    v("causes", s.causes, "why");
    v("message", s.message, "short, multimedia or other message");
    v("sip", s.sip, "SIP message");
    v("li", s.li, "notice about the interception itself");
    v("content", s.content, "content of communication");
    v("correlation", s.correlation, "keys that tie records together");
    v("other_addresses", s.other_addresses, "further addresses: of servers, routes, devices");
    v("attributes", s.attributes, "further values, by their ASN.1 member");
    v("detail", s.detail, "the whole element in JER (ITU-T X.697)");
    v("unknown", s.unknown, "members that the schema does not know");
    v("notes", s.notes, "what was odd about the element");
  }
};

// A record with everything it refers to: outlives the decoder and the input.
class LIHI_EXPORT owned_record {
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
