// Where: roles of locations, areas and cells of every access, base stations, access points (3GPP TS 33.128,
// TS 29.571).
#include "normalize/rules.hpp"
#include "value/access_info.hpp"
#include "value/address.hpp"
#include "value/uli.hpp"

#include <algorithm>
#include <array>

namespace lihi::normalize {
namespace {

namespace m = schema::member;
namespace n = schema::name;
namespace type = schema::type;

// ---- PLMN

void plmn_begin(build& b, const place&) { b.plmn = {}; }
void plmn_mcc(build& b, const place& at) { b.plmn.mcc = text_of(b, at); }
void plmn_mnc(build& b, const place& at) { b.plmn.mnc = text_of(b, at); }

// Of tracking areas in a list: their PLMN stands before them.
void list_begin(build& b, const place&) {
  b.plmn_of_areas = {};
  b.first_of_areas = b.out.locations.size();
}
// Without a list it is the whole network.
void list_end(build& b, const place&) {
  if (is_empty(b.plmn_of_areas) || b.out.locations.size() != b.first_of_areas) return;
  location& fresh = b.out.locations.add();
  fresh.role = b.in.where;
  fresh.area.plmn = b.plmn_of_areas;
  fresh.source = b.path_in_event();
}

void plmn_end(build& b, const place& at) {
  if (b.plmn.mcc.empty()) return;
  const bool in_location = b.in.location >= 0;
  switch (b.in.plmn) {
  case plmn_of::serving: return put_plmn(b, at, b.out.network.serving_plmn, b.plmn);
  case plmn_of::equivalent: b.out.network.equivalent_plmns.add(b.plmn); return;
  case plmn_of::supported: b.out.network.supported_plmns.add(b.plmn); return;
  case plmn_of::former: return put_plmn(b, at, b.out.network.former_plmn, b.plmn);
  case plmn_of::function:
    if (!b.out.network.functions.empty()) return put_plmn(b, at, b.out.network.functions.back().plmn, b.plmn);
    break;
  case plmn_of::areas: b.plmn_of_areas = b.plmn; return;
  case plmn_of::node:
    if (in_location) return put_plmn(b, at, b.here().node.plmn, b.plmn);
    break;
  case plmn_of::cell:
    if (in_location) return put_plmn(b, at, b.here().cell.plmn, b.plmn);
    break;
  case plmn_of::area:
    if (in_location) return put_plmn(b, at, b.here().area.plmn, b.plmn);
    break;
  default: break;
  }
  add_attribute(b, at, plmn_text(b, b.plmn));
}

// ---- cells and areas

template <access_technology technology>
void cell_of(build& b, const place&) {
  if (b.here().cell.technology == access_technology::none) b.here().cell.technology = technology;
}

template <field::number area::*field>
void area_octets(build& b, const place& at) {
  const auto value = big_endian_of(at.content);
  if (!value) return keep(b, at);
  put(b, at, b.here().area.*field, field::number(static_cast<std::int64_t>(*value)));
  if (b.in.plmn == plmn_of::areas) b.here().area.plmn = b.plmn_of_areas;
}
void cell_octets(build& b, const place& at) {
  const auto value = big_endian_of(at.content);
  if (!value) return keep(b, at);
  put(b, at, b.here().cell.ci, field::number(static_cast<std::int64_t>(*value)));
}
template <field::number cell::*field>
void cell_bits(build& b, const place& at) {
  const auto value = bits_of(at);
  if (!value) return keep(b, at);
  put(b, at, b.here().cell.*field, field::number(static_cast<std::int64_t>(*value)));
}
// The PLMN of a cell global identity stands in its location area.
void cgi_end(build& b, const place&) {
  if (is_empty(b.here().cell.plmn)) b.here().cell.plmn = b.here().area.plmn;
}
void nid(build& b, const place& at) {
  field::text* field = &b.out.network.nid;
  if (b.in.location >= 0) {
    switch (b.in.plmn) {
    case plmn_of::node: field = &b.here().node.nid; break;
    case plmn_of::cell: field = &b.here().cell.nid; break;
    default: field = &b.here().area.nid; break;
    }
  }
  put(b, at, *field, text_of(b, at));
}

// "Shall be ignored" (TS 29.571 5.4.4.7 to 5.4.4.9): then it is no place, but what was sent is kept.
void ignore(build& b, const place& at, const lihi::plmn& plmn, field::text name,
            std::optional<std::int64_t> value) {
  if (at.content[0] == 0 || !value) return;
  const field::text path = b.path_of_sibling(name);
  const field::text number = value::decimal_text(static_cast<std::uint64_t>(*value), b.memory);
  const field::text network = plmn_text(b, plmn);
  char out[64];
  char* to = std::copy(network.begin(), network.end(), out);
  *to++ = '-';
  to = std::copy(number.begin(), number.end(), to);
  b.out.attributes.add({name, path, b.memory.copy({out, static_cast<std::size_t>(to - out)})});
}
template <field::number cell::*field>
void ignore_cell(build& b, const place& at) {
  if (at.content[0] == 0) return;
  cell& of = b.here().cell;
  ignore(b, at, of.plmn, schema::row_name(at.id) == "ignoreNCGI" ? "nCGI" : "eCGI", of.*field);
  const access_technology technology = of.technology;
  clear_value(of);
  of.technology = technology;
}
void ignore_area(build& b, const place& at) {
  if (at.content[0] == 0) return;
  ignore(b, at, b.here().area.plmn, "tAI", b.here().area.tac);
  clear_value(b.here().area);
}

// ---- base stations and gateways: a number and its length

void put_node(build& b, const place& at, std::uint64_t id, std::size_t bits) {
  ran_node& node = b.here().node;
  if (node.id) return put(b, at, node.id, field::number(static_cast<std::int64_t>(id)));
  node.id = static_cast<std::int64_t>(id);
  node.bits = static_cast<std::int64_t>(bits);
}
void node_bits(build& b, const place& at) {
  const auto value = bits_of(at);
  if (!value) return keep(b, at);
  put_node(b, at, *value, schema::read_bit_string(at.content).bits);
}
// Hex digits (TS 29.571 N3IwfId, WAgfId, TngfId).
void node_text(build& b, const place& at) {
  const field::text digits = text_of(b, at);
  std::uint64_t value = 0;
  if (digits.empty() || digits.size() > 13) return keep(b, at);
  for (const char c : digits) {
    const char lower = static_cast<char>(c | 0x20);
    if (c >= '0' && c <= '9')
      value = value << 4 | static_cast<unsigned>(c - '0');
    else if (lower >= 'a' && lower <= 'f')
      value = value << 4 | static_cast<unsigned>(lower - 'a' + 10);
    else
      return keep(b, at);
  }
  put_node(b, at, value, 4 * digits.size());
}
template <lihi::node_kind kind, handler read>
void node_of(build& b, const place& at) {
  b.here().node.kind = kind;
  read(b, at);
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
void location_port(build& b, const place& at) { put(b, at, b.here().port, integer_of(b, at)); }

// ---- what devices and older networks say

void put_description(build& b, const place& at, field::text value) {
  put(b, at, b.here().description, value);
}
void description(build& b, const place& at) { put_description(b, at, text_of(b, at)); }

void access_network_info(build& b, const place& at) {
  const field::text whole = text_of(b, at);
  // the SIP message itself may have said so: then this one says whose it is
  const bool look = b.comparisons < build::most_comparisons;
  if (look) b.comparisons += b.out.locations.size();
  for (location& known : b.out.locations)
    if (look && &known != &b.here() && known.description == whole && known.role != location_role::other_party)
      return;
  put_description(b, at, whole);
  locate_by_access_info(b.here(), whole);
}

// User Location Information (TS 29.274 8.21). A cell and an area of the same access are one location.
void user_location_information(build& b, const place& at) {
  const auto read = value::read_uli(at.content, b.memory);
  if (!read) return keep(b, at);
  location& here = b.here();
  const auto number_of = [](std::uint32_t value) { return field::number(static_cast<std::int64_t>(value)); };
  // the locations beside the one at hand take its role and its source
  const location_role role = here.role;
  const field::text source = here.source;
  location* to = &here;
  bool used = false;
  const auto next = [&]() -> location& {
    if (used) {
      to = &b.out.locations.add();
      to->role = role;
      to->source = source;
    }
    used = true;
    return *to;
  };
  if (read->tai || read->ecgi || read->macro_enb || read->extended_macro_enb) {
    location& of = next();
    of.cell.technology = access_technology::eutra;
    if (read->tai) of.area = {read->tai->plmn, number_of(read->tai->area), {}, {}, {}, {}};
    if (read->ecgi) {
      of.cell.plmn = read->ecgi->plmn;
      of.cell.eci = number_of(read->ecgi->own);
    }
    const auto& enb = read->macro_enb ? read->macro_enb : read->extended_macro_enb;
    if (enb)
      of.node = {enb->plmn,
                 lihi::node_kind::enb,
                 number_of(enb->own),
                 number_of(read->macro_enb ? 20 : read->extended_bits),
                 {}};
  }
  if (read->cgi) {
    location& of = next();
    of.cell.technology = access_technology::gera;
    of.cell.plmn = of.area.plmn = read->cgi->plmn;
    of.area.lac = number_of(read->cgi->area);
    of.cell.ci = number_of(read->cgi->own);
  }
  if (read->sai)
    next().area = {read->sai->plmn, {}, number_of(read->sai->area), {}, number_of(read->sai->own), {}};
  if (read->rai)
    next().area = {read->rai->plmn, {}, number_of(read->rai->area), number_of(read->rai->own), {}, {}};
  if (read->lai) next().area = {read->lai->plmn, {}, number_of(read->lai->area), {}, {}, {}};
}

// ---- times, ages, and whether it is current

void report_begin(build& b, const place&) { b.report_time.reset(); }
// Of no location that has none of its own.
void report_end(build& b, const place& at) {
  if (b.report_time && !b.report_time_taken) put(b, at, b.out.report_time, b.report_time);
  b.report_time.reset();
  b.report_time_taken = false;
}
void report_time(build& b, const place& at) { b.report_time = time_of(b, at); }
void location_time(build& b, const place& at) { put(b, at, b.here().time, time_of(b, at)); }
void age(build& b, const place& at) { put(b, at, b.here().age_minutes, integer_of(b, at)); }
void retrieved(build& b, const place& at) { b.location_is_current = at.content[0] != 0; }

template <build::currency parts_at_hand::*which>
void currency_begin(build& b, const place&) {
  (b.*which).first = b.out.locations.size();
  (b.*which).current.reset();
}
template <build::currency parts_at_hand::*which>
void currency_value(build& b, const place& at) {
  (b.*which).current = at.content[0] != 0;
}
template <build::currency parts_at_hand::*which>
void currency_end(build& b, const place&) {
  if (!(b.*which).current) return;
  for (std::size_t i = (b.*which).first; i < b.out.locations.size(); ++i) {
    location& each = b.out.locations[i];
    if (each.role == location_role::current || each.role == location_role::last_known)
      each.role = *(b.*which).current ? location_role::current : location_role::last_known;
  }
}

// ---- areas of interest

void areas_begin(build& b, const place&) {
  b.presence = {};
  b.first_of_areas = b.out.locations.size();
}
void presence(build& b, const place& at) { b.presence = word_of<presence_state>(b, at); }
void area_presence(build& b, const place& at) { b.here().presence = word_of<presence_state>(b, at); }
// A state without areas: the area is known to those who asked.
void areas_end(build& b, const place&) {
  if (b.presence != presence_state::none && b.out.locations.size() == b.first_of_areas) {
    location& fresh = b.out.locations.add();
    fresh.role = location_role::area_of_interest;
    fresh.presence = b.presence;
    fresh.source = b.path_in_event();
  }
  b.presence = {};
}
void area_name(build& b, const place& at) { put(b, at, b.here().name, text_of(b, at)); }

template <field::text location::*field>
void number_text(build& b, const place& at) {
  put(b, at, b.here().*field, text_of(b, at));
}

constexpr mark opens{.location = true};
constexpr mark opens_node{.plmn = plmn_of::node, .location = true};
constexpr mark opens_area{.plmn = plmn_of::area, .location = true};
constexpr mark opens_cell{.plmn = plmn_of::cell, .location = true};
[[nodiscard]] constexpr mark others(location_role role) { return {.apart = true, .where = role}; }
[[nodiscard]] constexpr mark areas(location_role role) {
  return {.plmn = plmn_of::areas, .apart = true, .where = role};
}

constexpr auto rules = std::to_array<rule>({
    around_type(type::PLMNID, plmn_begin, plmn_end, "plmn of what is around it, else attributes"),
    of_member(m::PLMNID_::mCC, plmn_mcc, "plmn of what is around it, else attributes"),
    of_member(m::PLMNID_::mNC, plmn_mnc, "plmn of what is around it, else attributes"),

    // ---- whose and what places they are; else `current`
    around_type(type::LocationInfo, currency_begin<&build::info>, currency_end<&build::info>,
                "locations.role"),
    of_member(m::LocationInfo_::currentLoc, currency_value<&build::info>, "locations.role"),
    around_type(type::UDMLocationInformationResult, currency_begin<&build::query>,
                currency_end<&build::query>, "locations.role"),
    of_member(m::UDMLocationInformationResult_::currentLocationIndicator, currency_value<&build::query>,
              "locations.role"),
    of_name(n::currentLocationRetrieved, retrieved, "locations.role"),
    marked_name(n::additionalCellIDs, others(location_role::additional)),
    marked_name(n::additionalLocation, others(location_role::additional)),
    marked_type(type::AdditionalInstanceLocation, others(location_role::additional)),
    marked_type(type::IABMTUserLocation, others(location_role::additional)),
    marked_type(type::TAIList, others(location_role::registration_area)),
    marked_type(type::CellRadioRelatedInformation, others(location_role::served_cell)),
    marked_type(type::NGInformation, others(location_role::served_cell)),
    marked_type(type::F1Information, others(location_role::served_cell)),
    marked_type(type::S1Information, others(location_role::served_cell)),
    around_type(type::ForbiddenAreaInformation, list_begin, list_end, {},
                areas(location_role::forbidden_area)),
    around_type(type::ServiceAreaInfo, list_begin, list_end, {}, areas(location_role::allowed_area)),
    marked_name(n::notAllowedTACs, {.where = location_role::forbidden_area}),
    around_type(type::NRNTNTAIInfo, list_begin, list_end, {}, areas(location_role::served_cell)),
    marked_member(m::NRNTNTAIInfo_::servingPLMN, {.plmn = plmn_of::areas}),
    marked_name(n::uELocationDerivedNTNTAC, {.where = location_role::current}),
    around_type(type::LTENTNTAIInformation, list_begin, list_end, {}, areas(location_role::served_cell)),
    marked_name(n::uETAC, {.where = location_role::current}),
    marked_type(type::AreaScopeOfMDT, others(location_role::area_of_interest)),
    marked_type(type::AreaOfInterestTAIList, others(location_role::area_of_interest)),
    marked_type(type::AreaOfInterestCellList, others(location_role::area_of_interest)),
    marked_type(type::AreaOfInterestRANNodeList, others(location_role::area_of_interest)),
    around_type(type::PresenceInfo, areas_begin, areas_end, "locations.presence",
                others(location_role::area_of_interest)),
    of_member(m::PresenceInfo_::presenceState, presence, "locations.presence"),
    marked_type(type::LADNInfo, {.location = true, .apart = true, .where = location_role::area_of_interest}),
    of_member(m::LADNInfo_::lADN, area_name, "locations.name"),
    of_member(m::LADNInfo_::presence, area_presence, "locations.presence"),
    marked_name(n::expACGeoServArea, others(location_role::service_area)),
    marked_name(n::eASServiceArea, others(location_role::service_area)),
    marked_name(n::serviceArea, others(location_role::service_area)),
    marked_type(type::UMTLocationArea5G, others(location_role::statistics)),
    marked_member(m::IRIEvent_::mDFCellSiteReport, others(location_role::site)),

    around_type(type::LocationPresenceReport, report_begin, report_end, "locations.time, report_time"),
    of_member(m::LocationPresenceReport_::timestamp, report_time, "locations.time"),
    marked_type(type::PLMNList, {.plmn = plmn_of::equivalent}),
    marked_type(type::EquivalentPLMNs, {.plmn = plmn_of::equivalent}),
    marked_type(type::PLMNSupportItem, {.plmn = plmn_of::supported}),
    marked_type(type::BroadcastPLMNItem, {.plmn = plmn_of::supported}),
    marked_name(n::servedPLMNs, {.plmn = plmn_of::supported}),

    // ---- what begins a location, unless one is open
    around_type(type::EUTRALocation, cell_of<access_technology::eutra>, nullptr, "locations", opens),
    around_type(type::NRLocation, cell_of<access_technology::nr>, nullptr, "locations", opens),
    around_type(type::N3GALocation, cell_of<access_technology::n3ga>, nullptr, "locations", opens),
    around_type(type::UTRALocation, cell_of<access_technology::utra>, nullptr, "locations", opens),
    around_type(type::GERALocation, cell_of<access_technology::gera>, nullptr, "locations", opens),
    around_type(type::PLMNLocation, nullptr, nullptr, "locations", opens_area),
    around_type(type::CellInformation, nullptr, nullptr, "locations", opens),
    around_type(type::MMELocationInformation, cell_of<access_technology::eutra>, nullptr, "locations", opens),
    around_type(type::SGSNLocationInformation, cell_of<access_technology::utra>, nullptr, "locations", opens),
    around_type(type::PANIHeaderInfo, nullptr, nullptr, "locations", opens),
    around_type(type::SIPCNIHeaderInfo, nullptr, nullptr, "locations", opens),
    around_type(type::SIPGeolocationHeaderInfo, nullptr, nullptr, "locations", opens),
    around_type(type::SIPLocationInfo, nullptr, nullptr, "locations", opens),
    around_type(type::NGENbID, node_kind<lihi::node_kind::ng_enb>, nullptr, "locations.node", opens),
    around_type(type::ENbID, node_kind<lihi::node_kind::enb>, nullptr, "locations.node", opens),
    around_type(type::GlobalRANNodeID, nullptr, nullptr, "locations.node", opens_node),
    around_type(type::TAI, nullptr, nullptr, "locations.area", opens_area),
    around_type(type::ECGI, cell_of<access_technology::eutra>, nullptr, "locations.cell", opens_cell),
    around_type(type::NCGI, cell_of<access_technology::nr>, nullptr, "locations.cell", opens_cell),
    around_type(type::CGI, nullptr, cgi_end, "locations.cell", opens),
    around_type(type::SAI, nullptr, nullptr, "locations.area", opens_area),
    around_type(type::LAI, nullptr, nullptr, "locations.area", opens_area),
    around_type(type::RAI, nullptr, nullptr, "locations.area", opens_area),

    locating_type(type::TAC, area_octets<&area::tac>, "locations.area.tac"),
    locating_type(type::LAC, area_octets<&area::lac>, "locations.area.lac"),
    locating_type(type::RAC, area_octets<&area::rac>, "locations.area.rac"),
    locating_type(type::SAC, area_octets<&area::sac>, "locations.area.sac"),
    locating_type(type::CellID, cell_octets, "locations.cell.ci"),
    locating_type(type::EUTRACellID, cell_bits<&cell::eci>, "locations.cell.eci"),
    locating_type(type::NRCellID, cell_bits<&cell::nci>, "locations.cell.nci"),
    of_type(type::NID, nid, "locations.area.nid, locations.cell.nid, locations.node.nid, network.nid"),
    of_name(n::ignoreNCGI, ignore_cell<&cell::nci>, "locations.cell"),
    of_name(n::ignoreECGI, ignore_cell<&cell::eci>, "locations.cell"),
    of_name(n::ignoreTAI, ignore_area, "locations.area"),

    locating_type(type::N3IWFIDSBI, node_of<lihi::node_kind::n3iwf, node_text>, "locations.node"),
    locating_type(type::N3IWFIDNGAP, node_of<lihi::node_kind::n3iwf, node_bits>, "locations.node"),
    locating_type(type::GNbID, node_of<lihi::node_kind::gnb, node_bits>, "locations.node"),
    of_member(m::NGENbID_::macroNGENbID, node_bits, "locations.node"),
    of_member(m::NGENbID_::shortMacroNGENbID, node_bits, "locations.node"),
    of_member(m::NGENbID_::longMacroNGENbID, node_bits, "locations.node"),
    of_member(m::ENbID_::macroENbID, node_bits, "locations.node"),
    of_member(m::ENbID_::homeENbID, node_bits, "locations.node"),
    of_member(m::ENbID_::shortMacroENbID, node_bits, "locations.node"),
    of_member(m::ENbID_::longMacroENbID, node_bits, "locations.node"),
    locating_type(type::WAGFID, node_of<lihi::node_kind::wagf, node_text>, "locations.node"),
    locating_type(type::TNGFID, node_of<lihi::node_kind::tngf, node_text>, "locations.node"),

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
    locating_type(type::EPSUserLocationInformation, user_location_information,
                  "locations.area, locations.cell"),
    of_member(m::GERALocation_::locationNumber, number_text<&location::location_number>,
              "locations.location_number"),
    locating_name(n::vLRNumber, number_text<&location::vlr_number>, "locations.vlr_number"),
    locating_name(n::mSCNumber, number_text<&location::msc_number>, "locations.msc_number"),
    locating_name(n::accessNetworkInfo, access_network_info, "locations.cell, locations.access_point"),
    locating_name(n::cellularNetworkInfo, access_network_info, "locations.cell"),
    locating_name(n::locationValue, description, "locations.description"),
});

} // namespace

void locate_by_access_info(location& to, field::text access_info) {
  const auto read = value::read_access_info(access_info);
  if (!read) return;
  const auto put_number = [](field::number& field, const auto& value) {
    if (value && !field) field = static_cast<std::int64_t>(*value);
  };
  if (to.cell.technology == access_technology::none) to.cell.technology = read->technology;
  if (is_empty(to.cell.plmn)) to.cell.plmn = {read->mcc, read->mnc};
  if (is_empty(to.area.plmn) && (read->tac || read->lac)) to.area.plmn = {read->mcc, read->mnc};
  put_number(to.area.tac, read->tac);
  put_number(to.area.lac, read->lac);
  put_number(to.cell.ci, read->ci);
  put_number(to.cell.eci, read->eci);
  put_number(to.cell.nci, read->nci);
  if (!read->node_id.empty()) to.access_point.add({read->node_name, read->node_id});
}

std::span<const rule> location_rules() { return rules; }

} // namespace lihi::normalize
