#include "synth/scenario.hpp"

#include "core/time.hpp"
#include "schema_ids.hpp"
#include "yaml/values.hpp"

#include <yaml-cpp/yaml.h>

namespace lihi::synth {
namespace {

constexpr std::int64_t second = 1'000'000;

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

session_cins sessions_of(const YAML::Node& from) {
  session_cins out;
  if (!from) return out;
  if (!from.IsMap()) throw mistake("a map of sessions to their CINs is needed", from.Mark());
  for (const auto& each : from) {
    const std::string& session = text_of(each.first);
    if (out.has(session)) throw mistake("comes twice", each.first.Mark());
    out.add(session, number_32_of(each.second));
  }
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
    check_keys(root, {"scenario", "about", "start", "operator", "release", "ber", "spread", "names", "header",
                      "sessions", "integrity", "encryption", "pieces", "steps"});
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
    if (root["integrity"]) out.integrity = integrity_of(root["integrity"]);
    if (root["encryption"]) out.encryption = encryption_of(root["encryption"]);
    step_defaults common{operated, root["header"], text_of(root, "release", "4.19.19.7"),
                         form.value_or(form_of(root["ber"], ber::form::definite)),
                         sessions_of(root["sessions"])};
    out.form = common.form;
    out.check_header = read_header(common, false, out.names);
    out.check_header_with_cin = read_header(common, true, out.names);
    const YAML::Node steps = root["steps"];
    if (!steps || !steps.IsSequence() || steps.size() == 0) throw mistake("steps are needed", root.Mark());
    for (const auto& each : steps) out.steps.push_back(read_step(each, common, out.names));
    for (const step& each : out.steps) {
      ber::encoder tried(each.form);
      try {
        each.header.put(tried, out.names, {.at = out.start});
      } catch (const mistake& wrong) { // of the usual members only the LIID may be wrong
        if (wrong.line != 0) throw;
        throw mistake(wrong.what(), root["names"]["liid"].Mark());
      }
      each.payload.put(tried, out.names, {.at = out.start});
    }
  } catch (const YAML::Exception& problem) {
    throw mistake(problem.msg, problem.mark);
  }
  return out;
}

} // namespace lihi::synth
