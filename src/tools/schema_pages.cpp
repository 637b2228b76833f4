// Where every leaf and every arm of the schema goes.
#include "normalize/rules.hpp"
#include "tools/docs.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <map>
#include <set>

namespace lihi::docs {
namespace {

namespace type = schema::type;

// Types whose leaves carry an identity, a location, a time or an address.
const std::set<schema::node_id>& subject_matter() {
  static const std::set<schema::node_id> all{type::SUPI,
                                             type::SUCI,
                                             type::PEI,
                                             type::GPSI,
                                             type::IMSI,
                                             type::MSISDN,
                                             type::IMEI,
                                             type::IMEISV,
                                             type::NAI,
                                             type::IMPU,
                                             type::IMPI,
                                             type::SIPURI,
                                             type::TELURI,
                                             type::FiveGGUTI,
                                             type::GUTI,
                                             type::EUI64,
                                             type::MACAddress,
                                             type::E164Number,
                                             type::EmailAddress,
                                             type::AFID,
                                             type::SCSASID,
                                             type::MCServiceID,
                                             type::MCServiceGroupID,
                                             type::SMSAddress,
                                             type::TargetIdentifier,
                                             type::EPSSubscriberIDs,
                                             type::MMSPartyID,
                                             type::PTCIdentifiers,
                                             type::RemoteUEID,
                                             type::NonIMEISVPEI,
                                             type::PLMNID,
                                             type::TAI,
                                             type::ECGI,
                                             type::NCGI,
                                             type::CGI,
                                             type::SAI,
                                             type::LAI,
                                             type::RAI,
                                             type::TAC,
                                             type::LAC,
                                             type::SAC,
                                             type::RAC,
                                             type::CellID,
                                             type::EUTRACellID,
                                             type::NRCellID,
                                             type::NID,
                                             type::GlobalRANNodeID,
                                             type::ANNodeID,
                                             type::GNbID,
                                             type::NGENbID,
                                             type::ENbID,
                                             type::EUTRALocation,
                                             type::NRLocation,
                                             type::N3GALocation,
                                             type::UTRALocation,
                                             type::GERALocation,
                                             type::PLMNLocation,
                                             type::CellInformation,
                                             type::CellSiteInformation,
                                             type::GeographicalCoordinates,
                                             type::PointUncertaintyCircle,
                                             type::PointUncertaintyEllipse,
                                             type::PointAltitude,
                                             type::PointAltitudeUncertainty,
                                             type::EllipsoidArc,
                                             type::UncertaintyEllipse,
                                             type::LocationData,
                                             type::CivicAddress,
                                             type::MMELocationInformation,
                                             type::SGSNLocationInformation,
                                             type::SIPAccessNetworkInformation,
                                             type::SIPCellularNetworkInformation,
                                             type::SIPGeolocationHeaderInfo,
                                             type::TNAPID,
                                             type::TWAPID,
                                             type::LocationInfo,
                                             type::Timestamp,
                                             type::GeneralizedTime,
                                             type::IPv4Address,
                                             type::IPv6Address,
                                             type::IPAddress,
                                             type::IPAddr,
                                             type::UEEndpointAddress,
                                             type::FTEID,
                                             type::FQDN,
                                             type::PortNumber};
  return all;
}

class coverage_page {
 public:
  std::string page() {
    for (const schema::node_id root : {type::IRIPayload, type::CCPayload, type::LINotificationPayload})
      visit(root);
    std::string out = fmt::format(
        "# Where the leaves of TS 33.128 go\n\n"
        "Every primitive member that can be reached from IRIPayload, CCPayload and "
        "LINotificationPayload (r{} version{}), and\n"
        "the field of the [record](record-format.md) it feeds. \"detail only\" members are in "
        "the record's `detail`, like all\n"
        "others. A field without its first part (`imsi`) belongs to the target, or to the party "
        "at hand. Made by\n"
        "`lihi_docs coverage`.\n\n"
        "- {} leaves, {} of them in a field of their own.\n"
        "- {} leaves carry an identity, a location, a time or an address; {} of these are detail "
        "only ({:.1f}%).\n\n",
        schema::ts33128.release, schema::ts33128.version, leaves_, fed_, matter_, matter_ - matter_fed_,
        100.0 * static_cast<double>(matter_ - matter_fed_) / static_cast<double>(matter_));
    out += "| type | member | its type | record field |\n| --- | --- | --- | --- |\n";
    for (const auto& [key, line] : lines_) out += line;
    return out;
  }

