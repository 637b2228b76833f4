#include "synth/encoder.hpp"

#include "ber/encoder.hpp"
#include "core/nearest.hpp"
#include "synth/packets.hpp"
#include "synth/sms_tpdu.hpp"
#include "value/address.hpp"

#include <algorithm>
#include <charconv>
#include <yaml-cpp/yaml.h>

namespace lihi::synth {
namespace {

using schema::kind;
using schema::row;
using schema::row_id;

std::int64_t number(const std::string& text, const YAML::Mark& at) {
  std::int64_t out = 0;
  const char* const end = text.data() + text.size();
  const auto [stopped, problem] = std::from_chars(text.data(), end, out);
  if (problem != std::errc() || stopped != end) throw mistake("a number is needed", at);
  return out;
}

octets from_hex(std::string_view text, const YAML::Mark& at) {
  octets out;
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

octets of_integer(std::int64_t value) {
  octets out;
  for (int shift = 56; shift >= 0; shift -= 8) {
    const auto octet = static_cast<std::uint8_t>(value >> shift);
    const bool sign = shift != 0 && ((value >> (shift - 1)) == 0 || (value >> (shift - 1)) == -1);
    if (out.empty() && sign) continue; // more of the sign follows
    out.push_back(octet);
  }
  return out;
}

octets of_oid(const std::string& text, bool relative, const YAML::Mark& at) {
  std::vector<std::uint64_t> arcs;
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t end = std::min(text.find('.', begin), text.size());
    const std::int64_t arc = number(text.substr(begin, end - begin), at);
    if (arc < 0) throw mistake("arcs of an object identifier are not negative", at);
    arcs.push_back(static_cast<std::uint64_t>(arc));
    begin = end + 1;
  }
  if (!relative) {
    if (arcs.size() < 2 || arcs[0] > 2 || (arcs[0] < 2 && arcs[1] > 39))
      throw mistake("is no object identifier", at);
    arcs[1] += 40 * arcs[0];
    arcs.erase(arcs.begin());
  }
  octets out;
  for (const std::uint64_t arc : arcs) {
    int groups = 1;
    while (groups < 9 && arc >> 7 * groups != 0) ++groups;
    for (int i = groups - 1; i >= 0; --i)
      out.push_back(static_cast<std::uint8_t>((arc >> 7 * i & 0x7F) | (i == 0 ? 0 : 0x80)));
  }
  return out;
}

octets of_bits(const std::string& text, const row& of, const YAML::Mark& at) {
  const std::size_t slash = text.find('/');
  octets out = from_hex(text.substr(0, slash), at);
  std::size_t bits = out.size() * 8;
  if (slash != text.npos)
    bits = static_cast<std::size_t>(number(text.substr(slash + 1), at));
  else if (of.has(schema::bounded) && of.low == of.high && of.low <= bits)
    bits = of.low; // a fixed size need not be said
  if (bits > out.size() * 8 || out.size() != (bits + 7) / 8)
    throw mistake("octets and bits do not agree", at);
  if (bits % 8 != 0) out.back() &= static_cast<std::uint8_t>(0xFF << (8 - bits % 8));
  out.insert(out.begin(), static_cast<std::uint8_t>(out.size() * 8 - bits));
  return out;
}

octets of_address(const std::string& text, const YAML::Mark& at) {
  octets out = value::address_octets(text);
  if (out.empty()) throw mistake("an IP address is needed", at);
  return out;
}

octets of_digits(const std::string& text, const YAML::Mark& at) {
  if (text.empty() || text.find_first_not_of("0123456789") != text.npos)
    throw mistake("digits are needed", at);
  return semi_octets(text);
}

octets of_text(std::string_view text) { return {text.begin(), text.end()}; }

std::vector<std::string> names_in(const schema::node& type) {
  std::vector<std::string> out;
  for (std::uint16_t i = 0; i < type.row_count; ++i)
    out.emplace_back(schema::row_name(static_cast<row_id>(type.first_row + i)));
  return out;
}

// The row of the type with that name.
row_id find(const schema::node& type, const std::string& name, const YAML::Mark& at) {
  const std::vector<std::string> names = names_in(type);
  const auto known = std::find(names.begin(), names.end(), name);
  if (known == names.end())
    throw mistake(name + " is no member of " +
                      std::string(schema::node_name(static_cast<schema::node_id>(&type - schema::nodes))) +
                      did_you_mean(name, names),
                  at);
  return static_cast<row_id>(type.first_row + (known - names.begin()));
}

void append(octets& to, bytes more) { to.insert(to.end(), more.begin(), more.end()); }

void put_element(octets& to, ber::tag tag, bool constructed, const octets& content) {
  ber::encoder out;
  if (constructed)
    out.constructed(tag, [&] { out.elements(content); });
  else
    out.primitive(tag, content);
  append(to, out.take());
}

// With "$name" replaced; "$$" is "$".
std::string expanded(const std::string& text, const YAML::Mark& at, const meanings& now) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '$') {
      out += text[i];
      continue;
    }
    if (i + 1 < text.size() && text[i + 1] == '$') {
      out += text[++i];
      continue;
    }
    std::size_t end = i + 1;
    while (end < text.size() && ((text[end] >= 'a' && text[end] <= 'z') || text[end] == '_')) ++end;
    if (end == i + 1) throw mistake("a name is needed behind $", at);
    out += now.of(text.substr(i + 1, end - i - 1), at);
    i = end - 1;
  }
  return out;
}

