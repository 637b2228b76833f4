// The documents in docs/ that follow from the code are what the code says.
#include "cli/program.hpp"

namespace lihi::test {
namespace {

class docs : public cli, public testing::WithParamInterface<std::pair<const char*, const char*>> {};

TEST_P(docs, are_up_to_date) {
  const auto [what, file] = GetParam();
  const run_result made = shell(docs_program() + " " + what);
  EXPECT_EQ(made.status, 0) << made.err;
  EXPECT_EQ(made.out, read_text(source_dir() / "docs" / file)) << "run scripts/docs.sh";
}

INSTANTIATE_TEST_SUITE_P(pages, docs,
                         testing::Values(std::pair{"schema", "record.schema.json"},
                                         std::pair{"format", "record-format.md"},
                                         std::pair{"event_schema", "event.schema.json"},
                                         std::pair{"event_format", "event-format.md"},
                                         std::pair{"coverage", "schema-coverage.md"},
                                         std::pair{"events", "events.md"}),
                         [](const auto& info) { return std::string(info.param.first); });

TEST(coverage, no_more_than_a_quarter_of_what_matters_is_detail_only) {
  const std::string page = read_text(source_dir() / "docs/schema-coverage.md");
  const std::size_t all = page.find(" leaves carry an identity");
  const std::size_t left = page.find("; ", all);
  ASSERT_NE(all, std::string::npos);
  ASSERT_NE(left, std::string::npos);
  const int carrying = std::stoi(page.substr(page.rfind(' ', all - 1)));
  EXPECT_GT(carrying, 300);
  EXPECT_LE(4 * std::stoi(page.substr(left + 2)), carrying);
}

TEST(repository, names_no_machine) {
  for (const auto& entry : std::filesystem::recursive_directory_iterator(source_dir() / "docs"))
    if (entry.is_regular_file()) {
      EXPECT_EQ(read_text(entry.path()).find(source_dir().parent_path().string() + "/"), std::string::npos)
          << entry.path();
    }
}

} // namespace
} // namespace lihi::test
