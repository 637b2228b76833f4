// Writes the documents that follow from the code: docs/record.schema.json, docs/record-format.md,
// docs/event.schema.json, docs/event-format.md, docs/schema-coverage.md, docs/events.md. A test holds the
// committed ones against this program's output.
// Usage: lihi_docs schema|format|event_schema|event_format|coverage|events
#include "normalize/rules.hpp"

#include <algorithm>
#include <cstdio>
#include <fmt/format.h>
#include <lihi/link_event.hpp>
#include <map>
#include <set>
#include <string>
#include <typeindex>

namespace {

using namespace lihi;

std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + "\"";
}

// ---- the JSON Schema (draft 7): closed objects, so that a field without a description is an error

class json_schema {
 public:
  json_schema(std::string_view version, std::string_view required) : version_(version), required_(required) {}

  // Of a struct, to stand `depth` levels deep.
  template <described T>
  std::string of(const T& whole, int depth) {
    return object(whole, depth, {}, true);
  }

  static std::string record_page() {
    const std::string body =
        json_schema("lihi/1", R"("record", "id", "source", "kind", "event")").of(record{}, 1);
    return "{\n  \"$schema\": \"http://json-schema.org/draft-07/schema#\",\n"
           "  \"title\": \"lihi/1\",\n"
           "  \"description\": \"One record of lihi: an IRI or CC element, a TRI, HI1 or HI4 message.\",\n" +
           body.substr(body.find('\n') + 1) + "\n";
  }

 private:
  template <described T>
  std::string object(const T& value, int depth, const std::string& description, bool whole = false) {
    const std::string pad(static_cast<std::size_t>(2 * depth), ' ');
    std::string out = "{\n";
    if (!description.empty()) out += pad + "\"description\": " + quoted(description) + ",\n";
    out += pad + "\"type\": \"object\",\n" + pad + "\"additionalProperties\": false,\n";
    if (whole) out += pad + "\"required\": [" + required_ + "],\n";
    out += pad + "\"properties\": {\n";
    bool first = true;
    T::fields(
        [&](const char* name, const auto& field, const char* about) {
          out += (first ? "" : ",\n") + pad + "  " + quoted(name) + ": " + type_of(name, field, about, depth);
          first = false;
        },
        value);
    return out + "\n" + pad + "}\n" + pad.substr(2) + "}";
  }

  static std::string leaf(const std::string& type, std::string_view about) {
    return "{" + type + ", \"description\": " + quoted(about) + "}";
  }
  [[nodiscard]] std::string string_of(std::string_view name) const {
    if (name == "record") return "\"enum\": [" + quoted(version_) + "]";
    return "\"type\": \"string\", \"minLength\": 1";
  }
  template <vocabulary E>
  static std::string words() {
    std::string out = "\"enum\": [";
    for (const auto& each : terms_of<E>) out += (out.back() == '[' ? "" : ", ") + quoted(each.name);
    return out + "]";
  }
  template <class T>
  std::string type_of(std::string_view name, const T& value, std::string_view about, int depth) {
    if constexpr (std::is_same_v<T, lihi::text>)
      return leaf(string_of(name), about);
    else if constexpr (vocabulary<T>)
      return leaf(words<T>(), about);
    else if constexpr (std::is_same_v<T, number>)
      return leaf("\"type\": \"integer\"", about);
    else if constexpr (std::is_same_v<T, std::optional<std::uint64_t>>)
      return leaf("\"type\": \"integer\", \"minimum\": 0", about);
    else if constexpr (std::is_same_v<T, decimal>)
      return leaf("\"type\": \"number\"", about);
    else if constexpr (std::is_same_v<T, flag>)
      return leaf("\"type\": \"boolean\"", about);
    else if constexpr (std::is_same_v<T, timestamp>)
      return leaf(
          R"("type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\\.[0-9]{6}Z?$")",
          about);
    else if constexpr (std::is_same_v<T, counter>)
      return leaf(R"("type": "string", "pattern": "^[0-9]+$")", about);
    else if constexpr (std::is_same_v<T, octets>)
      return leaf(R"("type": "string", "pattern": "^([0-9a-f]{2})+$")", about);
    else if constexpr (std::is_same_v<T, json_text>)
      return leaf("\"type\": \"object\"", about);
    else if constexpr (described<T>)
      return object(value, depth + 2, std::string(about));
    else
      return list_of(name, value, about, depth);
  }
  template <class T>
  std::string list_of(std::string_view name, const list<T>&, std::string_view about, int depth) {
    const T element{};
    const std::string pad(static_cast<std::size_t>(2 * depth + 4), ' ');
    return "{\n" + pad + "\"description\": " + quoted(about) + ",\n" + pad +
           "\"type\": \"array\", \"minItems\": 1,\n" + pad +
           "\"items\": " + type_of(name, element, "", depth + 1) + "\n" + pad.substr(2) + "}";
  }