struct no_meanings final : meanings {
  [[nodiscard]] std::string of(const std::string& name, const YAML::Mark& at) const override {
    throw mistake("$" + name + " cannot be used here", at);
  }
};

std::string scalar(const YAML::Node& value, const meanings& now) {
  if (!value.IsScalar()) throw mistake("one value is needed", value.Mark());
  return expanded(value.Scalar(), value.Mark(), now);
}

octets of_tagged(const std::string& tag, const YAML::Node& value, const meanings& now) {
  const auto field = [&](const char* name) {
    if (!value.IsMap() || !value[name]) throw mistake(tag + " needs " + name, value.Mark());
    return scalar(value[name], now);
  };
  const auto in_range = [&](const char* name, std::int64_t low, std::int64_t high) {
    const std::int64_t out = number(field(name), value.Mark());
    if (out < low || out > high)
      throw mistake(std::string(name) + " is from " + std::to_string(low) + " to " + std::to_string(high),
                    value.Mark());
    return out;
  };
  if (tag == "!text") return of_text(scalar(value, now));
  if (tag == "!ip") return of_address(scalar(value, now), value.Mark());
  if (tag == "!tbcd") return of_digits(scalar(value, now), value.Mark());
  if (tag == "!sms_submit" || tag == "!sms_deliver") {
    const bool submit = tag == "!sms_submit";
    const std::string text = field("text"), other = field(submit ? "to" : "from");
    if (!sms_may_hold(text))
      throw mistake("at most 160 letters, digits, spaces and . , ? ! - : ' are needed", value.Mark());
    if (other.empty() || other.size() > 15 || other.find_first_not_of("0123456789") != other.npos)
      throw mistake("a number of up to 15 digits is needed", value.Mark());
    return submit ? sms_submit(other, text) : sms_deliver(other, text);
  }
  if (tag == "!udp" || tag == "!rtp") {
    constexpr std::int64_t most_port = 65535, most_size = 1452;
    udp_packet packet{field("from"),
                      field("to"),
                      static_cast<std::uint16_t>(in_range("from_port", 1, most_port)),
                      static_cast<std::uint16_t>(in_range("to_port", 1, most_port)),
                      static_cast<std::size_t>(in_range("size", 0, most_size)),
                      std::nullopt};
    if (of_address(packet.from, value.Mark()).size() != of_address(packet.to, value.Mark()).size())
      throw mistake("addresses of one kind are needed", value.Mark());
    if (tag == "!rtp") packet.rtp_number = static_cast<std::uint16_t>(in_range("number", 0, INT64_MAX));
    return packet_of(packet);
  }
  throw mistake(tag + " is none of !text, !ip, !tbcd, !sms_submit, !sms_deliver, !udp, !rtp", value.Mark());
}

// Of a primitive member.
octets content(row_id id, const YAML::Node& value, const meanings& now) {
  const row& of = schema::rows[id];
  const YAML::Mark at = value.Mark();
  if (of.kind == kind::null) return {};
  if (of.kind == kind::octet_string && value.Tag().size() > 1 && value.Tag()[0] == '!' &&
      value.Tag()[1] != '!')
    return of_tagged(value.Tag(), value, now);
  const std::string text = scalar(value, now);
  switch (of.kind) {
  case kind::octet_string: return from_hex(text, at);
  case kind::boolean:
    if (text != "true" && text != "false") throw mistake("true or false is needed", at);
    return {static_cast<std::uint8_t>(text == "true" ? 0xFF : 0)};
  case kind::integer: {
    const std::int64_t given = number(text, at);
    if (of.has(schema::bounded) && !of.has(schema::extensible)) {
      const std::int64_t low = of.has(schema::wide) ? schema::wide_bound_of(of).low : of.low;
      const std::int64_t high = of.has(schema::wide) ? schema::wide_bound_of(of).high : of.high;
      if (given < low || given > high)
        throw mistake(std::string(schema::row_name(id)) + " is from " + std::to_string(low) + " to " +
                          std::to_string(high),
                      at);
    }
    return of_integer(given);
  }
  case kind::enumerated: {
    std::vector<std::string> names;
    for (const auto& each : schema::enumerators_of(schema::nodes[of.node])) {
      names.emplace_back(schema::pool_name(each.name));
      if (names.back() == text) return of_integer(each.value);
    }
    throw mistake(text + " is no value of " + std::string(schema::row_name(id)) + did_you_mean(text, names),
                  at);
  }
  case kind::bit_string: return of_bits(text, of, at);
  case kind::object_identifier: return of_oid(text, false, at);
  case kind::relative_oid: return of_oid(text, true, at);
  default: return of_text(text);
  }
}

} // namespace

