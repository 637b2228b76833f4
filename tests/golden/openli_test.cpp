// Wire bytes of a deployed sender (OpenLI, both of its BER styles) against its manifest of what went in.
#include "core/time.hpp"
#include "support/files.hpp"
#include "support/hex.hpp"
#include "support/json.hpp"

#include <algorithm>
#include <gtest/gtest.h>
#include <map>

namespace lihi::test {
namespace {

using rapidjson::Value;

std::string text_of(const Value& entry, const char* key) {
  if (!entry.HasMember(key) || entry[key].IsNull()) return "(absent)";
  return entry[key].IsString() ? entry[key].GetString() : std::to_string(entry[key].GetInt64());
}

// As the record shows octets that are given as text.
std::string shown(const std::string& text) {
  const bool graphic =
      std::all_of(text.begin(), text.end(), [](unsigned char c) { return c > 0x20 && c < 0x7F; });
  return graphic ? text : to_hex(as_bytes(text));
}

// The element's own time where it has one, else the header's.
std::string time_of(const Value& entry) {
  if (entry.HasMember("eventTime") && !entry.HasMember("encryption")) {
    text_buffer out;
    append_rfc3339(out, {entry["eventTime"].GetInt64() * 1'000'000, false});
    return std::string(out.view());
  }
  if (!entry.HasMember("timestamp") || entry["timestamp"].IsNull()) return "(absent)";
  const Value& stamp = entry["timestamp"];
  std::int64_t micro = stamp["usec"].GetInt64();
  if (text_of(entry, "timestampEncoding").find("GeneralizedTime") != std::string::npos)
    micro = micro / 1000 * 1000;
  if (text_of(entry, "timestampEncoding").starts_with("none") ||
      text_of(entry, "timestampEncoding") == "(absent)")
    return "(absent)";
  text_buffer out;
  append_rfc3339(out, {stamp["sec"].GetInt64() * 1'000'000 + micro, false});
  return std::string(out.view());
}

void expect_entry(const Value& entry) {
  const std::string file = text_of(entry, "file");
  SCOPED_TRACE(file);
  const auto stream = read_file(shared_dir() / "vectors/openli" / file);
  const decoded out = decode(stream);
  ASSERT_EQ(out.frames.size(), 1u);
  ASSERT_EQ(out.records.size(), 1u);
  const json record = parse(out.records[0]);

  const std::string liid = at(record, "/liid");
  EXPECT_EQ(at(record, "/liid_encoding") == "hex" ? liid : to_hex(as_bytes(liid)), text_of(entry, "liidHex"));
  EXPECT_EQ(at(record, "/authorization_country"), text_of(entry, "authCC"));
  EXPECT_EQ(at(record, "/delivery_country"), text_of(entry, "delivCC"));
  EXPECT_EQ(at(record, "/operator_id"), shown(text_of(entry, "operatorIdentifier")));
  const std::string element = text_of(entry, "networkElementIdentifier");
  EXPECT_EQ(at(record, "/network_element_id"), element == "(absent)" ? element : shown(element));
  EXPECT_EQ(at(record, "/interception_point_id"), text_of(entry, "interceptionPointID"));
  EXPECT_EQ(at(record, "/cin"), text_of(entry, "cin"));
  EXPECT_EQ(at(record, "/sequence"), text_of(entry, "seqno"));
  // UMTSIRI always have a time of their own; the manifest does not always say which
  if (text_of(entry, "kind") != "UMTSIRI" || entry.HasMember("eventTime")) {
    EXPECT_EQ(at(record, "/event_time"), time_of(entry));
  }
  EXPECT_EQ(at(record, "/time_qualifier"),
            text_of(entry, "timeStampQualifier") == "1" ? "time_of_interception" : "(absent)");

  const bool encrypted = entry.HasMember("encryption") && !entry["encryption"].IsNull();
  EXPECT_EQ(at(record, "/kind") == "encrypted", encrypted);
  if (encrypted) return;
  static const std::map<std::string, std::string> directions{{"0", "from_target"}, {"1", "to_target"},
                                                             {"2", "unknown"},     {"3", "both"},
                                                             {"4", "none"},        {"(absent)", "(absent)"}};
  static const std::map<std::string, std::string> types{
      {"1", "begin"}, {"2", "end"}, {"3", "continue"}, {"4", "report"}, {"(absent)", "(absent)"}};
  if (entry.HasMember("payloadDirection")) {
    EXPECT_EQ(at(record, "/direction"), directions.at(text_of(entry, "payloadDirection")));
  }
  if (entry.HasMember("iriType")) {
    EXPECT_EQ(at(record, "/iri_type"), types.at(text_of(entry, "iriType")));
  }
  if (entry.HasMember("innerPayloadHex")) {
    const std::string inner = text_of(entry, "innerPayloadHex");
    EXPECT_EQ(at(record, "/content/octets"), inner.empty() ? "(absent)" : inner);
    EXPECT_EQ(at(record, "/content/length"), text_of(entry, "innerPayloadLen"));
  }
}

TEST(openli, every_file_gives_what_went_in) {
  LIHI_NEEDS_SHARED("vectors/openli/manifest.json");
  const json manifest = parse(read_text(shared_dir() / "vectors/openli/manifest.json"));
  unsigned checked = 0;
  for (const Value& entry : manifest.GetArray()) {
    if (text_of(entry, "kind") == "stream") continue;
    expect_entry(entry);
    ++checked;
  }
  EXPECT_GE(checked, 90u);
}

TEST(openli, streams_are_cut_into_their_pdus) {
  LIHI_NEEDS_SHARED("vectors/openli/manifest.json");
  const json manifest = parse(read_text(shared_dir() / "vectors/openli/manifest.json"));
  for (const Value& entry : manifest.GetArray()) {
    if (text_of(entry, "kind") != "stream") continue;
    const auto stream = read_file(shared_dir() / "vectors/openli" / text_of(entry, "file"));
    const decoded out = decode(stream);
    EXPECT_EQ(std::to_string(out.frames.size()), text_of(entry, "count")) << text_of(entry, "file");
    for (const frame& each : out.frames) EXPECT_TRUE(each.is_pdu && each.fault == fault_code::none);
  }
}

} // namespace
} // namespace lihi::test
