// Every record that is written validates against docs/record.schema.json, by RapidJSON's validator.
#include "support/files.hpp"
#include "support/json.hpp"

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wpedantic"
#include <rapidjson/schema.h>
#include <rapidjson/stringbuffer.h>
#pragma GCC diagnostic pop

#include <gtest/gtest.h>

namespace lihi::test {
namespace {

class record_schema : public testing::Test {
 protected:
  record_schema() : text_(parse(read_text(source_dir() / "docs/record.schema.json"))), schema_(text_) {}

  std::string fault_of(const std::string& record) {
    const json value = parse(record);
    rapidjson::SchemaValidator validator(schema_);
    if (value.Accept(validator)) return "";
    rapidjson::StringBuffer where;
    validator.GetInvalidDocumentPointer().StringifyUriFragment(where);
    return std::string(where.GetString()) + " breaks " + validator.GetInvalidSchemaKeyword();
  }

  json text_;
  rapidjson::SchemaDocument schema_;
};

TEST_F(record_schema, holds_for_every_record) {
  std::size_t records = 0;
  for (const auto& path : all_streams())
    for (const std::string& record : decode(read_file(path)).records) {
      EXPECT_EQ(fault_of(record), "") << path << "\n" << record;
      ++records;
    }
  EXPECT_GT(records, 80u);
}

TEST_F(record_schema, refuses_what_is_no_record) {
  const std::string good =
      R"({"record":"lihi/1","id":"0","source":{"offset":0},"kind":"iri","event":"unknown"})";
  EXPECT_EQ(fault_of(good), "");
  EXPECT_NE(fault_of("{}"), "");
  EXPECT_NE(fault_of(R"({"record":"lihi/2","id":"0","source":{"offset":0},"kind":"iri","event":"unknown"})"),
            "");
  EXPECT_NE(
      fault_of(
          R"({"record":"lihi/1","id":"0","source":{"offset":0},"kind":"iri","event":"unknown","more":1})"),
      "");
  EXPECT_NE(
      fault_of(
          R"({"record":"lihi/1","id":"0","source":{"offset":0},"kind":"iri","event":"unknown","liid":""})"),
      "");
  EXPECT_NE(
      fault_of(
          R"({"record":"lihi/1","id":"0","source":{"offset":0},"kind":"iri","event":"unknown","event_time":"2026"})"),
      "");
  EXPECT_NE(
      fault_of(
          R"({"record":"lihi/1","id":"0","source":{"offset":0},"kind":"cc","event":"unknown","content":{"octets":"0"}})"),
      "");
  EXPECT_NE(
      fault_of(
          R"({"record":"lihi/1","id":"0","source":{"offset":0},"kind":"cc","event":"unknown","parties":[]})"),
      "");
}

} // namespace
} // namespace lihi::test
