// Targets of requests, and configurations: what is taken is what was written, and what is not is told.
#include "fuzz/fuzz.hpp"
#include "service/config.hpp"
#include "service/query.hpp"
#include "yaml/mistake.hpp"

#include <algorithm>
#include <string>

namespace {

using namespace lihi;
using namespace lihi::service;

std::string encoded(const std::string& text) {
  constexpr char digits[] = "0123456789ABCDEF";
  std::string out;
  for (const char each : text) {
    const auto octet = static_cast<std::uint8_t>(each);
    out += '%';
    out += digits[octet >> 4];
    out += digits[octet & 15];
  }
  return out;
}

void request(const std::string& text) {
  const auto target = parse_target(text);
  if (!target) return;
  fuzz::require(!text.empty() && text[0] == '/', "a target begins with a slash");
  // written again, each octet for itself, it is the same
  std::string again;
  for (const std::string& each : target->path) again += "/" + encoded(each);
  if (again.empty()) again = "/";
  char before = '?';
  for (const auto& [name, value] : target->parameters) {
    again += before + encoded(name) + "=" + encoded(value);
    before = '&';
  }
  const auto same = parse_target(again);
  fuzz::require(same && same->path == target->path && same->parameters == target->parameters,
                "it is what was written");
  store::record_query query;
  if (const std::string wrong = read_query(*target, query); !wrong.empty()) {
    // but where it is a part of a parameter's name, or of the example that is given
    const auto is_told_for_another_reason = [&target](const std::string& value) {
      return std::string_view("a time such as 2026-02-06T09:44:01Z is needed").find(value) !=
                 std::string_view::npos ||
             std::any_of(target->parameters.begin(), target->parameters.end(),
                         [&value](const auto& each) { return each.first.find(value) != std::string::npos; });
    };
    for (const auto& [name, value] : target->parameters)
      fuzz::require(value.size() < 12 || wrong.find(value) == wrong.npos || is_told_for_another_reason(value),
                    "no value is in what is told");
    return;
  }
  fuzz::require(query.limit >= 1 && query.limit <= 1000, "pages are bounded");
  fuzz::require(query.liids.size() == target->parameters.count("liid"), "no LIID is left out");
  fuzz::require(query.from.has_value() == target->parameters.contains("from") &&
                    query.near.has_value() == target->parameters.contains("near") &&
                    query.cin.has_value() == target->parameters.contains("cin") &&
                    query.words.has_value() == target->parameters.contains("q"),
                "nothing is left out");
}

void configuration(const std::string& text) {
  try {
    const config of = read_config(text);
    fuzz::require(!of.listeners.empty() && !of.data.empty(), "it can be run");
    for (const user_config& each : of.http ? of.http->users : std::vector<user_config>())
      fuzz::require((each.token || !each.subject.empty()) &&
                        (each.role != role::viewer || !each.liids.empty()),
                    "each user can be told");
    for (const operator_config& each : of.operators)
      fuzz::require(!each.subjects.empty() || !each.addresses.empty(), "each operator can be told");
  } catch (const mistake& wrong) {
    fuzz::require(wrong.what()[0] != 0 && wrong.line >= 0, "what is wrong is said");
  }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  fuzz::input in(data, size);
  const bool first = in.octet() % 2 == 0;
  const std::string text(as_text(in.rest()));
  if (first)
    request(text);
  else
    configuration(text);
  return 0;
}
