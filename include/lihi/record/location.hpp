// Where: cells, base stations, positions, civic addresses, access points.
#pragma once

#include <lihi/record/fields.hpp>

namespace lihi {

struct cell {
  lihi::plmn plmn;
  access_technology technology = {};
  text nid;
  number tac, lac, rac, sac, ci, eci, nci;
  template <class V, class S>
  static constexpr void fields(V&& v, S& s) {
    v("technology", s.technology, "of the radio or other access");
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
  node_kind kind = {};
  text id, nid;
  template <class V, class S>
  static constexpr void fields(V&& v, S& s) {
    v("kind", s.kind, "what it is");
    v("id", s.id, "hex, or text as sent");
    v("plmn", s.plmn, "of the node");
    v("nid", s.nid, "network identifier of a standalone non-public network");
  }
};

struct coordinates {
  decimal latitude, longitude;
  template <class V, class S>
  static constexpr void fields(V&& v, S& s) {
    v("latitude", s.latitude, "decimal degrees, WGS 84, north positive");
    v("longitude", s.longitude, "decimal degrees, WGS 84, east positive");
  }
};

struct position {
  position_shape shape = {};
  text datum;
  decimal latitude, longitude, radius, semi_major, semi_minor, orientation, altitude, altitude_uncertainty,
      inner_radius, start_angle, included_angle, azimuth;
  number confidence;
  list<coordinates> points;
  template <class V, class S>
  static constexpr void fields(V&& v, S& s) {
    v("shape", s.shape, "of the estimate");
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

struct location {
  text source, description, gnss, area, ip_address, number_text;
  lihi::cell cell;
  ran_node node;
  lihi::position position;
  timestamp time;
  number age_minutes, port;
  list<name_value> civic, access_point;
  template <class V, class S>
  static constexpr void fields(V&& v, S& s) {
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

} // namespace lihi
