// What single PDUs of the shared vectors mean. tests/golden/meaning/vectors.md says what each record must say
// and what it must not, by what the PDU was made of; every vector has its case.
#include "support/files.hpp"
#include "support/json.hpp"

#include <algorithm>
#include <gtest/gtest.h>

namespace lihi::test {
namespace {

struct meaning {
  std::string file;
  std::vector<std::string> must, must_not;
};

// "## file", then "- must {...}" and "- must not {...}", JSON a line.
std::vector<meaning> load() {
  std::vector<meaning> all;
  for (const std::string& line : read_lines(source_dir() / "tests/golden/meaning/vectors.md")) {
    if (line.starts_with("## "))
      all.push_back({line.substr(3), {}, {}});
    else if (line.starts_with("- must not "))
      all.back().must_not.push_back(line.substr(11));
    else if (line.starts_with("- must "))
      all.back().must.push_back(line.substr(7));
  }
  return all;
}

// Whether everything in `wanted` is in `found`: of a list, each of its elements in some element.
bool contains(const rapidjson::Value& found, const rapidjson::Value& wanted) {
  if (wanted.IsObject()) {
    if (!found.IsObject()) return false;
    bool all = true;
    for_each_member(wanted, [&](const auto& name, const auto& value) {
      all = all && found.HasMember(name) && contains(found[name], value);
    });
    return all;
  }
  if (wanted.IsArray() && found.IsArray())
    return std::all_of(wanted.Begin(), wanted.End(), [&](const auto& each) {
      return std::any_of(found.Begin(), found.End(), [&](const auto& one) { return contains(one, each); });
    });
  return found == wanted;
}

void PrintTo(const meaning& one, std::ostream* out) { *out << one.file; }

class vectors : public testing::TestWithParam<meaning> {};

TEST_P(vectors, mean_what_they_were_made_of) {
  LIHI_NEEDS_SHARED("vectors/meaning");
  const meaning& one = GetParam();
  const decoded out = decode(read_file(shared_dir() / "vectors/meaning" / (one.file + ".ber")));
  ASSERT_EQ(out.records.size(), 1U);
  const json record = parse(out.records[0]);
  for (const std::string& each : one.must)
    EXPECT_TRUE(contains(record, parse(each))) << "must be " << each << "\nis      " << out.records[0];
  for (const std::string& each : one.must_not)
    EXPECT_FALSE(contains(record, parse(each)))
        << "must not be " << each << "\nis          " << out.records[0];
}

INSTANTIATE_TEST_SUITE_P(meaning, vectors, testing::ValuesIn(load()),
                         [](const auto& info) { return info.param.file; });

TEST(meaning, every_vector_has_its_case) {
  LIHI_NEEDS_SHARED("vectors/meaning");
  const std::vector<meaning> all = load();
  for (const auto& entry : std::filesystem::directory_iterator(shared_dir() / "vectors/meaning")) {
    if (entry.path().extension() != ".ber") continue;
    const std::string name = entry.path().stem();
    EXPECT_TRUE(std::any_of(all.begin(), all.end(), [&](const meaning& one) {
      return one.file == name && one.must.size() + one.must_not.size() != 0;
    })) << name;
  }
}

} // namespace
} // namespace lihi::test
