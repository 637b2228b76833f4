// RapidJSON, in a file of its own: it is built without UBSan, which finds fault with its allocator.
#include "fuzz/fuzz.hpp"

// else its pointers hide from the leak check
#define RAPIDJSON_48BITPOINTER_OPTIMIZATION 0

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wpedantic"
#include <rapidjson/document.h>
#include <rapidjson/schema.h>
#pragma GCC diagnostic pop

#include <fstream>
#include <set>
#include <sstream>

namespace lihi::fuzz {
namespace {

bool parse(rapidjson::Document& to, std::string_view text) {
  to.Parse<rapidjson::kParseValidateEncodingFlag | rapidjson::kParseIterativeFlag>(text.data(), text.size());
  return !to.HasParseError();
}

const rapidjson::SchemaDocument& record_schema() {
  static const auto* const schema = [] {
    std::ifstream in(LIHI_SOURCE_DIR "/docs/record.schema.json");
    std::stringstream text;
    text << in.rdbuf();
    rapidjson::Document document;
    require(parse(document, text.str()), "docs/record.schema.json can be read");
    return new rapidjson::SchemaDocument(document);
  }();
  return *schema;
}

bool keys_once(const rapidjson::Value& value) {
  if (value.IsArray()) {
    for (const auto& each : value.GetArray())
      if (!keys_once(each)) return false;
    return true;
  }
  if (!value.IsObject()) return true;
  std::set<std::string_view> seen;
  auto member = value.MemberBegin();
  for (rapidjson::SizeType i = 0; i < value.MemberCount(); ++i, ++member) {
    if (!seen.emplace(member->name.GetString(), member->name.GetStringLength()).second) return false;
    if (!keys_once(member->value)) return false;
  }
  return true;
}

} // namespace

bool has_keys_once(std::string_view text) {
  rapidjson::Document document;
  return parse(document, text) && keys_once(document);
}

bool same_json(std::string_view a, std::string_view b) {
  rapidjson::Document first, second;
  return parse(first, a) && parse(second, b) && first == second;
}

bool is_record(std::string_view text) {
  rapidjson::Document document;
  if (!parse(document, text)) return false;
  rapidjson::SchemaValidator validator(record_schema());
  return document.Accept(validator);
}

} // namespace lihi::fuzz
