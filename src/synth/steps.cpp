#include "synth/steps.hpp"

#include "schema_ids.hpp"
#include "yaml/values.hpp"

#include <algorithm>
#include <array>
#include <span>
#include <utility>
#include <yaml-cpp/yaml.h>

namespace lihi::synth {
namespace {

namespace m = schema::member;

// Values are looked up one by one and put together then: a YAML node that is put into another one costs as
// much as all nodes of the file.
struct preparing {
  ber::form form;
  const names& known;

  [[nodiscard]] prepared member(schema::row_id as, const YAML::Node& value) const {
    return prepared::member(as, value, form, known);
  }
  [[nodiscard]] prepared holding(schema::row_id as, std::vector<prepared> inside) const {
    return prepared::holding(as, std::move(inside), form, known);
  }
};

YAML::Node text(const std::string& of) {
  YAML::Node value(of);
  value.SetTag("!text");
  return value;
}

using header_members = std::map<schema::row_id, prepared>;

// The envelope's header.
header_members usual_header(const preparing& with, const YAML::Node& operated, const std::string& point,
                            bool with_cin) {
  namespace h = m::PSHeader_;
  const std::string country = text_of(operated, "country", "XX"), element = text_of(operated, "element", "");
  YAML::Node network(YAML::NodeType::Map);
  network["operatorIdentifier"] = text(text_of(operated, "id", "EXAMPLE"));
  if (!element.empty()) network["networkElementIdentifier"] = text(element);
  YAML::Node identifier(YAML::NodeType::Map);
  identifier["networkIdentifier"] = network;
  if (with_cin) identifier["communicationIdentityNumber"] = "$cin";
  identifier["deliveryCountryCode"] = country;
  YAML::Node time(YAML::NodeType::Map);
  time["seconds"] = "$seconds";
  time["microSeconds"] = "$microseconds";
  header_members out;
  const auto add = [&](schema::row_id as, const YAML::Node& value) {
    try {
      out.emplace(as, with.member(as, value));
    } catch (const mistake& wrong) { // in what the scenario says of the operator
      throw mistake(wrong.what(), operated.Mark());
    }
  };
  add(h::li_psDomainId, YAML::Node("0.4.0.2.2.5.1.43"));
  add(h::lawfulInterceptionIdentifier, text("$liid"));
  add(h::authorizationCountryCode, YAML::Node(country));
  add(h::communicationIdentifier, identifier);
  add(h::sequenceNumber, YAML::Node("$number"));
  if (!point.empty()) add(h::interceptionPointID, YAML::Node(point));
  add(h::microSecondTimeStamp, time);
  add(h::timeStampQualifier, YAML::Node("timeOfInterception"));
  return out;
}

// As `header` of the scenario and of the step change it: members by their names, ~ leaves one out.
prepared header_of(const preparing& with, const step_defaults& common, const YAML::Node& of_step,
                   const std::string& point, bool with_cin) {
  header_members all = usual_header(with, common.operated, point, with_cin);
  for (const YAML::Node& changes : {common.header, of_step}) {
    if (!changes || changes.IsNull()) continue;
    if (!changes.IsMap()) throw mistake("a map of members of PSHeader is needed", changes.Mark());
    for (const auto& each : changes) {
      const schema::row_id row = member_of(schema::type::PSHeader, text_of(each.first), each.first.Mark());
      if (row == m::PSHeader_::sequenceNumber)
        throw mistake("is counted; the number of a step sets it", each.first.Mark());
      if (each.second.IsNull() && !schema::rows[row].has(schema::optional))
        throw mistake("cannot be left out", each.first.Mark());
      all.erase(row);
      if (!each.second.IsNull()) all.emplace(row, with.member(row, each.second));
    }
  }
  std::vector<prepared> members;
  for (auto& [row, value] : all) members.push_back(std::move(value));
  return with.holding(m::PS_PDU_::pSHeader, std::move(members));
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

prepared payload_of(const preparing& with, const YAML::Node& from, const shorthand& how,
                    const std::string& release) {
  std::vector<std::string> words;
  for (const auto& [ours, theirs] : how.words) words.emplace_back(ours);
  const std::string_view chosen = how.words[choice_of(from[how.key], words)].second;
  const auto one = [](prepared value) {
    std::vector<prepared> out;
    out.push_back(std::move(value));
    return out;
  };
  std::vector<prepared> defined, element;
  defined.push_back(with.member(how.oid, YAML::Node(release + std::string(how.oid_end))));
  defined.push_back(with.member(how.value, from[how.value_key]));
  if (from["targets"]) defined.push_back(with.member(m::IRIPayload_::targetIdentifiers, from["targets"]));
  element.push_back(with.member(how.how, YAML::Node(std::string(chosen))));
  element.push_back(with.holding(how.contents, one(with.holding(how.defined, std::move(defined)))));
  const schema::row_id item = schema::nodes[schema::rows[how.sequence].node].first_row;
  return with.holding(how.sequence, one(with.holding(item, std::move(element))));
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
    const YAML::Node all = payload[alternative];
    if (all.size() == 0) continue;
    const YAML::Node first = *all.begin();
    const YAML::Node chosen = first[std::string(schema::row_name(contents))];
    const std::string arm = chosen ? only_key(chosen) : "";
    for (const auto& [row, part] : parts)
      if (schema::row_parents[row] == schema::rows[contents].node && arm == schema::row_name(row))
        return part;
  }
  return unknown;
}

} // namespace

void session_cins::add(const std::string& session, std::uint32_t cin) {
  all_.emplace(session, cin);
  taken_.insert(cin);
}

std::uint32_t session_cins::of(const std::string& session) {
  if (const auto known = all_.find(session); known != all_.end()) return known->second;
  while (taken_.contains(lowest_)) ++lowest_;
  add(session, lowest_);
  return lowest_;
}

ber::form form_of(const YAML::Node& value, ber::form otherwise) {
  if (!value) return otherwise;
  return static_cast<ber::form>(choice_of(value, {ber::form_names.begin(), ber::form_names.end()}));
}

prepared read_header(const step_defaults& common, bool with_cin, const names& known) {
  return header_of({common.form, known}, common, {}, "", with_cin);
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
  if (out.every != 0 && out.times - 1 > static_cast<std::uint64_t>((longest_duration - out.at) / out.every))
    throw mistake("lasts for more than 31 years", from["times"].Mark());
  if (from["session"]) out.cin = common.sessions.of(text_of(from["session"]));
  if (from["number"]) out.number = number_32_of(from["number"]);

  const int ways = (from["iri"] ? 1 : 0) + (from["cc"] ? 1 : 0) + (from["payload"] ? 1 : 0);
  if (ways != 1) throw mistake("one of iri, cc and payload is needed", from.Mark());
  const preparing with{out.form, known};
  out.header = header_of(with, common, from["header"], text_of(from, "point", ""), out.cin.has_value());
  if (!from["payload"]) {
    const shorthand& how = from["iri"] ? iri_steps : cc_steps;
    out.kind = how.kind;
    if (from["targets"] && how.kind != step_kind::iri) throw mistake("goes with iri", from["targets"].Mark());
    if (!from[how.value_key]) throw mistake(std::string(how.value_key) + " is missing", from.Mark());
    out.event = only_key(from[how.value_key]);
    out.payload = payload_of(with, from, how, text_of(from, "release", common.release));
  } else {
    for (const char* key : {"release", "targets"})
      if (from[key]) throw mistake("goes with iri or cc", from[key].Mark());
    const YAML::Node payload = from["payload"];
    out.event = only_key(payload);
    if (out.event == "iRIPayloadSequence") out.kind = step_kind::iri;
    if (out.event == "cCPayloadSequence") out.kind = step_kind::cc;
    out.payload = prepared::choice(schema::type::Payload, payload, out.form, known);
    out.part = part_of(payload);
  }
  return out;
}

} // namespace lihi::synth
