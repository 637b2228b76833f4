// Sessions and bearers, the serving network, flows of packets, and why something happened.
#pragma once

#include <lihi/record/fields.hpp>

namespace lihi {

struct slice {
  field::number sst, cause, pdu_session_id;
  field::text sd, cause_text;
  slice_status status = {};
  template <class V, class S>
  static constexpr void fields(V&& v, S& s) {
    v("sst", s.sst, "slice or service type");
    v("sd", s.sd, "slice differentiator, six hex digits");
    v("status", s.status, "what of it");
    v("cause", s.cause, "why it was rejected, TS 24.501 9.11.3.46");
    v("cause_text", s.cause_text, "name of that cause");
    v("pdu_session_id", s.pdu_session_id, "of the session that uses it, when several are named");
  }
};

struct tunnel {
  field::text role;
  field::number teid;
  field::list<field::text> addresses;
  template <class V, class S>
  static constexpr void fields(V&& v, S& s) {
    v("role", s.role, "the ASN.1 member it comes from");
    v("teid", s.teid, "GTP tunnel endpoint identifier");
    v("addresses", s.addresses, "of the endpoint");
  }
};

// An EPS bearer.
struct bearer {
  field::number id, qci, priority;
  bearer_state state = {};
  field::counter max_up, max_down, guaranteed_up, guaranteed_down;
  template <class V, class S>
  static constexpr void fields(V&& v, S& s) {
    v("id", s.id, "EPS bearer identity");
    v("state", s.state, "what happened to it");
    v("qci", s.qci, "QoS class identifier");
    v("priority", s.priority, "allocation and retention priority, 1 to 15");
    v("max_up", s.max_up, "kbit/s from the subject");
    v("max_down", s.max_down, "kbit/s to the subject");
    v("guaranteed_up", s.guaranteed_up, "kbit/s from the subject");
    v("guaranteed_down", s.guaranteed_down, "kbit/s to the subject");
  }
};

// A QoS flow of 5G.
struct qos_flow {
  field::number qfi, five_qi, bearer_id;
  lihi::access_type access_type = {};
  template <class V, class S>
  static constexpr void fields(V&& v, S& s) {
    v("qfi", s.qfi, "QoS flow identifier");
    v("five_qi", s.five_qi, "5G QoS identifier");
    v("bearer_id", s.bearer_id, "EPS bearer that it is mapped to");
    v("access_type", s.access_type, "that carries it");
  }
};

// Packets that a rule is about: not seen, but looked for.
struct flow_filter {
  flow_direction direction = {};
  field::list<field::text> source, destination;
  field::number source_port, destination_port, protocol;
  template <class V, class S>
  static constexpr void fields(V&& v, S& s) {
    v("direction", s.direction, "of the packets");
    v("source", s.source, "address, or first and last of a range; absent: any");
    v("source_port", s.source_port, "TCP, UDP or SCTP port");
    v("destination", s.destination, "address, or first and last of a range; absent: any");
    v("destination_port", s.destination_port, "TCP, UDP or SCTP port");
    v("protocol", s.protocol, "IP protocol number");
  }
};

struct traffic_rule {
  field::text id, application;
  field::list<flow_filter> filters;
  field::list<field::text> addresses;
  template <class V, class S>
  static constexpr void fields(V&& v, S& s) {
    v("id", s.id, "of the policy and charging rule");
    v("application", s.application, "identifier of the application");
    v("filters", s.filters, "which packets");
    v("addresses", s.addresses, "of routes and servers that it names");
  }
};

struct session {
  field::number pdu_session_id, old_pdu_session_id, bearer_id, linked_bearer_id, qfi;
  session_type type = {};
  lihi::initiator initiator = {};
  field::text request_type, dnn, selected_dnn, state;
  field::list<slice> slices;
  field::list<field::text> addresses, outer_addresses;
  field::list<tunnel> tunnels;
  field::list<bearer> bearers;
  field::list<qos_flow> flows;
  field::list<traffic_rule> rules;
  field::timestamp start_time, end_time, first_packet_time, last_packet_time;
  field::counter octets_up, octets_down;
  template <class V, class S>
  static constexpr void fields(V&& v, S& s) {
    v("pdu_session_id", s.pdu_session_id, "0 to 255");
    v("old_pdu_session_id", s.old_pdu_session_id, "of the session that it takes the place of");
    v("bearer_id", s.bearer_id, "EPS bearer identity, of the default bearer");
    v("linked_bearer_id", s.linked_bearer_id, "default bearer of a dedicated one");
    v("qfi", s.qfi, "QoS flow identifier of the content");
    v("type", s.type, "what it carries");
    v("initiator", s.initiator, "who began what happened");
    v("request_type", s.request_type, "as the module has it");
    v("state", s.state, "as the module has it");
    v("dnn", s.dnn, "data network name or APN");
    v("selected_dnn", s.selected_dnn, "that the network chose");
    v("slices", s.slices, "S-NSSAIs");
    v("addresses", s.addresses, "IP or MAC addresses given to the subject");
    v("outer_addresses", s.outer_addresses, "of the subject on the non-3GPP access that carries the session");
    v("tunnels", s.tunnels, "GTP tunnel endpoints");
    v("bearers", s.bearers, "EPS bearers");
    v("flows", s.flows, "QoS flows");
    v("rules", s.rules, "policy and charging rules");
    v("start_time", s.start_time, "of the session");
    v("end_time", s.end_time, "of the session");
    v("first_packet_time", s.first_packet_time, "of the packets counted");
    v("last_packet_time", s.last_packet_time, "of the packets counted");
    v("octets_up", s.octets_up, "from the subject");
    v("octets_down", s.octets_down, "to the subject");
  }
};

struct network_function {
  field::text name, id;
  lihi::plmn plmn;
  field::number amf_region, amf_set, amf_pointer, mme_group, mme_code;
  template <class V, class S>
  static constexpr void fields(V&& v, S& s) {
    v("name", s.name, "the ASN.1 member it comes from");
    v("id", s.id, "instance identifier or URI");
    v("plmn", s.plmn, "of the network it belongs to");
    v("amf_region", s.amf_region, "AMF region id");
    v("amf_set", s.amf_set, "AMF set id");
    v("amf_pointer", s.amf_pointer, "AMF pointer");
    v("mme_group", s.mme_group, "MME group id");
    v("mme_code", s.mme_code, "MME code");
  }
};

struct network {
  lihi::plmn serving_plmn, former_plmn;
  lihi::access_type access_type = {};
  field::flag roaming;
  lihi::roaming_kind roaming_kind = {};
  field::text nid, rat_type, time_zone;
  field::list<network_function> functions;
  field::list<plmn> equivalent_plmns, supported_plmns;
  template <class V, class S>
  static constexpr void fields(V&& v, S& s) {
    v("serving_plmn", s.serving_plmn, "serving network");
    v("former_plmn", s.former_plmn, "serving network before this event");
    v("equivalent_plmns", s.equivalent_plmns, "networks that count as the serving one");
    v("supported_plmns", s.supported_plmns, "that nodes of the network serve");
    v("nid", s.nid, "network identifier of a standalone non-public network");
    v("access_type", s.access_type, "of the subject");
    v("rat_type", s.rat_type, "radio technology as the module has it");
    v("roaming", s.roaming, "whether the subject is in a visited network");
    v("roaming_kind", s.roaming_kind, "how the visited network reaches the home network");
    v("time_zone", s.time_zone, "of the subject");
    v("functions", s.functions, "network functions named: AMF, SMF, MME, ...");
  }
};

struct registration {
  registration_type type = {};
  lihi::access_type result = {};
  lihi::initiator initiator = {};
  field::timestamp time, expiry_time;
  template <class V, class S>
  static constexpr void fields(V&& v, S& s) {
    v("type", s.type, "what was asked for");
    v("result", s.result, "accesses that the subject is registered over");
    v("initiator", s.initiator, "who began a deregistration");
    v("time", s.time, "when the subject registered");
    v("expiry_time", s.expiry_time, "when the registration ends");
  }
};

struct traffic {
  field::text source_address, destination_address;
  field::number source_port, destination_port, protocol, flow_label;
  field::counter octets, packets;
  field::timestamp first_time, last_time;
  template <class V, class S>
  static constexpr void fields(V&& v, S& s) {
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
  cause_space space = {};
  field::text text_value, source;
  field::number code;
  template <class V, class S>
  static constexpr void fields(V&& v, S& s) {
    v("space", s.space, "what the code is a code of");
    v("code", s.code, "number in that specification");
    v("text", s.text_value, "name of the code, or text as sent");
    v("source", s.source, "path of the ASN.1 member that it comes from, within the event");
  }
};

} // namespace lihi
