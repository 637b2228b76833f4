#include "value/access_info.hpp"

#include <array>
#include <charconv>

namespace lihi::value {
namespace {

struct known_type {
  std::string_view begins; // of the access type
  access_technology technology;
};
constexpr auto types = std::to_array<known_type>({
    {"3GPP-GERAN", access_technology::gera},
    {"3GPP-UTRAN", access_technology::utra},
    {"3GPP-E-UTRAN", access_technology::eutra},
    {"3GPP-NR", access_technology::nr},
    {"3GPP-WLAN", access_technology::wlan},
    {"IEEE-802.11", access_technology::wlan},
    {"ADSL", access_technology::fixed},
    {"VDSL", access_technology::fixed},
    {"SDSL", access_technology::fixed},
    {"HDSL", access_technology::fixed},
    {"IDSL", access_technology::fixed},
    {"RADSL", access_technology::fixed},
    {"DOCSIS", access_technology::fixed},
    {"IEEE-802.3", access_technology::fixed},
    {"GPON", access_technology::fixed},
    {"XGPON", access_technology::fixed},
    {"G.SHDSL", access_technology::fixed},
});

template <class T>
bool hex(std::string_view digits, std::optional<T>& to) noexcept {
  T value = 0;
  const char* const end = digits.data() + digits.size();
  const auto [at, fault] = std::from_chars(digits.data(), end, value, 16);
  if (fault != std::errc{} || at != end || digits.empty()) return false;
  to = value;
  return true;
}

// Country and network code, then an area and a cell of so many hex digits. The network code has two digits or
// three, which the length of the whole tells.
template <class Area, class Cell>
bool read_cell(std::string_view text, std::size_t area_digits, std::size_t cell_digits, access_info& out,
               std::optional<Area>& area, std::optional<Cell>& cell) noexcept {
  if (!out.mcc.empty()) return false; // the first stands
  const std::size_t behind = area_digits + cell_digits;
  if (text.size() != 5 + behind && text.size() != 6 + behind) return false;
  const std::string_view plmn = text.substr(0, text.size() - behind);
  if (plmn.find_first_not_of("0123456789") != std::string_view::npos) return false;
  if (!hex(text.substr(plmn.size(), area_digits), area) ||
      !hex(text.substr(plmn.size() + area_digits), cell)) {
    area.reset();
    return false;
  }
  out.mcc = plmn.substr(0, 3);
  out.mnc = plmn.substr(3);
  return true;
}

bool read_parameter(std::string_view name, std::string_view value, access_info& out) noexcept {
  if (name == "cgi-3gpp") return read_cell(value, 4, 4, out, out.lac, out.ci);
  if (name == "utran-cell-id-3gpp") {
    switch (out.technology) {
    case access_technology::utra: return read_cell(value, 4, 7, out, out.lac, out.ci);
    case access_technology::eutra: return read_cell(value, 4, 7, out, out.tac, out.eci);
    case access_technology::nr: return read_cell(value, 6, 9, out, out.tac, out.nci);
    default: return false;
    }
  }
  if (name == "i-wlan-node-id" || name == "dsl-location" || name == "eth-location" ||
      name == "fiber-location" || name == "gstn-location") {
    if (value.empty() || !out.node_id.empty()) return false; // the first stands
    out.node_name = name;
    out.node_id = value;
    return true;
  }
  return false;
}

std::string_view trimmed(std::string_view text) noexcept {
  const std::size_t first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

// Takes what stands in front of the next ';' that is not within quotes.
std::string_view take_part(std::string_view& text) noexcept {
  bool quoted = false;
  std::size_t end = 0;
  for (; end < text.size() && (quoted || text[end] != ';'); ++end)
    if (text[end] == '"') quoted = !quoted;
  const std::string_view part = trimmed(text.substr(0, end));
  text.remove_prefix(end == text.size() ? end : end + 1);
  return part;
}

} // namespace

std::optional<access_info> read_access_info(std::string_view text) noexcept {
  access_info out;
  const std::string_view type = take_part(text);
  for (const known_type& each : types)
    if (type.starts_with(each.begins)) out.technology = each.technology;
  if (out.technology == access_technology::none) return std::nullopt;
  bool found = false;
  while (!text.empty()) {
    const std::string_view part = take_part(text);
    const std::size_t equals = part.find('=');
    if (equals == std::string_view::npos) continue;
    std::string_view value = trimmed(part.substr(equals + 1));
    if (value.size() >= 2 && value.front() == '"' && value.back() == '"')
      value = value.substr(1, value.size() - 2);
    found = read_parameter(trimmed(part.substr(0, equals)), value, out) || found;
  }
  if (!found) return std::nullopt;
  return out;
}

} // namespace lihi::value
