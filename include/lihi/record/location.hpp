// Where: areas, cells, base stations, positions, antennas, civic addresses, access points.
#pragma once

#include <lihi/record/fields.hpp>

namespace lihi {

struct area {
  lihi::plmn plmn;
  field::number tac, lac, rac, sac;
  field::text nid;
  friend bool operator==(const area&, const area&) = default;
  template <class V, class S>
  static constexpr void fields(V&& v, S& s) {
    v("plmn", s.plmn, "of the area, which need not be that of the cell");
    v("tac", s.tac, "tracking area code");
    v("lac", s.lac, "location area code");
    v("rac", s.rac, "routing area code");
    v("sac", s.sac, "service area code");
    v("nid", s.nid, "network identifier of a standalone non-public network");
  }
};

struct cell {
  lihi::plmn plmn;
  access_technology technology = {};
  field::text nid;
  field::number ci, eci, nci;
  template <class V, class S>
  static constexpr void fields(V&& v, S& s) {
    v("technology", s.technology, "of the radio or other access");
    v("plmn", s.plmn, "of the cell");
    v("ci", s.ci, "cell identity (GERAN, UTRAN)");
    v("eci", s.eci, "E-UTRAN cell identity, 28 bits");
    v("nci", s.nci, "NR cell identity, 36 bits");
    v("nid", s.nid, "network identifier of a standalone non-public network");
  }
};

struct ran_node {
  lihi::plmn plmn;
  node_kind kind = {};
  field::number id, bits;
  field::text nid;
  template <class V, class S>
  static constexpr void fields(V&& v, S& s) {
    v("kind", s.kind, "what it is");
    v("plmn", s.plmn, "of the node");
    v("id", s.id, "its number");
    v("bits", s.bits, "length of that number: of a gNB, 22 to 32");
    v("nid", s.nid, "network identifier of a standalone non-public network");
  }
};

struct coordinates {
  field::decimal latitude, longitude;
  friend bool operator==(const coordinates&, const coordinates&) = default;
  template <class V, class S>
  static constexpr void fields(V&& v, S& s) {
    v("latitude", s.latitude, "decimal degrees, WGS 84, north positive");
    v("longitude", s.longitude, "decimal degrees, WGS 84, east positive");
  }
};

struct velocity {
  field::decimal speed, bearing, vertical_speed, uncertainty, vertical_uncertainty;
  template <class V, class S>
  static constexpr void fields(V&& v, S& s) {
    v("speed", s.speed, "horizontal, km/h");
    v("bearing", s.bearing, "degrees clockwise from north");
    v("vertical_speed", s.vertical_speed, "km/h, upwards positive");
    v("uncertainty", s.uncertainty, "of the horizontal speed, km/h");
    v("vertical_uncertainty", s.vertical_uncertainty, "of the vertical speed, km/h");
  }
};

// An estimate of where the subject is.
struct position {
  position_shape shape = {};
  field::text datum;
  field::decimal latitude, longitude, radius, semi_major, semi_minor, orientation, altitude,
      altitude_uncertainty, inner_radius, start_angle, included_angle;
  field::number confidence;
  field::list<coordinates> points;
  lihi::velocity velocity;
  field::list<field::text> methods;
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
    v("inner_radius", s.inner_radius, "of an arc, metres; its width is the radius");
    v("start_angle", s.start_angle, "of an arc, degrees clockwise from north");
    v("included_angle", s.included_angle, "of an arc, degrees");
    v("confidence", s.confidence, "percent");
    v("points", s.points, "of a polygon");
    v("velocity", s.velocity, "of the subject");
    v("methods", s.methods, "how it was found, as the module has it");
    v("datum", s.datum, "map datum when one was named");
  }
};

// The antenna of a cell: not where the subject is.
struct cell_site {
  coordinates position;
  field::text datum, name;
  field::number azimuth;
  template <class V, class S>
  static constexpr void fields(V&& v, S& s) {
    v("position", s.position, "where the antenna stands");
    v("azimuth", s.azimuth, "where it points, degrees clockwise from north");
    v("name", s.name, "what the operator says about the cell");
    v("datum", s.datum, "map datum when one was named");
  }
};

struct location {
  location_role role = {};
  presence_state presence = {};
  field::text source, description, name, location_number, vlr_number, msc_number;
  lihi::area area;
  lihi::cell cell;
  ran_node node;
  lihi::position position;
  cell_site site;
  field::timestamp time;
  field::number age_minutes, port;
  field::list<field::text> addresses;
  field::list<name_value> civic, access_point;
  template <class V, class S>
  static constexpr void fields(V&& v, S& s) {
    v("role", s.role, "whose or what place it is");
    v("source", s.source, "path of the ASN.1 member that it comes from, within the event");
    v("presence", s.presence, "of an area of interest");
    v("area", s.area, "tracking, location, routing or service area");
    v("cell", s.cell, "cell of the access network");
    v("node", s.node, "base station or gateway");
    v("position", s.position, "estimate of the subject's position");
    v("site", s.site, "antenna of the cell");
    v("time", s.time, "when the subject was there");
    v("age_minutes", s.age_minutes, "age of the location when it was reported");
    v("civic", s.civic, "civic address (RFC 4776 element names)");
    v("access_point", s.access_point, "identifiers of a WLAN, fixed or trusted access point");
    v("addresses", s.addresses, "IP addresses of the device on a non-3GPP access");
    v("port", s.port, "port of that address");
    v("location_number", s.location_number, "location number, Q.763");
    v("vlr_number", s.vlr_number, "number of the visitor location register");
    v("msc_number", s.msc_number, "number of the mobile switching centre");
    v("name", s.name, "of an area: data network of a LADN");
    v("description", s.description, "as the sender wrote it");
  }
};

} // namespace lihi
