#include "service/query.hpp"

#include "core/time.hpp"

#include <algorithm>
#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>
#include <charconv>
#include <cmath>

namespace lihi::service {
namespace {

template <class T>
std::optional<T> number_of(std::string_view text) {
  T out{};
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), out);
  if (problem != std::errc() || end != text.data() + text.size() || text.empty()) return std::nullopt;
  return out;
}

std::optional<store::record_query::circle> circle_of(std::string_view text) {
  const std::size_t first = text.find(','), second = text.find(',', first + 1);
  if (first == text.npos || second == text.npos) return std::nullopt;
  const auto latitude = number_of<double>(text.substr(0, first));
  const auto longitude = number_of<double>(text.substr(first + 1, second - first - 1));
  const auto metres = number_of<double>(text.substr(second + 1));
  const bool good = latitude && longitude && metres && std::abs(*latitude) <= 90 &&
                    std::abs(*longitude) <= 180 && *metres >= 0 && *metres <= 2e7;
  if (!good) return std::nullopt;
  return store::record_query::circle{*latitude, *longitude, *metres};
}

} // namespace

std::optional<request_target> parse_target(std::string_view text) {
  const auto parsed = boost::urls::parse_origin_form(text);
  if (!parsed) return std::nullopt;
  request_target out;
  for (const auto& each : parsed->segments()) out.path.emplace_back(each);
  for (const auto& each : parsed->params()) out.parameters.emplace(each.key, each.value);
  return out;
}

std::optional<std::int64_t> parse_time(std::string_view text) {
  if (text.size() < 20 || text.back() != 'Z' || text[4] != '-' || text[7] != '-' || text[10] != 'T' ||
      text[13] != ':' || text[16] != ':')
    return std::nullopt;
  const auto part = [&](std::size_t at, std::size_t size, int least, int most) -> std::optional<int> {
    const auto out = number_of<int>(text.substr(at, size));
    return out && *out >= least && *out <= most ? out : std::nullopt;
  };
  const auto year = part(0, 4, 0, 9999), month = part(5, 2, 1, 12), day = part(8, 2, 1, 31),
             hour = part(11, 2, 0, 23), minute = part(14, 2, 0, 59), second = part(17, 2, 0, 60);
  if (!year || !month || !day || !hour || !minute || !second) return std::nullopt;
  std::int64_t fraction = 0;
  if (text.size() > 20) {
    std::string digits(text.substr(20, text.size() - 21));
    if (text[19] != '.' || digits.empty() || digits.size() > 9 ||
        !std::all_of(digits.begin(), digits.end(), [](char c) { return c >= '0' && c <= '9'; }))
      return std::nullopt;
    digits.resize(6, '0');
    fraction = number_of<std::int64_t>(digits).value_or(0);
  }
  return to_microseconds(*year, *month, *day, *hour, *minute, *second) + fraction;
}

std::string read_query(const request_target& from, store::record_query& out,
                       std::initializer_list<std::string_view> known) {
  for (const auto& each : from.parameters) {
    const std::string &name = each.first, &value = each.second;
    const auto wrong = [&name](const char* what) { return name + ": " + what + " is needed"; };
    if (known.size() != 0 && std::find(known.begin(), known.end(), name) == known.end())
      return "a parameter that is not known";
    // all but LIIDs once: of two, one would be left out without a word
    if (name != "liid" && from.parameters.count(name) > 1) return name + ": comes twice";
    if (value.size() > 256 || value.find('\0') != std::string::npos) return wrong("a shorter value");
    if (name == "liid") {
      out.liids.push_back(value);
    } else if (name == "event") {
      out.event = value;
    } else if (name == "kind") {
      out.kind = value;
    } else if (name == "identity") {
      out.identity = value;
    } else if (name == "cell") {
      out.cell = value;
    } else if (name == "q") {
      out.words = value;
    } else if (name == "cin") {
      const auto number = number_of<std::uint32_t>(value);
      if (!number) return wrong("a number of 32 bits");
      out.cin = *number;
    } else if (name == "from" || name == "to") {
      const auto time = parse_time(value);
      if (!time) return wrong("a time such as 2026-02-06T09:44:01Z");
      (name == "from" ? out.from : out.to) = *time;
    } else if (name == "near") {
      out.near = circle_of(value);
      if (!out.near) return wrong("LATITUDE,LONGITUDE,METRES");
    } else if (name == "cursor") {
      const auto number = number_of<std::int64_t>(value);
      if (!number || *number < 0) return wrong("a cursor that came with records");
      out.cursor = static_cast<store::position>(*number);
    } else if (name == "limit") {
      const auto number = number_of<std::uint32_t>(value);
      if (!number || *number < 1 || *number > 1000) return wrong("a number from 1 to 1000");
      out.limit = *number;
    } else if (name == "order") {
      if (value != "newest" && value != "oldest") return wrong("newest or oldest");
      out.oldest_first = value == "oldest";
    } else {
      return "a parameter that is not known";
    }
  }
  return "";
}

} // namespace lihi::service
