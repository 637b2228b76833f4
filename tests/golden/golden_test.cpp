// Cases a reviewer can read: tests/golden/*.md hold hex and, below it, the lines that `lihi decode` must
// write.
//
//   ## name of the case
//   ```hex       octets
//   ```jer       lines of --to jer, compared as JSON
//   ```record    JSON that every key of which a record must have with that value; one a line, in order
#include "support/files.hpp"
#include "support/hex.hpp"
#include "support/json.hpp"

#include "write/jer_line.hpp"

#include <gtest/gtest.h>

namespace lihi::test {
namespace {

struct golden_case {
  std::string file, name, hex;
  std::vector<std::string> jer, records;
};

std::vector<golden_case> load() {
  std::vector<golden_case> all;
  for (const auto& entry : std::filesystem::directory_iterator(source_dir() / "tests/golden")) {
    if (entry.path().extension() != ".md") continue;
    std::string block;
    for (const std::string& line : read_lines(entry.path())) {
      if (line.starts_with("## "))
        all.push_back({entry.path().filename(), line.substr(3), "", {}, {}});
      else if (line.starts_with("```"))
        block = line.substr(3);
      else if (block == "hex")
        all.back().hex += line + "\n";
      else if (block == "jer")
        all.back().jer.push_back(line);
      else if (block == "record")
        all.back().records.push_back(line);
    }
  }
  return all;
}

// Whether everything in `wanted` is in `found`.
bool contains(const rapidjson::Value& found, const rapidjson::Value& wanted) {
  if (!wanted.IsObject()) return found == wanted;
  if (!found.IsObject()) return false;
  bool all = true;
  for_each_member(wanted, [&](const auto& name, const auto& value) {
    all = all && found.HasMember(name) && contains(found[name], value);
  });
  return all;
}

void PrintTo(const golden_case& one, std::ostream* out) { *out << one.file << ": " << one.name; }

class golden : public testing::TestWithParam<golden_case> {};

TEST_P(golden, is_decoded_as_written) {
  const golden_case& one = GetParam();
  const octets stream = from_hex(one.hex);
  const decoded out = decode(stream);
  jer_line line{limits{}};
  std::vector<std::string> lines;
  for (const frame& each : out.frames) {
    text_buffer text;
    if (each.is_pdu)
      (void)line.write(text, each, "");
    else
      line.write_reject(text, each, "", fault_of({}, each));
    lines.emplace_back(text.view());
  }
  if (!one.jer.empty()) {
    ASSERT_EQ(lines.size(), one.jer.size());
    for (std::size_t i = 0; i < lines.size(); ++i)
      EXPECT_TRUE(parse(lines[i]) == parse(one.jer[i])) << "is     " << lines[i] << "\nwanted " << one.jer[i];
  }
  if (!one.records.empty()) {
    ASSERT_EQ(out.records.size(), one.records.size());
    for (std::size_t i = 0; i < one.records.size(); ++i)
      EXPECT_TRUE(contains(parse(out.records[i]), parse(one.records[i])))
          << "is     " << out.records[i] << "\nwanted " << one.records[i];
  }
}

std::string test_name(const testing::TestParamInfo<golden_case>& info) {
  std::string out;
  for (const char c : info.param.name) out += std::isalnum(static_cast<unsigned char>(c)) != 0 ? c : '_';
  return out;
}

INSTANTIATE_TEST_SUITE_P(cases, golden, testing::ValuesIn(load()), test_name);

} // namespace
} // namespace lihi::test
