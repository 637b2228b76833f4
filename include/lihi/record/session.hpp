// Sessions and bearers, the serving network, flows of packets, and why something happened.
#pragma once

#include <lihi/record/fields.hpp>

namespace lihi {

struct slice {
  number sst;
  text sd;
  template <class V, class S>
  static constexpr void fields(V&& v, S& s) {
    v("sst", s.sst, "slice or service type");
    v("sd", s.sd, "slice differentiator, six hex digits");
  }
};

struct tunnel {
  text role;
  number teid;
  list<text> addresses;
  template <class V, class S>
  static constexpr void fields(V&& v, S& s) {
    v("role", s.role, "the ASN.1 member it comes from");
    v("teid", s.teid, "GTP tunnel endpoint identifier");
    v("addresses", s.addresses, "of the endpoint");
  }
};

struct session {
  number pdu_session_id, bearer_id, linked_bearer_id, qfi;
  session_type type = {};
  text request_type, dnn, state;
  list<slice> slices;
  list<text> addresses;
  list<tunnel> tunnels;
  timestamp start_time, end_time;
  number duration;
  counter octets_up, octets_down, packets_up, packets_down;
  template <class V, class S>
  static constexpr void fields(V&& v, S& s) {
    v("pdu_session_id", s.pdu_session_id, "0 to 255");
    v("bearer_id", s.bearer_id, "EPS bearer identity");
    v("linked_bearer_id", s.linked_bearer_id, "default bearer of a dedicated one");
    v("qfi", s.qfi, "QoS flow identifier");
    v("type", s.type, "what it carries");
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
  lihi::access_type access_type = {};
  text nid, rat_type, time_zone;
  list<name_value> functions;
  template <class V, class S>
  static constexpr void fields(V&& v, S& s) {
    v("serving_plmn", s.serving_plmn, "serving network");
    v("nid", s.nid, "network identifier of a standalone non-public network");
    v("access_type", s.access_type, "of the subject");
    v("rat_type", s.rat_type, "radio technology as the module has it");
    v("time_zone", s.time_zone, "of the subject");
    v("functions", s.functions, "network functions named: AMF, SMF, MME, ...");
  }
};

struct traffic {
  text source_address, destination_address;
  number source_port, destination_port, protocol, flow_label;
  counter octets, packets;
  timestamp first_time, last_time;
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
  text text_value;
  number code;
  template <class V, class S>
  static constexpr void fields(V&& v, S& s) {
    v("space", s.space, "what the code is a code of");
    v("code", s.code, "number");
    v("text", s.text_value, "name of the code, or text as sent");
  }
};

} // namespace lihi