 private:
  void visit(schema::node_id id) {
    if (!seen_.insert(id).second) return;
    const schema::node& node = schema::nodes[id];
    for (std::uint16_t i = 0; i < node.row_count; ++i) {
      const auto row_id = static_cast<schema::row_id>(node.first_row + i);
      const schema::row& row = schema::rows[row_id];
      if (!schema::is_primitive(row.kind)) {
        visit(row.node);
        continue;
      }
      const normalize::row_rules& rules = normalize::rule_table::get()[row_id];
      const bool fed = rules.on_value != nullptr || rules.event != event_type::none;
      const bool matter = subject_matter().contains(row.node) || subject_matter().contains(id);
      ++leaves_;
      fed_ += fed ? 1 : 0;
      matter_ += matter ? 1 : 0;
      matter_fed_ += matter && fed ? 1 : 0;
      const std::string_view name = schema::row_name(row_id);
      std::string field(rules.feeds);
      if (field.empty()) field = rules.event == event_type::none ? "detail only" : "event";
      lines_[fmt::format("{}\n{:03}", schema::node_name(id), i)] =
          fmt::format("| {} | {} | {} | {} |\n", schema::node_name(id), name.empty() ? "(element)" : name,
                      schema::node_name(row.node), field);
    }
  }

  std::set<schema::node_id> seen_;
  std::map<std::string, std::string> lines_;
  unsigned leaves_ = 0, fed_ = 0, matter_ = 0, matter_fed_ = 0;
};

// Members of the types whose members have events, where none of them has one.
std::string without_event() {
  std::set<schema::node_id> types;
  std::set<schema::row_id> with;
  for (const normalize::event_rule& each : normalize::event_rules()) {
    types.insert(schema::row_parents[each.id]);
    with.insert(each.id);
  }
  std::string out =
      "\n## Without an event\n\nMembers of the same types that have no event: a record of one says "
      "`unknown`, unless what "
      "stands inside of it\nhas an event of its own. A newer release puts its new members here.\n\n";
  for (const schema::node_id type : types)
    for (std::uint16_t i = 0; i < schema::nodes[type].row_count; ++i) {
      const auto row = static_cast<schema::row_id>(schema::nodes[type].first_row + i);
      if (!with.contains(row))
        out += fmt::format("- {}.{}\n", schema::node_name(type), schema::row_name(row));
    }
  return out;
}

} // namespace

std::string taxonomy() {
  std::string out = "# The events\n\n"
                    "What the field `event` of a record can say, and the members of the modules that say it. "
                    "Made by `lihi_docs "
                    "events`.\n\n| event | what happened | members |\n| --- | --- | --- |\n";
  std::map<std::string_view, std::string> members;
  for (const normalize::event_rule& each : normalize::event_rules()) {
    std::string& list = members[name_of(each.event)];
    list += fmt::format("{}{}.{}", list.empty() ? "" : ", ", schema::node_name(schema::row_parents[each.id]),
                        schema::row_name(each.id));
  }
  for (const normalize::numbered_events& each : normalize::access_event_rules())
    for (std::size_t number = 0; number < each.events.size(); ++number) {
      const schema::node& type = schema::nodes[schema::rows[each.id].node];
      const std::string_view name = schema::enumerator_name(type, static_cast<std::int64_t>(number));
      if (name.empty()) continue;
      std::string& list = members[name_of(each.events[number])];
      list += fmt::format("{}{}.{} {}", list.empty() ? "" : ", ",
                          schema::node_name(schema::row_parents[each.id]), schema::row_name(each.id), name);
    }
  for (const auto& each : terms_of<event_type>)
    out += fmt::format("| {} | {} | {} |\n", each.name, each.about, members[each.name]);
  return out + without_event();
}

std::string coverage() { return coverage_page().page(); }

} // namespace lihi::docs
