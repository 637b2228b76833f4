// How much of what an event says has a field of its own: every identity, address, place, time, cause and
// quality of service in the random TS 33.128 PDUs stands in a named field of the record, else in
// `attributes`, else in the list below, with its reason.
#include "core/text.hpp"
#include "core/time.hpp"
#include "schema/walker.hpp"
#include "schema_ids.hpp"
#include "support/files.hpp"
#include "support/json.hpp"

#include <gtest/gtest.h>
#include <iostream>
#include <map>
#include <set>

namespace lihi::test {
namespace {

namespace type = schema::type;

// The class of a value, by its type.
const std::map<schema::node_id, const char*>& class_of_type() {
  static const std::map<schema::node_id, const char*> all{
      {type::IMSI, "identity"},
      {type::IMEI, "identity"},
      {type::IMEISV, "identity"},
      {type::MSISDN, "identity"},
      {type::NAI, "identity"},
      {type::IMPI, "identity"},
      {type::SIPURI, "identity"},
      {type::TELURI, "identity"},
      {type::EmailAddress, "identity"},
      {type::EUI64, "identity"},
      {type::FiveGTMSI, "identity"},
      {type::TMSI, "identity"},
      {type::IPv4Address, "address"},
      {type::IPv6Address, "address"},
      {type::MACAddress, "address"},
      {type::TAC, "area"},
      {type::LAC, "area"},
      {type::RAC, "area"},
      {type::SAC, "area"},
      {type::CellID, "cell"},
      {type::EUTRACellID, "cell"},
      {type::NRCellID, "cell"},
      {type::GNbID, "node"},
      {type::MCC, "plmn"},
      {type::MNC, "plmn"},
      {type::Timestamp, "time"},
      {type::FiveGMMCause, "cause"},
      {type::FiveGSMCause, "cause"},
      {type::EMMCause, "cause"},
      {type::ESMCause, "cause"},
      {type::SMFErrorCodes, "cause"},
      {type::EPSBearerCreationCauseValue, "cause"},
      {type::NGAPCauseValueInt, "cause"},
      {type::FiveQI, "qos"},
      {type::QCI, "qos"},
      {type::QFI, "qos"},
      {type::HorizontalSpeed, "velocity"},
      {type::VerticalSpeed, "velocity"},
  };
  return all;
}

struct one_value {
  std::string of, member, path;
  std::set<std::string> forms; // as a record may show it
};

struct collector {
  const schema::walk_state* where = nullptr;
  std::vector<one_value> values;

  bool enter(const schema::place&) noexcept { return true; }
  void leave(const schema::place&) noexcept {}
  void unknown(const schema::place&, ber::tag, bytes) noexcept {}
  void note(fault_code, const std::uint8_t*) noexcept {}
  void fault(const error&) noexcept {}
  void value(const schema::place& at, fault_code) {
    const auto found = class_of_type().find(schema::node_origins[at.row.node]);
    if (found == class_of_type().end()) return;
    one_value one{found->second, std::string(schema::row_name(at.id)), where->path(), forms(at)};
    if (!one.forms.empty()) values.push_back(std::move(one));
  }

