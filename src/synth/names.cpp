#include "synth/names.hpp"

#include "core/nearest.hpp"
#include "core/time.hpp"
#include "yaml/values.hpp"

#include <algorithm>
#include <array>
#include <yaml-cpp/yaml.h>

namespace lihi::synth {
namespace {

constexpr std::int64_t second = 1'000'000;
constexpr std::string_view letters = "abcdefghijklmnopqrstuvwxyz_";

enum standing : std::size_t { cin, number, i, seconds, microseconds, time, utc_time, first_given };
constexpr std::array<std::string_view, first_given> known_names{
    "cin", "number", "i", "seconds", "microseconds", "time", "utc_time"};

void put_number(std::string& to, std::uint64_t value) { to += std::to_string(value); }

// GeneralizedTime, as "20260206094401.608000Z".
void put_generalized_time(std::string& to, moment at) {
  std::array<char, rfc3339_size> text{};
  for (const char each : std::string_view(text.data(), write_rfc3339(text.data(), at)))
    if (each != '-' && each != ':' && each != 'T') to += each;
}

} // namespace

names::names() {
  for (const std::string_view each : known_names) entries_.push_back({std::string(each), {}});
}

std::vector<names::part> names::parts_of(const YAML::Node& value) {
  const std::string& text = text_of(value);
  std::vector<part> out;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t open = std::min(text.find("{n", at), text.size());
    if (open > at) out.push_back({text.substr(at, open - at), -1});
    if (open == text.size()) break;
    const std::size_t close = text.find('}', open);
    const std::string inside = close == text.npos ? "?" : text.substr(open + 2, close - open - 2);
    if (inside.empty())
      out.push_back({"", 0});
    else if (inside.size() == 2 && inside[0] == ':' && inside[1] >= '1' && inside[1] <= '9')
      out.push_back({"", inside[1] - '0'});
    else
      throw mistake("{n} or {n:6} is needed", value.Mark());
    at = close + 1;
  }
  return out;
}

void names::add(const YAML::Node& name, const YAML::Node& texts) {
  entry one{text_of(name), {}};
  if (one.name.empty() || one.name.find_first_not_of(letters) != one.name.npos)
    throw mistake("a name has small letters and _", name.Mark());
  if (has(one.name)) throw mistake(one.name + " is there already", name.Mark());
  if (texts.IsSequence() && texts.size() > 0)
    for (const auto& each : texts) one.texts.push_back(parts_of(each));
  else
    one.texts.push_back(parts_of(texts));
  entries_.push_back(std::move(one));
}

bool names::has(std::string_view name) const noexcept {
  return std::any_of(entries_.begin(), entries_.end(), [&](const entry& each) { return each.name == name; });
}

std::size_t names::find(std::string_view name, const YAML::Mark& at) const {
  std::vector<std::string> all;
  for (std::size_t place = 0; place < entries_.size(); ++place) {
    if (entries_[place].name == name) return place;
    all.push_back(entries_[place].name);
  }
  throw mistake("$" + std::string(name) + " is not among the names" + did_you_mean(name, all), at);
}

void names::put(std::string& to, std::size_t name, const occasion& now) const {
  switch (name) {
  case cin: return put_number(to, now.cin);
  case number: return put_number(to, now.number);
  case i: return put_number(to, now.repetition);
  case seconds: return put_number(to, static_cast<std::uint64_t>(now.at.microseconds / second));
  case microseconds: return put_number(to, static_cast<std::uint64_t>(now.at.microseconds % second));
  case time: return put_generalized_time(to, now.at);
  case utc_time: { // as "260206094401Z"
    std::string whole;
    put_generalized_time(whole, now.at);
    to.append(whole, 2, 12);
    to += 'Z';
    return;
  }
  default: break;
  }
  const auto& texts = entries_[name].texts;
  for (const part& each : texts[std::min<std::uint64_t>(now.repetition, texts.size() - 1)]) {
    to += each.text;
    if (each.digits < 0) continue;
    const std::string digits = std::to_string(now.subscriber);
    const auto width = each.digits == 0 ? digits.size() : static_cast<std::size_t>(each.digits);
    if (digits.size() < width) to.append(width - digits.size(), '0');
    to.append(digits, digits.size() - std::min(width, digits.size()));
  }
}

phrase::phrase(const std::string& text, const YAML::Mark& at, const names& known) {
  for (std::size_t place = 0; place < text.size(); ++place) {
    if (text[place] != '$') {
      last_ += text[place];
      continue;
    }
    if (place + 1 < text.size() && text[place + 1] == '$') {
      last_ += text[++place];
      continue;
    }
    const std::size_t end = std::min(text.find_first_not_of(letters, place + 1), text.size());
    if (end == place + 1) throw mistake("a name is needed behind $", at);
    parts_.push_back({last_, known.find(std::string_view(text).substr(place + 1, end - place - 1), at)});
    last_.clear();
    place = end - 1;
  }
}

std::string_view phrase::of(const names& known, const occasion& now, std::string& room) const {
  if (parts_.empty()) return last_;
  room.clear();
  for (const part& each : parts_) {
    room += each.before;
    known.put(room, each.name, now);
  }
  room += last_;
  return room;
}

} // namespace lihi::synth
