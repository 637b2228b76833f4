#include "yaml/values.hpp"

#include "core/nearest.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <set>
#include <utility>
#include <yaml-cpp/yaml.h>

namespace lihi {

void check_keys(const YAML::Node& map, const std::vector<std::string>& known) {
  if (!map.IsMap()) throw mistake("a map is needed", map.Mark());
  std::set<std::string> seen;
  for (const auto& each : map) {
    const std::string key = text_of(each.first);
    if (std::find(known.begin(), known.end(), key) == known.end())
      throw mistake(key + " is not known here" + did_you_mean(key, known), each.first.Mark());
    if (!seen.insert(key).second) throw mistake(key + " comes twice", each.first.Mark());
  }
}

const std::string& text_of(const YAML::Node& value) {
  if (!value.IsScalar()) throw mistake("one value is needed", value.Mark());
  return value.Scalar();
}

std::string text_of(const YAML::Node& map, const char* key, const std::string& otherwise) {
  const YAML::Node value = map[key];
  return value ? text_of(value) : otherwise;
}

std::int64_t number_of(std::string_view text, const YAML::Mark& at) {
  std::int64_t out = 0;
  const char* const end = text.data() + text.size();
  const auto [stopped, problem] = std::from_chars(text.data(), end, out);
  if (problem != std::errc() || stopped != end) throw mistake("a number is needed", at);
  return out;
}

std::uint32_t number_32_of(const YAML::Node& value) {
  const std::int64_t out = number_of(text_of(value), value.Mark());
  if (out < 0 || out > UINT32_MAX) throw mistake("a number from 0 to 4294967295 is needed", value.Mark());
  return static_cast<std::uint32_t>(out);
}

std::vector<std::uint8_t> hex_of(std::string_view text, const YAML::Mark& at) {
  std::vector<std::uint8_t> out;
  int high = -1;
  for (const char each : text) {
    if (each == ' ') continue;
    int digit = -1;
    if (each >= '0' && each <= '9') digit = each - '0';
    if (each >= 'a' && each <= 'f') digit = each - 'a' + 10;
    if (each >= 'A' && each <= 'F') digit = each - 'A' + 10;
    if (digit < 0) throw mistake("octets in hex are needed, or a tag such as !text", at);
    if (high < 0) {
      high = digit;
    } else {
      out.push_back(static_cast<std::uint8_t>(high << 4 | digit));
      high = -1;
    }
  }
  if (high >= 0) throw mistake("hex of whole octets is needed", at);
  return out;
}

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
        number * size <= static_cast<double>(longest_duration))
      return std::llround(number * size);
  throw mistake("a time such as 1.5s, 500ms, 2m or 1h is needed", value.Mark());
}

std::size_t choice_of(const YAML::Node& value, const std::vector<std::string>& names) {
  const std::string& text = text_of(value);
  const auto known = std::find(names.begin(), names.end(), text);
  if (known != names.end()) return static_cast<std::size_t>(known - names.begin());
  std::string all;
  for (const std::string& each : names) all += (all.empty() ? "" : ", ") + each;
  throw mistake("one of " + all + " is needed", value.Mark());
}

} // namespace lihi
