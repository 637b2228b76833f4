#include "cli/recognize.hpp"

#include <algorithm>
#include <array>

namespace lihi::cli {
namespace {

struct kind {
  std::string_view start, advice;
};
using namespace std::string_view_literals;
constexpr std::array kinds{
    kind{"\xfd\x37zXZ"sv, "looks like xz: unpack it first, as in xz -dc FILE | lihi decode"},
    kind{"BZh"sv, "looks like bzip2: unpack it first, as in bzip2 -dc FILE | lihi decode"},
    kind{"PK\x03\x04"sv, "looks like zip: unpack it first"},
};

bool is_space(std::uint8_t c) noexcept { return c == ' ' || (c >= '\t' && c <= '\r'); }
bool is_hex(std::uint8_t c) noexcept {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

} // namespace

std::string_view recognize(bytes start) noexcept {
  const std::string_view text = as_text(start);
  for (const kind& each : kinds)
    if (text.starts_with(each.start)) return each.advice;
  const bytes part = start.first(std::min<std::size_t>(start.size(), 256));
  const auto first = std::find_if_not(part.begin(), part.end(), is_space);
  if (first == part.end()) return {};
  const auto next = std::find_if_not(first + 1, part.end(), is_space);
  const auto one_of = [](std::uint8_t c, std::string_view all) {
    return all.find(static_cast<char>(c)) != all.npos;
  };
  if ((*first == '{' || *first == '[') && (next == part.end() || one_of(*next, "\"{[]}0123456789-tfn")))
    return "looks like JSON: lihi reads BER";
  if (*first == '<' && next != part.end() && (one_of(*next, "?!") || is_hex(*next)))
    return "looks like XML: lihi reads BER";
  const auto in_hex = static_cast<std::size_t>(
      std::count_if(part.begin(), part.end(), [](std::uint8_t c) { return is_hex(c) || is_space(c); }));
  if (in_hex == part.size() && part.size() >= 8)
    return "looks like hex text: turn it into octets first, as in xxd -r -p FILE | lihi decode";
  return {};
}

} // namespace lihi::cli
