// The walker against asn1c's decoder: both read the same values, or both reject.
#include "differential/asn1c_reference.hpp"
#include "support/files.hpp"
#include "support/json.hpp"
#include "support/reencoder.hpp"
#include "synth/delivery.hpp"

#include <gtest/gtest.h>
#include <set>

namespace lihi::test {
namespace {

// folder/file:offset of the PDU, or * for all of the file: reviewed, with the reason
std::set<std::string> known_disagreements() {
  std::set<std::string> out;
  for (const std::string& line : read_lines(source_dir() / "tests/differential/known_disagreements.txt"))
    if (!line.empty() && line[0] != '#') out.insert(line.substr(0, line.find('\t')));
  return out;
}

std::string compare(bytes pdu, const std::string& jer, const error& fault) {
  const auto reference = asn1c_jer(pdu);
  if (!reference) return fault ? "" : "asn1c rejects what the walker reads";
  if (fault) return "asn1c reads what the walker rejects";
  json ours = parse(jer), theirs;
  theirs.Parse(reference->c_str());
  return ours == theirs ? "" : "other values:\nwalker " + jer + "\nasn1c  " + *reference;
}

TEST(asn1c, agrees_on_every_stream) {
  const auto known = known_disagreements();
  std::set<std::string> met;
  std::size_t compared = 0;
  for (const auto& path : all_streams()) {
    const auto stream = read_file(path);
    const decoded out = decode(stream);
    std::size_t pdu = 0;
    for (const frame& each : out.frames) {
      if (!each.is_pdu) continue;
      const std::string difference = compare(each.octets, out.jer[pdu], out.errors[pdu]);
      ++pdu;
      ++compared;
      if (difference.empty()) continue;
      const std::string file = path.parent_path().filename().string() + "/" + path.filename().string() + ":";
      const std::string key = file + std::to_string(each.offset);
      if (known.contains(key))
        met.insert(key);
      else if (known.contains(file + "*"))
        met.insert(file + "*");
      else
        ADD_FAILURE() << key << ": " << difference;
    }
  }
  EXPECT_GT(compared, 60u);
  if (!std::filesystem::exists(shared_dir() / "vectors")) return; // some of them are not there
  for (const std::string& key : known) EXPECT_TRUE(met.contains(key)) << "no longer a disagreement: " << key;
}

// What synth writes, by every scenario and in every BER form, is what both decoders read.
TEST(asn1c, agrees_on_every_scenario) {
  for (const std::string& name : synth::scenario_names())
    for (const ber::form form : {ber::form::definite, ber::form::indefinite, ber::form::padded,
                                 ber::form::signed_lengths}) { // segments: see known_disagreements.txt
      const synth::scenario scenario = synth::scenario::read(std::string(synth::scenario_text(name)), form);
      synth::delivery all(scenario, {.subscribers = 2});
      synth::made one;
      std::size_t compared = 0;
      while (all.next(one)) {
        const decoded out = decode(one.pdu);
        ASSERT_EQ(out.jer.size(), 1u) << name;
        const bool segmented =
            std::any_of(scenario.steps.begin(), scenario.steps.end(), [&one](const synth::step& each) {
              return each.event == one.event && each.form == ber::form::segmented;
            });
        if (segmented) continue;
        EXPECT_EQ(compare(one.pdu, out.jer[0], out.errors[0]), "") << name << " " << one.event;
        ++compared;
      }
      EXPECT_GT(compared, 5u) << name;
    }
}

TEST(asn1c, agrees_on_other_ber_forms) {
  for (const auto& name : {"story/hi2.ber", "story/hi3.ber", "releases/r18.ber"}) {
    const auto stream = read_file(source_dir() / "samples" / name);
    for (const frame& each : decode(stream).frames)
      for (const ber_form form :
           {ber_form::indefinite, ber_form::padded}) { // segments: see known_disagreements.txt
        const octets rewritten = reencode(each.octets, form);
        const auto reference = asn1c_jer(rewritten);
        ASSERT_TRUE(reference) << name << " at " << each.offset << " form " << static_cast<int>(form);
        json ours = parse(decode(rewritten).jer.at(0)), theirs = parse(*reference);
        EXPECT_TRUE(ours == theirs) << name << " at " << each.offset;
      }
  }
}

// asn1c looked at 00 01 in an end-of-contents' place for ever (asn1/patches/0005).
TEST(asn1c, reads_to_an_end_when_an_end_of_contents_is_broken) {
  const auto stream = read_file(source_dir() / "samples/story/hi2.ber");
  const octets whole = reencode(decode(stream).frames.at(0).octets, ber_form::indefinite);
  ASSERT_TRUE(asn1c_jer(whole));
  std::size_t rejected = 0; // by us
  for (std::size_t i = 1; i < whole.size(); ++i) {
    if (whole[i] != 0 || whole[i - 1] != 0) continue;
    octets other = whole;
    other[i] = 1;
    (void)asn1c_jer(other);
    const auto faults = decode(other).errors;
    rejected += faults.empty() || faults[0] ? 1 : 0;
  }
  EXPECT_GT(rejected, 10u);
}

TEST(asn1c, allocates_within_its_budget) {
  for (const auto& [each, where] : all_pdus()) {
    const asn1c_reading reading = asn1c_read(each.octets, asn1c_budget(each.octets.size()));
    EXPECT_FALSE(reading.over_budget) << where;
  }
}

TEST(asn1c, what_is_over_its_budget_is_rejected) {
  const auto stream = read_file(source_dir() / "samples/story/hi2.ber");
  const bytes pdu = decode(stream).frames.at(0).octets;
  const std::size_t needed = asn1c_read(pdu, asn1c_budget(pdu.size())).allocated;
  ASSERT_GT(needed, pdu.size());
  for (std::size_t budget = 0; budget < needed; budget += 7) {
    const asn1c_reading reading = asn1c_read(pdu, budget);
    // a contained payload that does not fit stays hex
    EXPECT_TRUE(reading.over_budget) << budget;
  }
  EXPECT_TRUE(asn1c_read(pdu, needed + 1).jer.has_value());
}

} // namespace
} // namespace lihi::test