  static std::set<std::string> forms(const schema::place& at) {
    std::set<std::string> out;
    const bytes content = at.content;
    switch (at.row.kind) {
    case schema::kind::integer: out.insert(std::to_string(schema::read_integer(content))); break;
    case schema::kind::generalized_time:
      out.emplace(as_text(content));
      if (const auto when = parse_generalized_time(content)) {
        char rfc[rfc3339_size];
        out.insert({rfc, write_rfc3339(rfc, *when)});
      }
      break;
    case schema::kind::bit_string: {
      const schema::bit_string bits = schema::read_bit_string(content);
      std::uint64_t number = 0;
      for (const std::uint8_t octet : bits.octets) number = number << 8 | octet;
      out.insert(std::to_string(number >> (bits.octets.size() * 8 - bits.bits)));
      break;
    }
    case schema::kind::octet_string: {
      out.insert(to_hex_text(content));
      std::uint64_t number = 0;
      for (const std::uint8_t octet : content) number = number << 8 | octet;
      if (content.size() <= 8) out.insert(std::to_string(number));
      if (content.size() == 4) {
        std::string dotted;
        for (const std::uint8_t octet : content)
          dotted += (dotted.empty() ? "" : ".") + std::to_string(octet);
        out.insert(dotted);
      }
      break;
    }
    default:
      out.emplace(as_text(content));
      if (schema::node_origins[at.row.node] == type::HorizontalSpeed ||
          schema::node_origins[at.row.node] == type::VerticalSpeed)
        out.clear(); // random text is no number
      break;
    }
    return out;
  }
  static std::string to_hex_text(bytes content) {
    text_buffer out;
    append_hex(out, content);
    return std::string(out.view());
  }
};

// Every scalar in a value, as text.
void scalars(const rapidjson::Value& value, std::multiset<std::string>& out) {
  if (value.IsObject()) {
    for_each_member(value, [&](const auto&, const auto& each) { scalars(each, out); });
  } else if (value.IsArray()) {
    for (auto each = value.Begin(); each != value.End(); ++each) scalars(*each, out);
  } else if (value.IsString()) {
    out.insert(value.GetString());
  } else if (value.IsInt64()) {
    out.insert(std::to_string(value.GetInt64()));
  }
}

std::size_t take(std::multiset<std::string>& from, const std::set<std::string>& forms) {
  for (const std::string& each : forms)
    if (from.contains(each)) return 1;
  for (const std::string& each : from) // of a PLMN, or of a cell that is to be ignored: "001-01-4711"
    for (const std::string& form : forms)
      if (each.find('-') != std::string::npos &&
          ("-" + each + "-").find("-" + form + "-") != std::string::npos)
        return 1;
  return 0;
}

std::string ipv6_of(const std::string& hex) { // as the record shows it, by another way than the library's
  std::string out;
  for (std::size_t i = 0; i + 4 <= hex.size(); i += 4) {
    std::size_t first = i;
    while (first < i + 3 && hex[first] == '0') ++first;
    out += (out.empty() ? "" : ":") + hex.substr(first, i + 4 - first);
  }
  return out;
}

TEST(named, most_values_of_ts_33_128_have_a_field) {
  LIHI_NEEDS_SHARED("vectors/random");
  const auto stream = read_file(shared_dir() / "vectors/random/stream.ber");
  const auto index = read_lines(shared_dir() / "vectors/random/index.tsv");
  const decoded out = decode(stream);
  ASSERT_EQ(out.frames.size(), index.size());
  struct figures {
    std::size_t named = 0, attributes = 0, missing = 0;
  };
  std::map<std::string, figures> by_class;
  figures all;
  std::map<std::string, std::size_t> missing;
  for (std::size_t i = 0; i < out.frames.size(); ++i) {
    // one record a PDU: the random PDUs have one element each, those of several are passed over
    decoded alone = decode(out.frames[i].octets);
    if (index[i].find("/ts33128/") == std::string::npos || alone.records.size() != 1) continue;
    collector found;
    arena memory;
    const limits bounds;
    schema::walker<collector> walk(found, memory, bounds);
    found.where = &walk;
    (void)walk.walk(out.frames[i].octets, 0, type::PS_PDU);
    json one = parse(alone.records[0]);
    std::multiset<std::string> in_fields, in_attributes;
    if (one.HasMember("attributes")) scalars(one["attributes"], in_attributes);
    for (const char* name : {"attributes", "detail", "unknown", "notes"}) one.RemoveMember(name);
    scalars(one, in_fields);
    for (const one_value& each : found.values) {
      std::set<std::string> forms = each.forms;
      for (const std::string& form : each.forms)
        if (form.size() == 32) forms.insert(ipv6_of(form));
      figures& of = by_class[each.of];
      const auto count = [&](std::size_t figures::*field) {
        ++(of.*field);
        ++(all.*field);
      };
      if (take(in_fields, forms) != 0)
        count(&figures::named);
      else if (take(in_attributes, forms) != 0)
        count(&figures::attributes);
      else {
        count(&figures::missing);
        ++missing[each.path.substr(
            each.path.find(".event.") == std::string::npos ? 0 : each.path.find(".event.") + 7)];
      }
    }
  }
  std::cout << "class: named, attributes, missing\n";
  for (const auto& [name, of] : by_class)
    std::cout << name << ": " << of.named << ", " << of.attributes << ", " << of.missing << "\n";
  for (const auto& [path, count] : missing) ADD_FAILURE() << path << " " << count;
  const std::size_t total = all.named + all.attributes + all.missing;
  std::cout << "all: " << all.named << " of " << total << " named\n";
  EXPECT_GT(total, 600U);
  EXPECT_GE(static_cast<double>(all.named), 0.98 * static_cast<double>(total));
}

} // namespace
} // namespace lihi::test
