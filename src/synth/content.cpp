#include "synth/content.hpp"

#include "core/nearest.hpp"
#include "schema/value.hpp"
#include "synth/packets.hpp"
#include "synth/sms_tpdu.hpp"
#include "yaml/values.hpp"
#include "value/address.hpp"

#include <algorithm>
#include <array>
#include <span>
#include <yaml-cpp/yaml.h>

namespace lihi::synth {
namespace {

using schema::kind;
using schema::row;

void append(octets& to, bytes more) { to.insert(to.end(), more.begin(), more.end()); }

void put_integer(octets& to, std::int64_t value) {
  int shift = 56;
  // what only says the sign once more is left out
  while (shift > 0 && ((value >> (shift - 1)) == 0 || (value >> (shift - 1)) == -1)) shift -= 8;
  for (; shift >= 0; shift -= 8) to.push_back(static_cast<std::uint8_t>(value >> shift));
}

void put_oid(octets& to, std::string_view text, bool relative, const YAML::Mark& at) {
  std::vector<std::uint64_t> arcs;
  for (std::size_t begin = 0; begin <= text.size();) {
    const std::size_t end = std::min(text.find('.', begin), text.size());
    const std::int64_t arc = number_of(text.substr(begin, end - begin), at);
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
  for (const std::uint64_t arc : arcs) {
    int groups = 1;
    while (groups < 9 && arc >> 7 * groups != 0) ++groups;
    for (int i = groups - 1; i >= 0; --i)
      to.push_back(static_cast<std::uint8_t>((arc >> 7 * i & 0x7F) | (i == 0 ? 0 : 0x80)));
  }
}

void put_bits(octets& to, std::string_view text, const row& of, const YAML::Mark& at) {
  const std::size_t slash = text.find('/');
  octets out = hex_of(text.substr(0, slash), at);
  std::size_t bits = out.size() * 8;
  if (slash != text.npos)
    bits = static_cast<std::size_t>(number_of(text.substr(slash + 1), at));
  else if (of.has(schema::bounded) && of.low == of.high && of.low <= bits)
    bits = of.low; // a fixed size need not be said
  if (bits > out.size() * 8 || out.size() != (bits + 7) / 8)
    throw mistake("octets and bits do not agree", at);
  if (bits % 8 != 0) out.back() &= static_cast<std::uint8_t>(0xFF << (8 - bits % 8));
  to.push_back(static_cast<std::uint8_t>(out.size() * 8 - bits));
  append(to, out);
}

octets address_of(std::string_view text, const YAML::Mark& at) {
  octets out = value::address_octets(text);
  if (out.empty()) throw mistake("an IP address is needed", at);
  return out;
}

const std::string& digits_of(const std::string& text, std::size_t most, const YAML::Mark& at) {
  if (text.empty() || text.size() > most || text.find_first_not_of("0123456789") != text.npos)
    throw mistake("a number of up to " + std::to_string(most) + " digits is needed", at);
  return text;
}

// As the type of the member says.
void put_typed(octets& to, schema::row_id id, std::string_view text, const YAML::Mark& at) {
  const row& of = schema::rows[id];
  switch (of.kind) {
  case kind::octet_string: return append(to, hex_of(text, at));
  case kind::boolean:
    if (text != "true" && text != "false") throw mistake("true or false is needed", at);
    return to.push_back(static_cast<std::uint8_t>(text == "true" ? 0xFF : 0));
  case kind::integer: return put_integer(to, number_of(text, at));
  case kind::enumerated: return put_integer(to, enumerated(of.node, text, at));
  case kind::bit_string: return put_bits(to, text, of, at);
  case kind::object_identifier: return put_oid(to, text, false, at);
  case kind::relative_oid: return put_oid(to, text, true, at);
  default: return append(to, as_bytes(text));
  }
}

// What the walker would note of the value is a mistake here.
void check(schema::row_id id, bytes content, const YAML::Mark& at) {
  const row& of = schema::rows[id];
  const fault_code fault = schema::check_value(of, content);
  if (fault == fault_code::none) return;
  if (of.kind == kind::generalized_time) throw mistake("a time such as 20260206094401.608Z is needed", at);
  if (of.kind == kind::utc_time) throw mistake("a time such as 260206094401Z is needed", at);
  const std::string name(schema::row_name(id));
  if (!of.has(schema::bounded)) throw mistake(name + ": " + std::string(name_of(fault)), at);
  const auto [low, high] = schema::bounds_of(of);
  const std::string range = "from " + std::to_string(low) + " to " + std::to_string(high);
  switch (of.kind) {
  case kind::integer: throw mistake(name + " is " + range, at);
  case kind::octet_string: throw mistake(name + " has " + range + " octets", at);
  case kind::bit_string: throw mistake(name + " has " + range + " bits", at);
  default:
    if (fault == fault_code::out_of_bounds) throw mistake(name + " has " + range + " characters", at);
    throw mistake(name + ": " + std::string(name_of(fault)), at);
  }
}

// A tag's fields with their names said.
struct said {
  const std::vector<std::string>& texts;
  const std::vector<YAML::Mark>& marks;
  std::span<const std::string_view> names;

  [[nodiscard]] std::int64_t number(std::size_t which, std::int64_t low, std::int64_t high) const {
    const std::int64_t out = number_of(texts[which], marks[which]);
    if (out < low || out > high)
      throw mistake(std::string(names[which]) + " is from " + std::to_string(low) + " to " +
                        std::to_string(high),
                    marks[which]);
    return out;
  }
};

void put_text(octets& to, const said& all) { append(to, as_bytes(all.texts[0])); }
void put_ip(octets& to, const said& all) { append(to, address_of(all.texts[0], all.marks[0])); }
void put_tbcd(octets& to, const said& all) {
  append(to, semi_octets(digits_of(all.texts[0], 64, all.marks[0])));
}

constexpr std::size_t longest_number = 15; // E.164

template <octets (*Make)(const std::string&, const std::string&)>
void put_sms(octets& to, const said& all) {
  if (!sms_may_hold(all.texts[1]))
    throw mistake("at most 160 letters, digits, spaces and . , ? ! - : ' are needed", all.marks[1]);
  append(to, Make(digits_of(all.texts[0], longest_number, all.marks[0]), all.texts[1]));
}

constexpr std::int64_t most_port = 65535;

// Where a packet comes from and goes to; the other fields of its tag are behind these.
enum packet_field : std::size_t { from, from_port, to_address, to_port, first_other };

void put_packet(octets& to, const said& all, bytes payload) {
  if (address_of(all.texts[from], all.marks[from]).size() !=
      address_of(all.texts[to_address], all.marks[to_address]).size())
    throw mistake("addresses of one kind are needed", all.marks[to_address]);
  append(to, packet_of(udp_packet{all.texts[from], all.texts[to_address],
                                  static_cast<std::uint16_t>(all.number(from_port, 1, most_port)),
                                  static_cast<std::uint16_t>(all.number(to_port, 1, most_port)), payload}));
}

std::size_t size_of(const said& all) {
  constexpr std::int64_t most = 1452; // with IPv6 and UDP, a packet of 1500
  return static_cast<std::size_t>(all.number(first_other, 0, most));
}

void put_udp(octets& to, const said& all) { put_packet(to, all, octets(size_of(all), std::uint8_t{'.'})); }

void put_rtp(octets& to, const said& all) {
  const auto number = static_cast<std::uint16_t>(all.number(first_other + 1, 0, INT64_MAX));
  const auto source = static_cast<std::uint32_t>(all.number(from_port, 1, most_port)); // of each way its own
  put_packet(to, all, rtp_of(source, number, size_of(all)));
}

void put_dns(octets& to, const said& all) {
  enum : std::size_t { id = first_other, name, address };
  dns_message message{static_cast<std::uint16_t>(all.number(id, 0, INT64_MAX)), all.texts[name], {}};
  // labels of letters, digits and -, each of 1 to 63 octets
  std::size_t label = 0;
  for (const char each : message.name + ".") {
    const bool good = (each >= 'a' && each <= 'z') || (each >= '0' && each <= '9') || each == '-';
    if ((each == '.' && label == 0) || (each != '.' && !good) || label > 63 || message.name.size() > 250)
      throw mistake("a name such as www.example.com is needed", all.marks[name]);
    label = each == '.' ? 0 : label + 1;
  }
  if (all.texts.size() > address) {
    (void)address_of(all.texts[address], all.marks[address]);
    message.address = all.texts[address];
  }
  put_packet(to, all, dns_of(message));
}

constexpr std::array<std::string_view, 0> no_fields{};
constexpr std::array<std::string_view, 2> submit_fields{"to", "text"}, deliver_fields{"from", "text"};
constexpr std::array<std::string_view, 6> rtp_fields{"from", "from_port", "to", "to_port", "size", "number"};
constexpr std::array<std::string_view, 7> dns_fields{"from", "from_port", "to",     "to_port",
                                                     "id",   "name",      "address"};

} // namespace

// Tags, and the fields of their maps; none: a scalar.
struct content::coding {
  std::string_view tag;
  std::span<const std::string_view> fields;
  void (*put)(octets& to, const said& all);
};

const content::coding content::codings[] = {
    {"!text", no_fields, put_text},
    {"!ip", no_fields, put_ip},
    {"!tbcd", no_fields, put_tbcd},
    {"!sms_submit", submit_fields, put_sms<sms_submit>},
    {"!sms_deliver", deliver_fields, put_sms<sms_deliver>},
    {"!udp", std::span(rtp_fields).first<5>(), put_udp},
    {"!rtp", rtp_fields, put_rtp},
    {"!dns_query", std::span(dns_fields).first<6>(), put_dns},
    {"!dns_answer", dns_fields, put_dns},
};

std::int64_t enumerated(schema::node_id type, std::string_view name, const YAML::Mark& at) {
  std::vector<std::string> names;
  for (const auto& each : schema::enumerators_of(schema::nodes[type])) {
    names.emplace_back(schema::pool_name(each.name));
    if (names.back() == name) return each.value;
  }
  throw mistake(std::string(name) + " is no value of " + std::string(schema::node_name(type)) +
                    did_you_mean(name, names),
                at);
}

bool has_tag(const YAML::Node& value) {
  return value.Tag().size() > 1 && value.Tag()[0] == '!' && value.Tag()[1] != '!';
}

content::content(schema::row_id as, const YAML::Node& value, const names& known) : row_(as) {
  const row& of = schema::rows[as];
  if (of.kind == kind::null) return;
  const auto read = [&](const YAML::Node& each) {
    texts_.emplace_back(text_of(each), each.Mark(), known);
    marks_.push_back(each.Mark());
  };
  if (of.kind != kind::octet_string || !has_tag(value)) {
    read(value);
    return;
  }
  std::string all;
  for (const coding& each : codings) {
    if (each.tag == value.Tag()) how_ = &each;
    all += (all.empty() ? "" : ", ") + std::string(each.tag);
  }
  if (how_ == nullptr) throw mistake(value.Tag() + " is none of " + all, value.Mark());
  if (how_->fields.empty()) {
    read(value);
    return;
  }
  check_keys(value, {how_->fields.begin(), how_->fields.end()});
  for (const std::string_view name : how_->fields) {
    const YAML::Node each = value[std::string(name)];
    if (!each) throw mistake(value.Tag() + " needs " + std::string(name), value.Mark());
    read(each);
  }
}

bool content::constant() const noexcept {
  return std::all_of(texts_.begin(), texts_.end(), [](const phrase& each) { return each.constant(); });
}

void content::put(octets& to, const names& known, const occasion& now) const {
  if (texts_.empty()) return; // NULL
  const std::size_t begin = to.size();
  put_any(to, known, now);
  check(row_, bytes(to).subspan(begin), marks_[0]);
}

void content::put_any(octets& to, const names& known, const occasion& now) const {
  std::string room;
  if (how_ == nullptr) return put_typed(to, row_, texts_[0].of(known, now, room), marks_[0]);
  std::vector<std::string> texts;
  for (const phrase& each : texts_) texts.emplace_back(each.of(known, now, room));
  how_->put(to, {texts, marks_, how_->fields});
}

} // namespace lihi::synth