  std::string version_, required_;
};

// ---- the description of the format

class format_page {
 public:
  std::string page() {
    rows("", record{});
    return "# The record\n\n"
           "One JSON object a line, one line for every IRI or CC element, TRI, HI1 or HI4 message. Keys come "
           "in the order\n"
           "below; what is absent is left out. Times are RFC 3339 in UTC with microseconds (without the `Z`: "
           "the sender's\n"
           "own clock, whose offset was not sent). Octets are lower-case hex. Numbers that may pass 2^53 are "
           "strings.\n\n"
           "What it says follows these rules:\n\n"
           "- `target` holds the subject alone, and only what the event says is the subject's. Everyone else "
           "is in\n"
           "  `parties`, with a role. Where a direction tells which party the subject is (short and "
           "multimedia\n"
           "  messages, SIP), that party's identities are in `target` too. What nobody vouches for sets\n"
           "  `identity_unauthenticated`.\n"
           "- A place has a role. Only `current` is where the subject is now; with an age above 0, or when "
           "the\n"
           "  sender says that it is not current, it is `last_known`.\n"
           "- Nothing that is there is replaced. Another value of a field is an attribute, with the note\n"
           "  `second_value`; so is, as hex, what its field cannot hold. A pair of coordinates is taken "
           "whole or not.\n"
           "- `event_time` is the element's time; when the element has none, the PSHeader's. `pdu_time` is "
           "the\n"
           "  PSHeader's when both are there and differ. `direction` is what the event says, else the "
           "payload's;\n"
           "  `payload_direction` stands beside it when they differ.\n"
           "- Areas and cells each have their own PLMN. `position` is an estimate of where the subject is, "
           "`site`\n"
           "  where the antenna stands.\n\n"
           "This page is made from the code (`lihi_docs format`); `record.schema.json` is its JSON Schema. "
           "The events are\n"
           "listed in [events.md](events.md).\n\n"
           "| field | type | meaning |\n| --- | --- | --- |\n" +
           out_ +
           "\n## Words\n\nA field of the type \"word\" has one of these. The words of `event` are listed in "
           "[events.md](events.md).\n\n| field | word | meaning |\n| --- | --- | --- |\n" +
           words_;
  }

 private:
  template <described T>
  void rows(const std::string& prefix, const T& value) {
    T::fields(
        [&](const char* name, const auto& field, const char* about) { row(prefix + name, field, about); },
        value);
  }
  template <class T>
  void row(const std::string& path, const T& value, const char* about) {
    out_ += fmt::format("| `{}` | {} | {} |\n", path, type_of(value), about);
    if constexpr (vocabulary<T> && !std::is_same_v<T, event_type>)
      if (described_.insert(typeid(T)).second)
        for (const auto& each : terms_of<T>)
          words_ += fmt::format("| `{}` | {} | {} |\n", path, each.name, each.about);
    if constexpr (described<T>)
      rows(path + ".", value);
    else
      children(path, value);
  }
  template <class T>
  void children(const std::string&, const T&) {}
  template <described T>
  void children(const std::string& path, const list<T>&) {
    rows(path + "[].", T{});
  }
  template <class T>
  static const char* type_of(const T&) {
    if constexpr (std::is_same_v<T, lihi::text>)
      return "text";
    else if constexpr (vocabulary<T>)
      return "word";
    else if constexpr (std::is_same_v<T, number> || std::is_same_v<T, std::optional<std::uint64_t>>)
      return "integer";
    else if constexpr (std::is_same_v<T, decimal>)
      return "number";
    else if constexpr (std::is_same_v<T, flag>)
      return "true or false";
    else if constexpr (std::is_same_v<T, timestamp>)
      return "time";
    else if constexpr (std::is_same_v<T, counter>)
      return "number as text";
    else if constexpr (std::is_same_v<T, octets>)
      return "hex";
    else if constexpr (described<T> || std::is_same_v<T, json_text>)
      return "object";
    else
      return "list";
  }

