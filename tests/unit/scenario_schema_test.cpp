// docs/scenario.schema.json, which editors use, says of a scenario what its reader says.
#include "support/files.hpp"
#include "support/json.hpp"
#include "synth/scenario.hpp"

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wpedantic"
#include <rapidjson/schema.h>
#pragma GCC diagnostic pop

#include <gtest/gtest.h>
#include <yaml-cpp/yaml.h>

namespace lihi::test {
namespace {

using allocator = json::AllocatorType;

// A YAML scalar has no type: text, or nothing.
rapidjson::Value json_of(const YAML::Node& from, allocator& in) {
  rapidjson::Value out;
  if (from.IsMap()) {
    out.SetObject();
    for (const auto& each : from)
      out.AddMember(rapidjson::Value(each.first.Scalar().c_str(), in), json_of(each.second, in), in);
  } else if (from.IsSequence()) {
    out.SetArray();
    for (const auto& each : from) out.PushBack(json_of(each, in), in);
  } else if (from.IsScalar()) {
    out.SetString(from.Scalar().c_str(), in);
  }
  return out;
}

class scenario_schema : public testing::Test {
 protected:
  scenario_schema() : text_(parse(read_text(source_dir() / "docs/scenario.schema.json"))), schema_(text_) {}

  bool accepts(const std::string& yaml) {
    json whole;
    const rapidjson::Value value = json_of(YAML::Load(yaml), whole.GetAllocator());
    rapidjson::SchemaValidator validator(schema_);
    return value.Accept(validator);
  }
  static bool is_read(const std::string& yaml) {
    try {
      (void)synth::scenario::read(yaml);
      return true;
    } catch (const lihi::mistake&) {
      return false;
    }
  }

  json text_;
  rapidjson::SchemaDocument schema_;
};

TEST_F(scenario_schema, holds_for_every_scenario) {
  for (const std::string& name : synth::scenario_names())
    EXPECT_TRUE(accepts(std::string(synth::scenario_text(name)))) << name;
  const std::string story = read_text(source_dir() / "samples/story.yaml");
  EXPECT_TRUE(accepts(story));
  EXPECT_TRUE(is_read(story));
}

TEST_F(scenario_schema, says_what_the_reader_says) {
  const std::string names = "names: {liid: L, ue: [a, b]}\n", test = "payload: {tRIPayload: {testPDU: ~}}";
  const std::string event =
      "iri: report, event: {deregistration: {deregistrationDirection: uEInitiated, accessType: "
      "threeGPPAccess}}";
  const auto steps = [&](const std::string& one) { return names + "steps: [{" + one + "}]\n"; };
  const std::pair<bool, std::string> texts[] = {
      {true, steps("at: 1s, " + test)},
      {true, steps("at: 1.5ms, every: 2h, times: 3, session: a, number: 7, point: p, ber: signed, " + test)},
      {true, steps("at: 1s, release: 4.19.18.1, targets: [], " + event)},
      {true,
       "header: {timeStampQualifier: ~}\nsessions: {a: 5}\nintegrity: {every: 9, algorithm: sHA-512}\n" +
           steps("at: 1s, " + test)},
      {false, names},
      {false, "steps: [{at: 1s, " + test + "}]\n"},
      {false, names + "steps: []\n"},
      {false, steps(test)},
      {false, steps("at: 1, " + test)},
      {false, steps("att: 1s, at: 1s, " + test)},
      {false, steps("at: 1s, " + event + ", " + test)},
      {false, steps("at: 1s, iri: report")},
      {false, steps("at: 1s, cc: sideways, content: {uPFCCPDU: 00}")},
      {false, steps("at: 1s, cc: to_target, targets: [], content: {uPFCCPDU: 00}")},
      {false, steps("at: 1s, release: 4.19, " + test)},
      {false, steps("at: 1s, ber: der, " + test)},
      {false, "integrity: {every: 9}\n" + steps("at: 1s, " + test)},
      {false, "encryption: {type: blowfish-192-CBC, key: 00}\n" + steps("at: 1s, " + test)},
      {false, "operator: {land: XX}\n" + steps("at: 1s, " + test)},
      {false, "sessions: {a: b}\n" + steps("at: 1s, " + test)},
      {false, "speed: 1s\n" + steps("at: 1s, " + test)},
  };
  for (const auto& [good, text] : texts) {
    EXPECT_EQ(is_read(text), good) << text;
    EXPECT_EQ(accepts(text), good) << text;
  }
}

} // namespace
} // namespace lihi::test
