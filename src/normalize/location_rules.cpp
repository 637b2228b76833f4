// Where: cells of every access, areas, positions, civic addresses (3GPP TS 33.128, TS 29.571, TS 29.572).
#include "normalize/rules.hpp"
#include "value/address.hpp"
#include "value/coordinates.hpp"
#include "value/gad.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace lihi::normalize {
namespace {

namespace m = schema::member;
namespace n = schema::name;
namespace type = schema::type;

// ---- PLMN

void plmn_begin(build& b, const place&) { b.plmn = {}; }
void plmn_mcc(build& b, const place& at) { b.plmn.mcc = text_of(b, at); }
void plmn_mnc(build& b, const place& at) { b.plmn.mnc = text_of(b, at); }

void plmn_end(build& b, const place& at) {
  if (b.plmn.mcc.empty()) return;
  switch (b.in.plmn) {
  case plmn_of::node: b.here().node.plmn = b.plmn; return;
  case plmn_of::serving: b.out.network.serving_plmn = b.plmn; return;
  default: break;
  }
  if (b.in.location >= 0 && b.here().cell.plmn.mcc.empty()) {
    b.here().cell.plmn = b.plmn;
    return;
  }
  if (b.in.location >= 0 && b.here().cell.plmn.mcc == b.plmn.mcc && b.here().cell.plmn.mnc == b.plmn.mnc)
    return;
  char both[16];
  const std::size_t mcc = std::min<std::size_t>(b.plmn.mcc.size(), 7),
                    mnc = std::min<std::size_t>(b.plmn.mnc.size(), 7);
  std::copy_n(b.plmn.mcc.begin(), mcc, both);
  both[mcc] = '-';
  std::copy_n(b.plmn.mnc.begin(), mnc, both + mcc + 1);
  add_attribute(b, at, b.memory.copy({both, mcc + 1 + mnc}));
}

// ---- cells and areas

template <access_technology technology>
void cell_of(build& b, const place&) {
  if (b.here().cell.technology == access_technology::none) b.here().cell.technology = technology;
}

template <number cell::*field>
void cell_octets(build& b, const place& at) {
  const auto value = big_endian_of(at.content);
  if (value && !(b.here().cell.*field)) b.here().cell.*field = static_cast<std::int64_t>(*value);
}
template <number cell::*field>
void cell_bits(build& b, const place& at) {
  const auto value = bits_of(at);
  if (value && !(b.here().cell.*field)) b.here().cell.*field = static_cast<std::int64_t>(*value);
}
void nid(build& b, const place& at) {
  if (b.in.location < 0)
    b.out.network.nid = text_of(b, at);
  else
    (b.in.plmn == plmn_of::node ? b.here().node.nid : b.here().cell.nid) = text_of(b, at);
}

template <lihi::node_kind kind>
void node_bits(build& b, const place& at) {
  const bytes octets = schema::read_bit_string(at.content).octets;
  b.here().node.kind = kind;
  b.here().node.id = value::hex(octets, b.memory);
}
template <lihi::node_kind kind>
void node_text(build& b, const place& at) {
  b.here().node.kind = kind;
  b.here().node.id = text_of(b, at);
}
// Alternatives of NGENbID, GNbID, ENbID and the like: what node it is says the member around.
void node_identity(build& b, const place& at) {
  ran_node& node = b.here().node;
  if (at.row.kind == schema::kind::bit_string)
    node.id = value::hex(schema::read_bit_string(at.content).octets, b.memory);
  else
    node.id = text_of(b, at);
}
template <lihi::node_kind kind>
void node_kind(build& b, const place&) {
  b.here().node.kind = kind;
}

// ---- non-3GPP access

void access_point_text(build& b, const place& at) {
  b.here().access_point.add({schema::row_name(at.id), text_of(b, at)});
}
void access_point_hex(build& b, const place& at) {
  const bytes octets =
      at.row.kind == schema::kind::bit_string ? schema::read_bit_string(at.content).octets : at.content;
  b.here().access_point.add({schema::row_name(at.id), value::hex(octets, b.memory)});
}
void location_port(build& b, const place& at) { b.here().port = integer_of(b, at); }

// ---- time, age, numbers, free text

void location_time(build& b, const place& at) { b.here().time = time_of(b, at); }
void age(build& b, const place& at) { b.here().age_minutes = integer_of(b, at); }
void number_text(build& b, const place& at) { b.here().number_text = text_of(b, at); }
void description(build& b, const place& at) {
  if (b.here().description.empty()) b.here().description = text_of(b, at);
}
void raw_positioning(build& b, const place& at) { b.here().gnss = text_of(b, at); }

// TS 23.032 octets, or their hex digits (TS 29.571): an ellipsoid point with an uncertainty circle.
void geographical(build& b, const place& at) {
  std::array<std::uint8_t, 8> octets{};
  bytes coded = at.content;
  if (at.row.kind == schema::kind::utf8_string) {
    if (coded.size() != 16) return raw_positioning(b, at);
    for (std::size_t i = 0; i < 16; ++i) {
      const char c = static_cast<char>(coded[i] | 0x20);
      const int digit = c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
      if (digit < 0) return raw_positioning(b, at);
      octets[i / 2] = static_cast<std::uint8_t>(octets[i / 2] << 4 | digit);
    }
    coded = octets;
  }
  const auto point_read = value::read_gad(coded);
  if (!point_read) return raw_positioning(b, at);
  const auto rounded = [](double degrees) { return std::round(degrees * 1e6) / 1e6; };
  position& to = b.here().position;
  to.shape = point_read->radius ? position_shape::circle : position_shape::point;
  to.latitude = rounded(point_read->latitude);
  to.longitude = rounded(point_read->longitude);
  if (point_read->radius) to.radius = std::round(*point_read->radius * 10) / 10;
}
void header_text(build& b, const place& at) { b.here().description = text_of(b, at); }

// ---- positions

template <position_shape shape>
void shape_of(build& b, const place&) {
  b.here().position.shape = shape;
}
void site_begin(build& b, const place&) {
  if (b.here().position.shape == position_shape::none) b.here().position.shape = position_shape::site;
}

template <bool is_latitude>
void coordinate(build& b, const place& at) {
  const auto degrees = value::degrees(text_of(b, at), is_latitude ? 90 : 180);
  if (!degrees) return note(b, code::bad_value, at);
  position& where = b.here().position;
  if (where.shape == position_shape::polygon) {
    if (is_latitude || where.points.empty()) where.points.add();
    (is_latitude ? where.points.back().latitude : where.points.back().longitude) = *degrees;
  } else if (!(is_latitude ? where.latitude : where.longitude)) {
    (is_latitude ? where.latitude : where.longitude) = *degrees;
  }
}

template <decimal position::*field>
void metres(build& b, const place& at) { // written as text in the r18 members, a number before
  if (at.row.kind == schema::kind::integer) {
    if (const number value = integer_of(b, at)) b.here().position.*field = static_cast<double>(*value);
    return;
  }
  const auto value = value::decimal_number(text_of(b, at));
  if (!value) return note(b, code::bad_value, at);
  b.here().position.*field = value;
}
// Members deprecated in r18 carry 0 from then on; the twin that replaced them comes later and wins.
template <decimal position::*field>
void old_metres(build& b, const place& at) {
  if (const number value = integer_of(b, at); value.value_or(0) != 0)
    b.here().position.*field = static_cast<double>(*value);
}
void confidence(build& b, const place& at) { b.here().position.confidence = integer_of(b, at); }
void datum(build& b, const place& at) { b.here().position.datum = text_of(b, at); }

void civic(build& b, const place& at) { b.here().civic.add({schema::row_name(at.id), text_of(b, at)}); }

constexpr mark apart{.apart = true};
constexpr mark opens{.location = true};
constexpr mark opens_node{.plmn = plmn_of::node, .location = true};

constexpr auto rules = std::to_array<rule>({
    around_type(type::PLMNID, plmn_begin, plmn_end, "plmn of what is around it, else attributes"),
    of_member(m::PLMNID_::mCC, plmn_mcc, "plmn of what is around it, else attributes"),
    of_member(m::PLMNID_::mNC, plmn_mnc, "plmn of what is around it, else attributes"),

    around_type(type::EUTRALocation, cell_of<access_technology::eutra>, nullptr, "locations", opens),
    around_type(type::NRLocation, cell_of<access_technology::nr>, nullptr, "locations", opens),
    around_type(type::N3GALocation, cell_of<access_technology::n3ga>, nullptr, "locations", opens),
    around_type(type::UTRALocation, cell_of<access_technology::utra>, nullptr, "locations", opens),
    around_type(type::GERALocation, cell_of<access_technology::gera>, nullptr, "locations", opens),
    around_type(type::PLMNLocation, nullptr, nullptr, "locations", opens),
    around_type(type::CellInformation, nullptr, nullptr, "locations", opens),
    around_type(type::LocationData, nullptr, nullptr, "locations", opens),
    around_type(type::GeographicArea, nullptr, nullptr, "locations", opens),
    around_type(type::MMELocationInformation, cell_of<access_technology::eutra>, nullptr, "locations", opens),
    around_type(type::SGSNLocationInformation, cell_of<access_technology::utra>, nullptr, "locations", opens),
    around_type(type::PANIHeaderInfo, nullptr, nullptr, "locations", opens),
    around_type(type::SIPCNIHeaderInfo, nullptr, nullptr, "locations", opens),
    around_type(type::SIPGeolocationHeaderInfo, nullptr, nullptr, "locations", opens),
    around_type(type::SIPLocationInfo, nullptr, nullptr, "locations", opens),
    around_type(type::GeographicalCoordinates, nullptr, nullptr, "locations.position", opens),
    around_type(type::NGENbID, node_kind<lihi::node_kind::ng_enb>, nullptr, "locations.node", opens),
    around_type(type::ENbID, node_kind<lihi::node_kind::enb>, nullptr, "locations.node", opens),
    around_type(type::CivicAddress, nullptr, nullptr, "locations", opens),
    around_type(type::CellSiteInformation, site_begin, nullptr, "locations.position", opens),
    around_type(type::GlobalRANNodeID, nullptr, nullptr, "locations.node", opens_node),
    around_type(type::TAI, nullptr, nullptr, "locations.cell", opens),
    around_type(type::ECGI, cell_of<access_technology::eutra>, nullptr, "locations.cell", opens),
    around_type(type::NCGI, cell_of<access_technology::nr>, nullptr, "locations.cell", opens),
    around_type(type::CGI, nullptr, nullptr, "locations.cell", opens),
    around_type(type::SAI, nullptr, nullptr, "locations.cell", opens),
    around_type(type::LAI, nullptr, nullptr, "locations.cell", opens),
    around_type(type::RAI, nullptr, nullptr, "locations.cell", opens),

    around_type(type::CellRadioRelatedInformation, nullptr, nullptr, "locations", apart),
    around_type(type::IABMTUserLocation, nullptr, nullptr, "locations", apart),
    marked_name(n::additionalCellIDs, apart),
    locating_type(type::TAC, cell_octets<&cell::tac>, "locations.cell.tac"),
    locating_type(type::LAC, cell_octets<&cell::lac>, "locations.cell.lac"),
    locating_type(type::RAC, cell_octets<&cell::rac>, "locations.cell.rac"),
    locating_type(type::SAC, cell_octets<&cell::sac>, "locations.cell.sac"),
    locating_type(type::CellID, cell_octets<&cell::ci>, "locations.cell.ci"),
    locating_type(type::EUTRACellID, cell_bits<&cell::eci>, "locations.cell.eci"),
    locating_type(type::NRCellID, cell_bits<&cell::nci>, "locations.cell.nci"),
    of_type(type::NID, nid, "locations.cell.nid, network.nid"),

    locating_type(type::N3IWFIDSBI, node_text<lihi::node_kind::n3iwf>, "locations.node"),
    locating_type(type::N3IWFIDNGAP, node_bits<lihi::node_kind::n3iwf>, "locations.node"),
    locating_type(type::GNbID, node_bits<lihi::node_kind::gnb>, "locations.node"),
    of_member(m::NGENbID_::macroNGENbID, node_identity, "locations.node"),
    of_member(m::NGENbID_::shortMacroNGENbID, node_identity, "locations.node"),
    of_member(m::NGENbID_::longMacroNGENbID, node_identity, "locations.node"),
    of_member(m::ENbID_::macroENbID, node_identity, "locations.node"),
    of_member(m::ENbID_::homeENbID, node_identity, "locations.node"),
    of_member(m::ENbID_::shortMacroENbID, node_identity, "locations.node"),
    of_member(m::ENbID_::longMacroENbID, node_identity, "locations.node"),
    locating_type(type::WAGFID, node_text<lihi::node_kind::wagf>, "locations.node"),
    locating_type(type::TNGFID, node_text<lihi::node_kind::tngf>, "locations.node"),

    marked_member(m::N3GALocation_::uEIPAddr, {.address = address_of::location}),
    of_member(m::N3GALocation_::portNumber, location_port, "locations.port"),
    locating_type(type::HFCNodeID, access_point_text, "locations.access_point"),
    locating_type(type::GLI, access_point_hex, "locations.access_point"),
    locating_type(type::GCI, access_point_text, "locations.access_point"),
    locating_type(type::SSID, access_point_text, "locations.access_point"),
    locating_type(type::BSSID, access_point_text, "locations.access_point"),
    locating_type(type::CivicAddressBytes, access_point_hex, "locations.access_point"),

    locating_name(n::uELocationTimestamp, location_time, "locations.time"),
    locating_name(n::timeOfLocation, location_time, "locations.time"),
    locating_name(n::ageOfLocationInfo, age, "locations.age_minutes"),
    locating_name(n::ageOfLocationInformation, age, "locations.age_minutes"),
    locating_name(n::ageOfLocationEstimate, age, "locations.age_minutes"),
    locating_name(n::geographicalInformation, geographical, "locations.position"),
    locating_name(n::geodeticInformation, raw_positioning, "locations.gnss"),
    locating_type(type::EPSUserLocationInformation, raw_positioning, "locations.gnss"),
    locating_type(type::TS36413CoarseUELocation, raw_positioning, "locations.gnss"),
    of_member(m::GERALocation_::locationNumber, number_text, "locations.number"),
    locating_name(n::vLRNumber, number_text, "locations.number"),
    locating_name(n::mSCNumber, number_text, "locations.number"),
    locating_name(n::operatorSpecificInformation, description, "locations.description"),
    locating_name(n::accessNetworkInfo, header_text, "locations.description"),
    locating_name(n::cellularNetworkInfo, header_text, "locations.description"),
    locating_name(n::locationValue, header_text, "locations.description"),

    around_member(m::GeographicArea_::point, shape_of<position_shape::point>, nullptr, "locations.position"),
    around_member(m::GeographicArea_::pointUncertaintyCircle, shape_of<position_shape::circle>, nullptr,
                  "locations.position"),
    around_member(m::GeographicArea_::pointUncertaintyEllipse, shape_of<position_shape::ellipse>, nullptr,
                  "locations.position"),
    around_member(m::GeographicArea_::polygon, shape_of<position_shape::polygon>, nullptr,
                  "locations.position"),
    around_member(m::GeographicArea_::pointAltitude, shape_of<position_shape::point>, nullptr,
                  "locations.position"),
    around_member(m::GeographicArea_::pointAltitudeUncertainty, shape_of<position_shape::ellipse>, nullptr,
                  "locations.position"),
    around_member(m::GeographicArea_::ellipsoidArc, shape_of<position_shape::arc>, nullptr,
                  "locations.position"),
    of_member(m::GeographicalCoordinates_::latitude, coordinate<true>, "locations.position.latitude"),
    of_member(m::GeographicalCoordinates_::longitude, coordinate<false>, "locations.position.longitude"),
    of_member(m::GeographicalCoordinates_::mapDatumInformation, datum, "locations.position.datum"),
    of_member(m::PointUncertaintyCircle_::deprecatedUncertainty, old_metres<&position::radius>,
              "locations.position.radius"),
    of_member(m::PointUncertaintyCircle_::uncertaintySBI, metres<&position::radius>,
              "locations.position.radius"),
    of_member(m::UncertaintyEllipse_::deprecatedSemiMajor, old_metres<&position::semi_major>,
              "locations.position.semi_major"),
    of_member(m::UncertaintyEllipse_::deprecatedSemiMinor, old_metres<&position::semi_minor>,
              "locations.position.semi_minor"),
    of_member(m::UncertaintyEllipse_::semiMajorSBI, metres<&position::semi_major>,
              "locations.position.semi_major"),
    of_member(m::UncertaintyEllipse_::semiMinorSBI, metres<&position::semi_minor>,
              "locations.position.semi_minor"),
    of_member(m::UncertaintyEllipse_::orientationMajor, metres<&position::orientation>,
              "locations.position.orientation"),
    locating_type(type::Altitude, metres<&position::altitude>, "locations.position.altitude"),
    of_member(m::PointAltitudeUncertainty_::deprecatedUncertaintyAltitude,
              old_metres<&position::altitude_uncertainty>, "locations.position.altitude_uncertainty"),
    of_member(m::PointAltitudeUncertainty_::uncertaintyAltitudeSBI, metres<&position::altitude_uncertainty>,
              "locations.position.altitude_uncertainty"),
    of_member(m::EllipsoidArc_::innerRadius, metres<&position::inner_radius>,
              "locations.position.inner_radius"),
    of_member(m::EllipsoidArc_::deprecatedUncertaintyRadius, old_metres<&position::radius>,
              "locations.position.radius"),
    of_member(m::EllipsoidArc_::uncertaintyRadiusSBI, metres<&position::radius>, "locations.position.radius"),
    of_member(m::EllipsoidArc_::offsetAngle, metres<&position::start_angle>,
              "locations.position.start_angle"),
    of_member(m::EllipsoidArc_::includedAngle, metres<&position::included_angle>,
              "locations.position.included_angle"),
    of_member(m::CellSiteInformation_::azimuth, metres<&position::azimuth>, "locations.position.azimuth"),
    locating_type(type::Confidence, confidence, "locations.position.confidence"),

    of_member(m::CivicAddress_::country, civic, "locations.civic"),
    of_member(m::CivicAddress_::a1, civic, "locations.civic"),
    of_member(m::CivicAddress_::a2, civic, "locations.civic"),
    of_member(m::CivicAddress_::a3, civic, "locations.civic"),
    of_member(m::CivicAddress_::a4, civic, "locations.civic"),
    of_member(m::CivicAddress_::a5, civic, "locations.civic"),
    of_member(m::CivicAddress_::a6, civic, "locations.civic"),
    of_member(m::CivicAddress_::prd, civic, "locations.civic"),
    of_member(m::CivicAddress_::pod, civic, "locations.civic"),
    of_member(m::CivicAddress_::sts, civic, "locations.civic"),
    of_member(m::CivicAddress_::hno, civic, "locations.civic"),
    of_member(m::CivicAddress_::hns, civic, "locations.civic"),
    of_member(m::CivicAddress_::lmk, civic, "locations.civic"),
    of_member(m::CivicAddress_::loc, civic, "locations.civic"),
    of_member(m::CivicAddress_::nam, civic, "locations.civic"),
    of_member(m::CivicAddress_::pc, civic, "locations.civic"),
    of_member(m::CivicAddress_::bld, civic, "locations.civic"),
    of_member(m::CivicAddress_::unit, civic, "locations.civic"),
    of_member(m::CivicAddress_::flr, civic, "locations.civic"),
    of_member(m::CivicAddress_::room, civic, "locations.civic"),
    of_member(m::CivicAddress_::plc, civic, "locations.civic"),
    of_member(m::CivicAddress_::pcn, civic, "locations.civic"),
    of_member(m::CivicAddress_::pobox, civic, "locations.civic"),
    of_member(m::CivicAddress_::addcode, civic, "locations.civic"),
    of_member(m::CivicAddress_::seat, civic, "locations.civic"),
    of_member(m::CivicAddress_::rd, civic, "locations.civic"),
    of_member(m::CivicAddress_::rdsec, civic, "locations.civic"),
    of_member(m::CivicAddress_::rdbr, civic, "locations.civic"),
    of_member(m::CivicAddress_::rdsubbr, civic, "locations.civic"),
    of_member(m::CivicAddress_::prm, civic, "locations.civic"),
    of_member(m::CivicAddress_::pom, civic, "locations.civic"),
});

} // namespace

std::span<const rule> location_rules() { return rules; }

} // namespace lihi::normalize