  std::string out_, words_;
  std::set<std::type_index> described_; // vocabularies
};

// ---- where every leaf of TS 33.128 goes

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
    std::string out =
        fmt::format("# Where the leaves of TS 33.128 go\n\n"
                    "Every primitive member that can be reached from IRIPayload, CCPayload and "
                    "LINotificationPayload (r19 version7), and\n"
                    "the field of the [record](record-format.md) it feeds. \"detail only\" members are in "
                    "the record's `detail`, like all\n"
                    "others. A field without its first part (`imsi`) belongs to the target, or to the party "
                    "at hand. Made by\n"
                    "`lihi_docs coverage`.\n\n"
                    "- {} leaves, {} of them in a field of their own.\n"
                    "- {} leaves carry an identity, a location, a time or an address; {} of these are detail "
                    "only ({:.1f}%).\n\n",
                    leaves_, fed_, matter_, matter_ - matter_fed_,
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

std::string events_page() {
  std::string out = "# The events\n\n"
                    "What the field `event` of a record can say, and the members of the modules that say it. "
                    "Made by `lihi_docs "
                    "events`.\n\n| event | what happened | members |\n| --- | --- | --- |\n";
  std::map<std::string_view, std::string> members;
  for (const normalize::event_rule& each : normalize::event_rules()) {
    std::string& list = members[name(each.event)];
    list += fmt::format("{}{}.{}", list.empty() ? "" : ", ", schema::node_name(schema::row_parents[each.id]),
                        schema::row_name(each.id));
  }
  for (const normalize::numbered_events& each : normalize::access_event_rules())
    for (std::size_t number = 0; number < each.events.size(); ++number) {
      const schema::node& type = schema::nodes[schema::rows[each.id].node];
      const std::string_view name = schema::enumerator_name(type, static_cast<std::int64_t>(number));
      if (name.empty()) continue;
      std::string& list = members[lihi::name(each.events[number])];
      list += fmt::format("{}{}.{} {}", list.empty() ? "" : ", ",
                          schema::node_name(schema::row_parents[each.id]), schema::row_name(each.id), name);
    }
  for (const auto& each : terms_of<event_type>)
    out += fmt::format("| {} | {} | {} |\n", each.name, each.about, members[each.name]);
  return out + without_event();
}

// ---- what is no record

// A reject is written by jer_line, with what could be read of the PDU.
constexpr auto reject_schema = R"json(
    {
      "description": "octets that were rejected",
      "type": "object",
      "required": [
        "record",
        "kind",
        "source",
        "code",
        "offset",
        "message"
      ],
      "additionalProperties": false,
      "properties": {
        "record": {
          "enum": [
            "lihi-event/1"
          ],
          "description": "name and version of this format"
        },
        "kind": {
          "enum": [
            "reject"
          ],
          "description": "what happened: octets were rejected"
        },
        "source": {
          "type": "object",
          "description": "the octets: where they stand",
          "required": [
            "offset",
            "length"
          ],
          "additionalProperties": false,
          "properties": {
            "name": {
              "type": "string",
              "minLength": 1,
              "description": "file or link: the path as given, or --source"
            },
            "offset": {
              "type": "integer",
              "minimum": 0,
              "description": "octets from the start of the stream"
            },
            "length": {
              "type": "integer",
              "minimum": 0,
              "description": "octets"
            }
          }
        },
        "code": {
          "type": "string",
          "pattern": "^[a-z_]+$",
          "description": "what is wrong: a code of include/lihi/error.hpp"
        },
        "offset": {
          "type": "integer",
          "minimum": 0,
          "description": "where it is wrong: octets from the start of the stream"
        },
        "path": {
          "type": "string",
          "minLength": 1,
          "description": "ASN.1 path; absent of octets that begin no PS-PDU"
        },
        "message": {
          "type": "string",
          "minLength": 1,
          "description": "a sentence about the code, without a value"
        },
        "pdu": {
          "type": "object",
          "description": "what could be read, in JER (ITU-T X.697); absent of octets that begin no PS-PDU, and when it does not fit the budget of memory"
        },
        "unknown": {
          "type": "array",
          "minItems": 1,
          "description": "members that the schema does not know",
          "items": {
            "type": "object",
            "required": [
              "path",
              "tag",
              "octets"
            ],
            "additionalProperties": false,
            "properties": {
              "path": {
                "type": "string"
              },
              "tag": {
                "type": "string"
              },
              "octets": {
                "type": "string",
                "pattern": "^([0-9a-f][0-9a-f])*$"
              }
            }
          }
        },
        "notes": {
          "type": "array",
          "minItems": 1,
          "description": "what else was odd about it",
          "items": {
            "type": "object",
            "required": [
              "code"
            ],
            "additionalProperties": false,
            "properties": {
              "code": {
                "type": "string"
              },
              "offset": {
                "type": "integer",
                "minimum": 0
              },
              "path": {
                "type": "string"
              }
            }
          }
        }
      }
    })json";

