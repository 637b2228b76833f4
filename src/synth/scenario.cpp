#include "synth/scenario.hpp"

#include "core/time.hpp"
#include "schema_ids.hpp"
#include "synth/yaml.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <span>
#include <utility>
#include <yaml-cpp/yaml.h>

namespace lihi::synth {
namespace {

namespace m = schema::member;

constexpr std::int64_t second = 1'000'000;

// "1.5s", "500ms", "2m", "1h": microseconds.
std::int64_t duration_of(const YAML::Node& value) {
  const std::string& text = text_of(value);
  double number = 0;
  const char* const end = text.data() + text.size();
  const auto [stopped, problem] = std::from_chars(text.data(), end, number);
  const std::string_view unit(stopped, static_cast<std::size_t>(end - stopped));
  const std::array<std::pair<std::string_view, double>, 5> units{
      {{"us", 1}, {"ms", 1e3}, {"s", 1e6}, {"m", 6e7}, {"h", 3.6e9}}};
  for (const auto& [name, size] : units)
    if (problem == std::errc() && unit == name && number >= 0 &&
        number * size <= static_cast<double>(longest))
      return std::llround(number * size);
  throw mistake("a time such as 1.5s, 500ms, 2m or 1h is needed", value.Mark());
}

// What a step has in common with all: the envelope's header, by names of the schema.
YAML::Node header_of(const YAML::Node& operated, const std::string& point, bool with_cin) {
  YAML::Node out(YAML::NodeType::Map);
  const auto text = [](const std::string& of) {
    YAML::Node value(of);
    value.SetTag("!text");
    return value;
  };
  const std::string country = text_of(operated, "country", "XX"), element = text_of(operated, "element", "");
  out["li-psDomainId"] = "0.4.0.2.2.5.1.43";
  out["lawfulInterceptionIdentifier"] = text("$liid");
  out["authorizationCountryCode"] = country;
  YAML::Node network(YAML::NodeType::Map);
  network["operatorIdentifier"] = text(text_of(operated, "id", "EXAMPLE"));
  if (!element.empty()) network["networkElementIdentifier"] = text(element);
  YAML::Node identifier(YAML::NodeType::Map);
  identifier["networkIdentifier"] = network;
  if (with_cin) identifier["communicationIdentityNumber"] = "$cin";
  identifier["deliveryCountryCode"] = country;
  out["communicationIdentifier"] = identifier;
  out["sequenceNumber"] = "$number";
  if (!point.empty()) out["interceptionPointID"] = point;
  YAML::Node time(YAML::NodeType::Map);
  time["seconds"] = "$seconds";
  time["microSeconds"] = "$microseconds";
  out["microSecondTimeStamp"] = time;
  out["timeStampQualifier"] = "timeOfInterception";
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
  contents[name(how.defined)] = defined;
  element[name(how.how)] = std::string(chosen);
  element[name(how.contents)] = contents;
  out[name(how.sequence)].push_back(element);
  return out;
}

ber::form form_of(const YAML::Node& value, ber::form otherwise) {
  if (!value) return otherwise;
  return static_cast<ber::form>(choice_of(value, {ber::form_names.begin(), ber::form_names.end()}));
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

integrity_rule integrity_of(const YAML::Node& from) {
  check_keys(from, {"every", "algorithm"});
  integrity_rule out;
  if (!from["every"] || !from["algorithm"]) throw mistake("every and algorithm are needed", from.Mark());
  const std::int64_t every = number_of(text_of(from["every"]), from["every"].Mark());
  constexpr std::int64_t most = 1'000'000;
  if (every < 1 || every > most) throw mistake("every is from 1 to 1000000", from["every"].Mark());
  out.every = static_cast<std::uint64_t>(every);
  out.algorithm =
      enumerated(schema::type::HashAlgorithm, text_of(from["algorithm"]), from["algorithm"].Mark());
  if (!can_hash(out.algorithm)) throw mistake("there is no such hash here", from["algorithm"].Mark());
  return out;
}

encryption_rule encryption_of(const YAML::Node& from) {
  check_keys(from, {"type", "key"});
  encryption_rule out;
  if (!from["type"] || !from["key"]) throw mistake("type and key are needed", from.Mark());
  out.type = enumerated(schema::type::EncryptionType, text_of(from["type"]), from["type"].Mark());
  const std::size_t size = key_size(out.type);
  if (size == 0) throw mistake("aES-192-CBC and aES-256-CBC are made here", from["type"].Mark());
  out.key = hex_of(text_of(from["key"]), from["key"].Mark());
  if (out.key.size() != size)
    throw mistake("a key of " + std::to_string(size) + " octets is needed", from["key"].Mark());
  return out;
}

// What holds for all steps that say nothing else.
struct defaults {
  YAML::Node operated;
  std::string release;
  ber::form form;
};

step read_step(const YAML::Node& from, const defaults& common, const names& known) {
  check_keys(from, {"at", "every", "times", "session", "point", "ber", "release", "iri", "event", "cc",
                    "content", "payload"});
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
  out.session = text_of(from, "session", "");

  const int ways = (from["iri"] ? 1 : 0) + (from["cc"] ? 1 : 0) + (from["payload"] ? 1 : 0);
  if (ways != 1) throw mistake("one of iri, cc and payload is needed", from.Mark());
  YAML::Node payload(YAML::NodeType::Map);
  if (!from["payload"]) {
    const shorthand& how = from["iri"] ? iri_steps : cc_steps;
    out.kind = how.kind;
    if (!from[how.value_key]) throw mistake(std::string(how.value_key) + " is missing", from.Mark());
    out.event = only_key(from[how.value_key]);
    payload = payload_of(from, how, text_of(from, "release", common.release));
  } else {
    if (from["release"]) throw mistake("goes with iri or cc", from["release"].Mark());
    payload = from["payload"];
    out.event = only_key(payload);
    if (out.event == "iRIPayloadSequence") out.kind = step_kind::iri;
    if (out.event == "cCPayloadSequence") out.kind = step_kind::cc;
  }
  const std::string point = text_of(from, "point", "");
  out.header = prepared::member(m::PS_PDU_::pSHeader, header_of(common.operated, point, !out.session.empty()),
                                out.form, known);
  out.part = part_of(payload);
  out.payload = prepared::choice(schema::type::Payload, payload, out.form, known);
  return out;
}

moment start_of(const YAML::Node& value) {
  if (!value) return {1'770'368'400 * second}; // 2026-02-06T09:00:00Z
  std::string digits;
  for (const char each : text_of(value))
    if (each != '-' && each != ':' && each != 'T') digits += each;
  const auto when = parse_generalized_time(as_bytes(digits));
  constexpr std::int64_t year_2200 = 7'258'118'400 * second;
  if (!when || when->local || when->microseconds < 0 || when->microseconds > year_2200)
    throw mistake("a time such as 2026-02-06T09:00:00Z is needed", value.Mark());
  return *when;
}

} // namespace

scenario scenario::read(const std::string& yaml, std::optional<ber::form> form) {
  YAML::Node root;
  try {
    root = YAML::Load(yaml);
  } catch (const YAML::ParserException& problem) {
    throw mistake(problem.msg, problem.mark);
  }
  scenario out;
  try {
    check_keys(root, {"scenario", "about", "start", "operator", "release", "ber", "spread", "names",
                      "integrity", "encryption", "pieces", "steps"});
    out.name = text_of(root, "scenario", "");
    out.about = text_of(root, "about", "");
    out.start = start_of(root["start"]);
    if (root["spread"]) out.spread = duration_of(root["spread"]);
    const YAML::Node operated = root["operator"] ? root["operator"] : YAML::Node(YAML::NodeType::Map);
    check_keys(operated, {"country", "id", "element"});
    if (root["names"]) {
      if (!root["names"].IsMap()) throw mistake("a map is needed", root["names"].Mark());
      for (const auto& each : root["names"]) out.names.add(each.first, each.second);
    }
    if (!out.names.has("liid")) throw mistake("names need liid", root.Mark());
    out.liid = out.names.find("liid", root.Mark());
    const defaults common{operated, text_of(root, "release", "4.19.19.7"),
                          form.value_or(form_of(root["ber"], ber::form::definite))};
    if (root["integrity"]) out.integrity = integrity_of(root["integrity"]);
    if (root["encryption"]) out.encryption = encryption_of(root["encryption"]);
    out.form = common.form;
    const auto check_header = [&](bool with_cin) {
      return prepared::member(m::PS_PDU_::pSHeader, header_of(operated, "", with_cin), out.form, out.names);
    };
    out.check_header = check_header(false);
    out.check_header_with_cin = check_header(true);
    const YAML::Node steps = root["steps"];
    if (!steps || !steps.IsSequence() || steps.size() == 0) throw mistake("steps are needed", root.Mark());
    for (const auto& each : steps) out.steps.push_back(read_step(each, common, out.names));
    for (const step& each : out.steps) {
      ber::encoder tried(each.form);
      each.header.put(tried, out.names, {.at = out.start});
      each.payload.put(tried, out.names, {.at = out.start});
    }
  } catch (const YAML::Exception& problem) {
    throw mistake(problem.msg, problem.mark);
  }
  return out;
}

} // namespace lihi::synth
