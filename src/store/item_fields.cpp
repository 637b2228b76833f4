#include "store/item_fields.hpp"

#include "core/time.hpp"

#include <algorithm>
#include <charconv>
#include <fmt/format.h>
#include <rapidjson/document.h>

namespace lihi::store {
namespace {

using rapidjson::Value;

// RapidJSON's iterators are compared ambiguously in C++20: they are counted here.
const Value* member(const Value& of, std::string_view name) {
  if (!of.IsObject()) return nullptr;
  auto each = of.MemberBegin();
  for (rapidjson::SizeType left = of.MemberCount(); left != 0; --left, ++each)
    if (name == std::string_view(each->name.GetString(), each->name.GetStringLength())) return &each->value;
  return nullptr;
}
void text_of(const Value& of, const char* name, std::string& to) {
  if (const Value* one = member(of, name); one && one->IsString())
    to.assign(one->GetString(), one->GetStringLength());
}
std::optional<std::int64_t> number_of(const Value& of, const char* name) {
  const Value* one = member(of, name);
  if (one && one->IsInt64()) return one->GetInt64();
  return std::nullopt;
}
// Numbers beyond 2^53 are strings in records.
std::string digits_of(const Value* of) {
  if (of && of->IsUint64()) return std::to_string(of->GetUint64());
  return of && of->IsString() ? std::string(of->GetString(), of->GetStringLength()) : std::string();
}

// "2026-02-06T09:44:01.608000Z", as records have it.
std::optional<std::int64_t> microseconds_of(std::string_view text) {
  if (text.size() < 26 || text[10] != 'T' || text[19] != '.') return std::nullopt;
  const auto number = [&](std::size_t at, std::size_t size) {
    int out = 0;
    (void)std::from_chars(text.data() + at, text.data() + at + size, out);
    return out;
  };
  return to_microseconds(number(0, 4), number(5, 2), number(8, 2), number(11, 2), number(14, 2),
                         number(17, 2)) +
         number(20, 6);
}

// Every text below it, but words of the format: identifiers have no fixed names.
void add_identities(const Value& of, std::vector<std::string>& to) {
  if (of.IsString()) {
    std::string one(of.GetString(), of.GetStringLength());
    if (one.size() >= 3 && std::find(to.begin(), to.end(), one) == to.end()) to.push_back(std::move(one));
  } else if (of.IsArray()) {
    for (const Value& each : of.GetArray()) add_identities(each, to);
  } else if (of.IsObject()) {
    auto each = of.MemberBegin();
    for (rapidjson::SizeType left = of.MemberCount(); left != 0; --left, ++each) {
      const std::string_view name(each->name.GetString(), each->name.GetStringLength());
      if (name != "role" && name != "kind" && name != "provenance" && name != "plmn" && name != "type" &&
          name != "plan")
        add_identities(each->value, to);
    }
  }
}

std::string plmn_of(const Value& of) {
  const Value* const plmn = member(of, "plmn");
  std::string mcc, mnc;
  if (plmn) {
    text_of(*plmn, "mcc", mcc);
    text_of(*plmn, "mnc", mnc);
  }
  return mcc + "-" + mnc;
}

void add_place(const Value& location, item_fields& to) {
  if (const Value* cell = member(location, "cell")) {
    std::string technology;
    text_of(*cell, "technology", technology);
    for (const char* name : {"nci", "eci", "ci"})
      if (const std::string id = digits_of(member(*cell, name)); !id.empty())
        to.cells.push_back(fmt::format("{}/{}/{}", technology, plmn_of(*cell), id));
  }
  if (const Value* area = member(location, "area"))
    for (const char* name : {"tac", "lac"})
      if (const std::string id = digits_of(member(*area, name)); !id.empty())
        to.cells.push_back(fmt::format("{}/{}/{}", name, plmn_of(*area), id));
  const Value* const site = member(location, "site");
  for (const Value* at : {member(location, "position"), site ? member(*site, "position") : nullptr}) {
    if (!at || to.latitude) continue;
    const Value *const latitude = member(*at, "latitude"), *const longitude = member(*at, "longitude");
    if (!latitude || !longitude || !latitude->IsNumber() || !longitude->IsNumber()) continue;
    to.latitude = latitude->GetDouble();
    to.longitude = longitude->GetDouble();
  }
}

} // namespace

bool read_item(std::string_view line, item_fields& out) {
  out = {};
  rapidjson::Document all;
  // as deep as the line is: the parser has no stack of its own to run out of
  all.Parse<rapidjson::kParseIterativeFlag>(line.data(), line.size());
  if (all.HasParseError() || !all.IsObject()) return false;
  text_of(all, "id", out.id);
  text_of(all, "kind", out.kind);
  text_of(all, "liid", out.liid);
  text_of(all, "operator_id", out.operator_id);
  text_of(all, "interface", out.interface);
  text_of(all, "event", out.event);
  out.cin = number_of(all, "cin");
  out.sequence = number_of(all, "sequence");
  out.first = number_of(all, "first");
  std::string time;
  text_of(all, "event_time", time);
  out.time = microseconds_of(time);
  if (const Value* one = member(all, "target")) add_identities(*one, out.identities);
  if (const Value* one = member(all, "parties")) add_identities(*one, out.identities);
  if (const Value* one = member(all, "locations"); one && one->IsArray())
    for (const Value& each : one->GetArray()) add_place(each, out);
  if (const Value* one = member(all, "message"))
    for (const char* name : {"text", "subject"}) {
      std::string words;
      text_of(*one, name, words);
      if (!words.empty()) out.text += (out.text.empty() ? "" : "\n") + words;
    }
  if (const Value* one = member(all, "content"))
    out.content_octets = static_cast<std::uint64_t>(number_of(*one, "length").value_or(0));
  return true;
}

} // namespace lihi::store