prepared prepared::constant(octets all) {
  prepared out;
  out.octets_ = std::move(all);
  return out;
}

prepared prepared::element(ber::tag tag, bool constructed, std::vector<prepared> inside) {
  prepared out;
  out.is_ = form::element;
  out.tag_ = tag;
  out.constructed_ = constructed;
  out.inside_ = std::move(inside);
  const bool all = std::all_of(out.inside_.begin(), out.inside_.end(),
                               [](const prepared& each) { return each.is_ == form::constant; });
  if (!all) return out;
  octets made;
  out.put(made, no_meanings());
  return constant(std::move(made));
}

prepared prepared::around(ber::tag tag, std::vector<prepared> inside) {
  return element(tag, true, std::move(inside));
}

void prepared::budget::spend(const YAML::Node& at) {
  if (depth <= 0) throw mistake("values stand too deep inside of each other", at.Mark());
  if (values-- == 0) throw mistake("there are too many values in a step", at.Mark());
}

// Whether "$name" is in it; of a map with a tag, in any of its values.
bool prepared::has_names(const YAML::Node& value, budget& left) {
  left.spend(value);
  if (value.IsScalar()) return value.Scalar().find('$') != std::string::npos;
  bool out = false;
  --left.depth;
  for (const auto& each : value)
    out = has_names(value.IsMap() ? each.second : static_cast<const YAML::Node&>(each), left) || out;
  ++left.depth;
  return out;
}

prepared prepared::member(row_id as, const YAML::Node& value) {
  budget left;
  return member(as, value, left);
}

prepared prepared::member(row_id id, const YAML::Node& value, budget& left) {
  left.spend(value);
  --left.depth;
  prepared out = member_inside(id, value, left);
  ++left.depth;
  return out;
}

prepared prepared::member_inside(row_id id, const YAML::Node& value, budget& left) {
  const row& as = schema::rows[id];
  const schema::node& type = schema::nodes[as.node];
  if (as.kind == kind::choice) {
    prepared inside = alternative(type, value, left);
    if (!as.has(schema::explicit_tag)) return inside;
    std::vector<prepared> one;
    one.push_back(std::move(inside));
    return element(as.tag, true, std::move(one));
  }
  if (!schema::is_primitive(as.kind)) return element(as.tag, true, members(type, value, left));
  const bool tagged = value.Tag().size() > 1 && value.Tag()[0] == '!';
  if (as.kind == kind::octet_string && as.has(schema::contains) && value.IsMap() && !tagged) {
    constexpr ber::tag sequence = 16;
    const schema::node& inside = schema::nodes[as.low];
    std::vector<prepared> one;
    one.push_back(inside.kind == kind::choice ? alternative(inside, value, left)
                                              : element(sequence, true, members(inside, value, left)));
    return element(as.tag, false, std::move(one));
  }
  prepared out;
  out.is_ = form::leaf;
  out.tag_ = as.tag;
  out.row_ = id;
  out.value_ = std::make_shared<const YAML::Node>(value);
  if (has_names(value, left)) return out;
  octets made;
  out.put(made, no_meanings());
  return constant(std::move(made));
}

prepared prepared::alternative(const schema::node& type, const YAML::Node& value, budget& left) {
  if (!value.IsMap() || value.size() != 1)
    throw mistake("a map with one of the alternatives is needed", value.Mark());
  const auto only = *value.begin();
  return member(find(type, only.first.Scalar(), only.first.Mark()), only.second, left);
}

std::vector<prepared> prepared::members(const schema::node& type, const YAML::Node& value, budget& left) {
  std::vector<prepared> out;
  if (type.kind == kind::sequence_of || type.kind == kind::set_of) {
    if (!value.IsSequence()) throw mistake("a list is needed", value.Mark());
    for (const auto& each : value) out.push_back(member(type.first_row, each, left));
    return out;
  }
  if (!value.IsMap() && !value.IsNull()) throw mistake("a map of members is needed", value.Mark());
  std::vector<std::pair<row_id, YAML::Node>> given;
  if (value.IsMap())
    for (const auto& each : value)
      given.emplace_back(find(type, each.first.Scalar(), each.first.Mark()), each.second);
  std::sort(given.begin(), given.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
  std::size_t next = 0;
  for (std::uint16_t i = 0; i < type.row_count; ++i) {
    const auto id = static_cast<row_id>(type.first_row + i);
    if (next < given.size() && given[next].first == id) {
      out.push_back(member(id, given[next++].second, left));
      if (next < given.size() && given[next].first == id)
        throw mistake("comes twice", given[next].second.Mark());
    } else if (!schema::rows[id].has(schema::optional)) {
      throw mistake(std::string(schema::row_name(id)) + " is missing", value.Mark());
    }
  }
  return out;
}

void prepared::put(octets& to, const meanings& now) const {
  if (is_ == form::constant) return append(to, octets_);
  octets inside;
  if (is_ == form::leaf)
    inside = content(row_, *value_, now);
  else
    for (const prepared& each : inside_) each.put(inside, now);
  put_element(to, tag_, constructed_, inside);
}

} // namespace lihi::synth