std::string event_schema() {
  link_event whole;
  return "{\n  \"$schema\": \"http://json-schema.org/draft-07/schema#\",\n"
         "  \"title\": \"lihi-event/1\",\n"
         "  \"description\": \"A line that is no record: a reject, or what the stream says besides.\",\n"
         "  \"oneOf\": [" +
         std::string(reject_schema) + ",\n    " +
         json_schema("lihi-event/1", R"("record", "kind")").of(whole, 3) + "\n  ]\n}\n";
}

std::string event_page() {
  std::string out =
      "# Lines that are no record: `lihi-event/1`\n\n"
      "`lihi decode` writes one JSON object a line. A record has `\"record\":\"lihi/1\"` "
      "([record-format.md](record-format.md)); in JER a\nPDU has `\"pdu\"`. All else has "
      "`\"record\":\"lihi-event/1\"` and a `kind`. The JSON Schema is "
      "[event.schema.json](event.schema.json).\n\n"
      "## What was rejected\n\n"
      "`\"kind\":\"reject\"`, in records and in JER:\n\n"
      "| field | what |\n| --- | --- |\n"
      "| `source` | `name`: the file's path as given, or `--source`; `-` is standard input. `offset`, "
      "`length`: "
      "the octets that were rejected |\n"
      "| `code` | what is wrong: a code of `include/lihi/error.hpp`, as `truncated` or `not_ps_pdu` |\n"
      "| `offset` | where: octets from the start of the stream |\n"
      "| `path` | the ASN.1 path there; absent of octets that begin no PS-PDU |\n"
      "| `message` | a sentence about the code; it holds no value |\n"
      "| `pdu` | what could be read, in JER; absent of octets that begin no PS-PDU, and of a PDU that does "
      "not "
      "fit the budget of memory |\n"
      "| `unknown`, `notes` | as in a record: members that the schema does not know, and what else was odd "
      "|\n\n"
      "Records of a rejected PDU that were complete before the fault stand before its line. The octets "
      "themselves "
      "are kept by\n`--rejects`. With `--to tree` the same is said in words.\n\n"
      "## What the stream says besides\n\n"
      "With records, in line, before the record with which it shows; `--events FILE` puts these lines into a "
      "file, "
      "`--events none`\nleaves them out. [link.md](link.md) says how each is found.\n\n"
      "| kind | what |\n| --- | --- |\n";
  for (const auto& each : terms_of<link_event_kind>)
    out += fmt::format("| `{}` | {} |\n", each.name, each.about);
  out += "\n| field | what |\n| --- | --- |\n";
  const link_event whole;
  link_event::fields([&out](const char* name, const auto&,
                            const char* about) { out += fmt::format("| `{}` | {} |\n", name, about); },
                     whole);
  out += "\nAn `orphan` is one of these:\n\n| word | what |\n| --- | --- |\n";
  for (const auto& each : terms_of<orphan_state>)
    out += fmt::format("| `{}` | {} |\n", each.name, each.about);
  return out;
}

} // namespace

int main(int argc, char** argv) {
  const std::string what = argc == 2 ? argv[1] : "";
  std::string text;
  if (what == "schema")
    text = json_schema::record_page();
  else if (what == "format")
    text = format_page().page();
  else if (what == "event_schema")
    text = event_schema();
  else if (what == "event_format")
    text = event_page();
  else if (what == "coverage")
    text = coverage_page().page();
  else if (what == "events")
    text = events_page();
  else {
    std::fputs("usage: lihi_docs schema|format|event_schema|event_format|coverage|events\n", stderr);
    return 2;
  }
  std::fputs(text.c_str(), stdout);
  return 0;
}
