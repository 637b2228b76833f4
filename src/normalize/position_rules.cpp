// Where, in degrees: estimates of positions, antennas, velocities, civic addresses (3GPP TS 33.128,
// TS 29.572, TS 23.032).
#include "normalize/rules.hpp"
#include "value/coordinates.hpp"
#include "value/gad.hpp"

#include <array>
#include <cmath>

namespace lihi::normalize {
namespace {

namespace m = schema::member;
namespace n = schema::name;
namespace type = schema::type;

// As exact as the sender can have meant it: a tenth of a metre.
double rounded(double degrees) noexcept { return std::round(degrees * 1e6) / 1e6; }
double tenths(double metres) noexcept { return std::round(metres * 10) / 10; }

// ---- areas in octets

// An estimate beside another one: what the other does not say is taken when both are at the same place.
void merge(build& b, const place& at, position& to, const position& more) {
  const bool same = to.latitude == more.latitude && to.longitude == more.longitude && to.points.empty() &&
                    more.points.empty() && to.shape == more.shape && to.radius == more.radius;
  if (!same) {
    note(b, fault_code::second_value, at);
    return keep(b, at, true);
  }
  if (!to.confidence) to.confidence = more.confidence;
}

void put_estimate(build& b, const place& at, const value::gad& read) {
  const auto optional_tenths = [](std::optional<double> metres) -> field::decimal {
    if (!metres) return std::nullopt;
    return tenths(*metres);
  };
  position fresh;
  fresh.shape = read.shape;
  if (read.shape == position_shape::polygon) {
    for (std::size_t i = 0; i < read.count; ++i)
      fresh.points.add({rounded(read.points[i].latitude), rounded(read.points[i].longitude)});
  } else {
    fresh.latitude = rounded(read.points[0].latitude);
    fresh.longitude = rounded(read.points[0].longitude);
  }
  fresh.radius = optional_tenths(read.radius);
  fresh.semi_major = optional_tenths(read.semi_major);
  fresh.semi_minor = optional_tenths(read.semi_minor);
  fresh.orientation = read.orientation;
  fresh.altitude = read.altitude;
  fresh.altitude_uncertainty = optional_tenths(read.altitude_uncertainty);
  fresh.inner_radius = read.inner_radius;
  fresh.start_angle = read.start_angle;
  fresh.included_angle = read.included_angle;
  if (read.confidence) fresh.confidence = *read.confidence;
  position& to = b.here().position;
  if (to.latitude || !to.points.empty()) return merge(b, at, to, fresh);
  to = fresh;
}

// The octets, or their hex digits (TS 29.571): at most those of a polygon.
struct coded_octets {
  std::array<std::uint8_t, 91> room;
  bytes octets;
};
bool octets_of(const place& at, coded_octets& to) {
  to.octets = at.content;
  if (at.row.kind != schema::kind::utf8_string) return true;
  if (at.content.size() % 2 != 0 || at.content.size() / 2 > to.room.size()) return false;
  for (std::size_t i = 0; i < at.content.size(); ++i) {
    const char c = static_cast<char>(at.content[i]), lower = static_cast<char>(c | 0x20);
    const int digit = c >= '0' && c <= '9' ? c - '0' : lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
    if (digit < 0) return false;
    std::uint8_t& octet = to.room[i / 2];
    octet = static_cast<std::uint8_t>(i % 2 == 0 ? digit << 4 : octet | digit);
  }
  to.octets = bytes(to.room).first(at.content.size() / 2);
  return true;
}
template <std::optional<value::gad> (*read)(bytes) noexcept>
void coded_area(build& b, const place& at) {
  coded_octets coded;
  if (!octets_of(at, coded)) return keep(b, at);
  const auto area = read(coded.octets);
  if (!area) return keep(b, at);
  put_estimate(b, at, *area);
}
// Coded in a way that is not read here.
void raw(build& b, const place& at) { keep(b, at, true); }

// ---- areas in members

template <position_shape shape>
void shape_of(build& b, const place&) {
  b.here().position.shape = shape;
}

// A point is taken when both of its coordinates can be read; else both are kept as they are.
void point_begin(build& b, const place&) { b.latitude = b.longitude = {}; }
void latitude(build& b, const place& at) { b.latitude = text_of(b, at); }
void longitude(build& b, const place& at) { b.longitude = text_of(b, at); }
void point_end(build& b, const place& at) {
  const coordinates point{value::degrees(b.latitude, 90), value::degrees(b.longitude, 180)};
  if (!point.latitude || !point.longitude) {
    if (b.latitude.empty() && b.longitude.empty()) return;
    note(b, fault_code::bad_value, at);
    b.out.attributes.add({"latitude", b.path_of("latitude"), b.latitude});
    b.out.attributes.add({"longitude", b.path_of("longitude"), b.longitude});
    return;
  }
  if (b.in.site) {
    put(b, at, b.here().site.position, point);
    return;
  }
  position& to = b.here().position;
  if (to.shape == position_shape::polygon && !to.latitude) {
    to.points.add(point);
  } else if (!to.latitude) {
    to.latitude = point.latitude;
    to.longitude = point.longitude;
  } else if (to.latitude != point.latitude || to.longitude != point.longitude) {
    note(b, fault_code::second_value, at);
    b.out.attributes.add({"latitude", b.path_of("latitude"), b.latitude});
    b.out.attributes.add({"longitude", b.path_of("longitude"), b.longitude});
  }
}

void datum(build& b, const place& at) {
  put(b, at, b.in.site ? b.here().site.datum : b.here().position.datum, text_of(b, at));
}

// Written as text in the r18 members, a number before.
field::decimal number_of(build& b, const place& at) {
  if (at.row.kind == schema::kind::integer) {
    const field::number value = integer_of(b, at);
    if (!value) return std::nullopt;
    return static_cast<double>(*value);
  }
  const auto value = value::decimal_number(text_of(b, at));
  if (!value) keep(b, at);
  return value;
}
template <field::decimal position::*field>
void metres(build& b, const place& at) {
  if (const field::decimal value = number_of(b, at)) b.here().position.*field = value;
}
// Members deprecated in r18 carry 0 from then on; the twin that replaced them comes later and wins.
template <field::decimal position::*field>
void old_metres(build& b, const place& at) {
  if (const field::number value = integer_of(b, at); value.value_or(0) != 0)
    b.here().position.*field = static_cast<double>(*value);
}
template <field::decimal position::*field>
void once(build& b, const place& at) {
  put(b, at, b.here().position.*field, number_of(b, at));
}
void confidence(build& b, const place& at) { put(b, at, b.here().position.confidence, integer_of(b, at)); }

template <field::decimal velocity::*field>
void speed(build& b, const place& at) {
  put(b, at, b.here().position.velocity.*field, number_of(b, at));
}
// Stands behind the speed.
void vertical_direction(build& b, const place& at) {
  field::decimal& speed = b.here().position.velocity.vertical_speed;
  if (speed && integer_of(b, at) == 2) speed = -*speed; // downward
}
void method(build& b, const place& at) {
  if (const field::text name = enumerator_of(at); !name.empty())
    b.here().position.methods.add(name);
  else
    keep(b, at, true);
}

// ---- antennas

void azimuth(build& b, const place& at) { put(b, at, b.here().site.azimuth, integer_of(b, at)); }
void site_name(build& b, const place& at) { put(b, at, b.here().site.name, text_of(b, at)); }

void civic(build& b, const place& at) { b.here().civic.add({schema::row_name(at.id), text_of(b, at)}); }

constexpr mark opens{.location = true};
constexpr mark opens_site{.location = true, .site = true};

constexpr auto rules = std::to_array<rule>({
    around_type(type::LocationData, nullptr, nullptr, "locations", opens),
    around_type(type::GeographicArea, nullptr, nullptr, "locations.position", opens),
    around_type(type::CivicAddress, nullptr, nullptr, "locations.civic", opens),
    around_type(type::CellSiteInformation, nullptr, nullptr, "locations.site", opens_site),
    around_type(type::GeographicalCoordinates, point_begin, point_end, "locations.position, locations.site",
                opens),

    locating_name(n::geographicalInformation, coded_area<value::read_gad>, "locations.position"),
    locating_name(n::geodeticInformation, coded_area<value::read_geodetic>, "locations.position"),
    of_type(type::TS36413CoarseUELocation, raw, "attributes"),

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
    of_member(m::GeographicalCoordinates_::latitude, latitude, "locations.position, locations.site"),
    of_member(m::GeographicalCoordinates_::longitude, longitude, "locations.position, locations.site"),
    of_member(m::GeographicalCoordinates_::mapDatumInformation, datum,
              "locations.position.datum, locations.site.datum"),
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
    locating_type(type::Altitude, once<&position::altitude>, "locations.position.altitude"),
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
    locating_type(type::Confidence, confidence, "locations.position.confidence"),

    locating_name(n::hSpeed, speed<&velocity::speed>, "locations.position.velocity.speed"),
    locating_name(n::bearing, speed<&velocity::bearing>, "locations.position.velocity.bearing"),
    locating_name(n::vSpeed, speed<&velocity::vertical_speed>, "locations.position.velocity.vertical_speed"),
    locating_name(n::vDirection, vertical_direction, "locations.position.velocity.vertical_speed"),
    of_member(m::HorizontalVelocityWithUncertainty_::uncertainty, speed<&velocity::uncertainty>,
              "locations.position.velocity.uncertainty"),
    locating_name(n::hUncertainty, speed<&velocity::uncertainty>, "locations.position.velocity.uncertainty"),
    locating_name(n::vUncertainty, speed<&velocity::vertical_uncertainty>,
                  "locations.position.velocity.vertical_uncertainty"),
    locating_type(type::PositioningMethod, method, "locations.position.methods"),
    locating_type(type::GNSSID, method, "locations.position.methods"),

    of_member(m::CellSiteInformation_::azimuth, azimuth, "locations.site.azimuth"),
    of_member(m::CellSiteInformation_::operatorSpecificInformation, site_name, "locations.site.name"),

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

std::span<const rule> position_rules() { return rules; }

} // namespace lihi::normalize
