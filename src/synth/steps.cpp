#include "synth/steps.hpp"

#include "schema_ids.hpp"
#include "synth/yaml.hpp"

#include <algorithm>
#include <array>
#include <span>
#include <utility>
#include <yaml-cpp/yaml.h>

namespace lihi::synth {
namespace {

namespace m = schema::member;

// Members by their names. They are never assigned to: that would change all nodes which yaml-cpp has for the
// same value.
using header_members = std::map<std::string, YAML::Node>;

// The envelope's header, by names of the schema.
header_members usual_header(const YAML::Node& operated, const std::string& point, bool with_cin) {
  header_members out;
  const auto text = [](const std::string& of) {
    YAML::Node value(of);
    value.SetTag("!text");
    return value;
  };
  const std::string country = text_of(operated, "country", "XX"), element = text_of(operated, "element", "");
  out.emplace("li-psDomainId", YAML::Node("0.4.0.2.2.5.1.43"));
  out.emplace("lawfulInterceptionIdentifier", text("$liid"));
  out.emplace("authorizationCountryCode", YAML::Node(country));
  YAML::Node network(YAML::NodeType::Map);
  network["operatorIdentifier"] = text(text_of(operated, "id", "EXAMPLE"));
  if (!element.empty()) network["networkElementIdentifier"] = text(element);
  YAML::Node identifier(YAML::NodeType::Map);
  identifier["networkIdentifier"] = network;
  if (with_cin) identifier["communicationIdentityNumber"] = "$cin";
  identifier["deliveryCountryCode"] = country;
  out.emplace("communicationIdentifier", identifier);
  out.emplace("sequenceNumber", YAML::Node("$number"));
  if (!point.empty()) out.emplace("interceptionPointID", YAML::Node(point));
  YAML::Node time(YAML::NodeType::Map);
  time["seconds"] = "$seconds";
  time["microSeconds"] = "$microseconds";
  out.emplace("microSecondTimeStamp", time);
  out.emplace("timeStampQualifier", YAML::Node("timeOfInterception"));
  return out;
}

// As `header` of the scenario and of the step change it: members by their names, ~ leaves one out.
YAML::Node header_of(const step_defaults& common, const YAML::Node& of_step, const std::string& point,
                     bool with_cin) {
  header_members all = usual_header(common.operated, point, with_cin);
  for (const YAML::Node& changes : {common.header, of_step}) {
    if (!changes || changes.IsNull()) continue;
    if (!changes.IsMap()) throw mistake("a map of members of PSHeader is needed", changes.Mark());
    for (const auto& each : changes) {
      const std::string& name = text_of(each.first);
      if (name == schema::row_name(m::PSHeader_::sequenceNumber))
        throw mistake("is counted; the number of a step sets it", each.first.Mark());
      all.erase(name);
      if (!each.second.IsNull()) all.emplace(name, each.second);
    }
  }
  YAML::Node out(YAML::NodeType::Map);
  for (const auto& [name, value] : all) out[name] = value;
  return out;
}

std::string only_key(const YAML::Node& map) {
  return map.IsMap() && map.size() == 1 ? map.begin()->first.Scalar() : "";
}

// Steps that have a content of TS 33.128 alone: where in a Payload it stands.
using word = std::pair<std::string_view, std::string_view>; // as a scenario has it, and as the modules do
struct shorthand {
  step_kind kind;
  const char *key, *value_key;                                 // of the step: how, and what
  std::span<const word> words;                                 // values of `key`
  schema::row_id sequence, how, contents, defined, oid, value; // members
  std::string_view oid_end;                                    // behind the release
};
constexpr std::array iri_words{word("begin", "iRI-Begin"), word("end", "iRI-End"),
                               word("continue", "iRI-Continue"), word("report", "iRI-Report")};
constexpr std::array cc_words{word("from_target", "fromTarget"), word("to_target", "toTarget")};
constexpr shorthand iri_steps{step_kind::iri,
                              "iri",
                              "event",
                              iri_words,
                              m::Payload_::iRIPayloadSequence,
                              m::PS_IRIPayload_::iRIType,
                              m::PS_IRIPayload_::iRIContents,
                              m::IRIContents_::threeGPP33128DefinedIRI,
                              m::IRIPayload_::iRIPayloadOID,
                              m::IRIPayload_::event,
                              ".3"};
constexpr shorthand cc_steps{step_kind::cc,
                             "cc",
                             "content",
                             cc_words,
                             m::Payload_::cCPayloadSequence,
                             m::PS_CCPayload_::payloadDirection,
                             m::PS_CCPayload_::cCContents,
                             m::CCContents_::threeGPP33128DefinedCC,
                             m::CCPayload_::cCPayloadOID,
                             m::CCPayload_::pDU,
                             ".4"};

YAML::Node payload_of(const YAML::Node& from, const shorthand& how, const std::string& release) {
  std::vector<std::string> words;
  for (const auto& [ours, theirs] : how.words) words.emplace_back(ours);
  const std::string_view chosen = how.words[choice_of(from[how.key], words)].second;
  const auto name = [](schema::row_id id) { return std::string(schema::row_name(id)); };
  YAML::Node defined(YAML::NodeType::Map), element(YAML::NodeType::Map), contents(YAML::NodeType::Map),
      out(YAML::NodeType::Map);
  defined[name(how.oid)] = release + std::string(how.oid_end);
  defined[name(how.value)] = from[how.value_key];
  if (from["targets"]) defined[name(m::IRIPayload_::targetIdentifiers)] = from["targets"];
  contents[name(how.defined)] = defined;
  element[name(how.how)] = std::string(chosen);
  element[name(how.contents)] = contents;
  out[name(how.sequence)].push_back(element);
  return out;
}

// Which part of TS 102 232 contents are of (EncryptedPayloadType); those of TS 33.128 are of none.
std::int64_t part_of(const YAML::Node& payload) {
  constexpr std::int64_t unknown = 1, part1 = 8;
  constexpr std::array parts{std::pair(m::IRIContents_::emailIRI, 2),
                             std::pair(m::IRIContents_::messagingIRI, 2),
                             std::pair(m::IRIContents_::iPIRI, 3),
                             std::pair(m::IRIContents_::iPIRIOnly, 3),
                             std::pair(m::IRIContents_::iPIRIPacketReport, 3),
                             std::pair(m::IRIContents_::l2IRI, 4),
                             std::pair(m::IRIContents_::l2IRIOnly, 4),
                             std::pair(m::IRIContents_::iPMMIRI, 5),
                             std::pair(m::IRIContents_::pstnIsdnIRI, 6),
                             std::pair(m::IRIContents_::uMTSIRI, 7),
                             std::pair(m::IRIContents_::ePSIRI, 7),
                             std::pair(m::CCContents_::emailCC, 2),
                             std::pair(m::CCContents_::messagingCC, 2),
                             std::pair(m::CCContents_::messagingMMCC, 2),
                             std::pair(m::CCContents_::iPCC, 3),
                             std::pair(m::CCContents_::l2CC, 4),
                             std::pair(m::CCContents_::iPMMCC, 5),
                             std::pair(m::CCContents_::pstnIsdnCC, 6),
                             std::pair(m::CCContents_::uMTSCC, 7),
                             std::pair(m::CCContents_::uMTSCC_CC_PDU, 7),
                             std::pair(m::CCContents_::ePSCC, 7),
                             std::pair(m::CCContents_::ePSCC_CC_PDU, 7)};
  const std::string alternative = only_key(payload);
  if (alternative == schema::row_name(m::Payload_::tRIPayload)) return part1;
  for (const auto& [sequence, contents] :
       {std::pair(m::Payload_::iRIPayloadSequence, m::PS_IRIPayload_::iRIContents),
        std::pair(m::Payload_::cCPayloadSequence, m::PS_CCPayload_::cCContents)}) {
    if (alternative != schema::row_name(sequence) || !payload[alternative].IsSequence()) continue;
    const YAML::Node first = payload[alternative][0];
    if (!first || !first.IsMap()) continue;
    const std::string arm = only_key(first[std::string(schema::row_name(contents))]);
    for (const auto& [row, part] : parts)
      if (schema::row_parents[row] == schema::rows[contents].node && arm == schema::row_name(row))
        return part;
  }
  return unknown;
}

// The CIN of a session: the one that the scenario gives it, or the lowest that no other has.
std::uint32_t cin_of(const std::string& session, std::map<std::string, std::uint32_t>& all) {
  const auto known = all.find(session);
  if (known != all.end()) return known->second;
  std::uint32_t out = 1;
  const auto is_taken = [&out](const auto& each) { return each.second == out; };
  while (std::any_of(all.begin(), all.end(), is_taken)) ++out;
  return all[session] = out;
}

} // namespace

ber::form form_of(const YAML::Node& value, ber::form otherwise) {
  if (!value) return otherwise;
  return static_cast<ber::form>(choice_of(value, {ber::form_names.begin(), ber::form_names.end()}));
}

prepared read_header(const step_defaults& common, bool with_cin, const names& known) {
  return prepared::member(m::PS_PDU_::pSHeader, header_of(common, {}, "", with_cin), common.form, known);
}

step read_step(const YAML::Node& from, step_defaults& common, const names& known) {
  check_keys(from, {"at", "every", "times", "session", "number", "point", "header", "ber", "release", "iri",
                    "event", "targets", "cc", "content", "payload"});
  step out;
  out.form = form_of(from["ber"], common.form);
  if (!from["at"]) throw mistake("at is missing", from.Mark());
  out.at = duration_of(from["at"]);
  if (from["every"]) out.every = duration_of(from["every"]);
  if (from["times"]) {
    const std::int64_t times = number_of(text_of(from["times"]), from["times"].Mark());
    if (times <= 0 || out.every == 0)
      throw mistake("a number, and every beside it, are needed", from["times"].Mark());
    out.times = static_cast<std::uint64_t>(times);
  }
  if (out.every != 0 && out.times - 1 > static_cast<std::uint64_t>((longest - out.at) / out.every))
    throw mistake("lasts for more than 31 years", from["times"].Mark());
  if (from["session"]) out.cin = cin_of(text_of(from["session"]), common.sessions);
  if (from["number"]) out.number = number_32_of(from["number"]);

  const int ways = (from["iri"] ? 1 : 0) + (from["cc"] ? 1 : 0) + (from["payload"] ? 1 : 0);
  if (ways != 1) throw mistake("one of iri, cc and payload is needed", from.Mark());
  YAML::Node payload(YAML::NodeType::Map);
  if (!from["payload"]) {
    const shorthand& how = from["iri"] ? iri_steps : cc_steps;
    out.kind = how.kind;
    if (from["targets"] && how.kind != step_kind::iri) throw mistake("goes with iri", from["targets"].Mark());
    if (!from[how.value_key]) throw mistake(std::string(how.value_key) + " is missing", from.Mark());
    out.event = only_key(from[how.value_key]);
    payload = payload_of(from, how, text_of(from, "release", common.release));
  } else {
    for (const char* key : {"release", "targets"})
      if (from[key]) throw mistake("goes with iri or cc", from[key].Mark());
    payload = from["payload"];
    out.event = only_key(payload);
    if (out.event == "iRIPayloadSequence") out.kind = step_kind::iri;
    if (out.event == "cCPayloadSequence") out.kind = step_kind::cc;
  }
  out.header = prepared::member(
      m::PS_PDU_::pSHeader,
      header_of(common, from["header"], text_of(from, "point", ""), out.cin.has_value()), out.form, known);
  out.payload = prepared::choice(schema::type::Payload, payload, out.form, known);
  out.part = part_of(payload);
  return out;
}

} // namespace lihi::synth
