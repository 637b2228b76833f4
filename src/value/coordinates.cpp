#include "value/coordinates.hpp"

namespace lihi::value {

std::optional<double> decimal_number(std::string_view text) noexcept {
  bool negative = false;
  if (!text.empty() && (text[0] == '-' || text[0] == '+')) {
    negative = text[0] == '-';
    text.remove_prefix(1);
  }
  if (text.empty() || text.size() > 24) return std::nullopt;
  double value = 0, scale = 0;
  bool digit = false;
  for (const char c : text) {
    if (c == '.' || c == ',') {
      if (scale != 0) return std::nullopt;
      scale = 1;
    } else if (c >= '0' && c <= '9') {
      digit = true;
      value = value * 10 + (c - '0');
      scale *= 10;
    } else {
      return std::nullopt;
    }
  }
  if (!digit) return std::nullopt;
  if (scale != 0) value /= scale;
  return negative ? -value : value;
}

std::optional<double> degrees(std::string_view text, double limit) noexcept {
  double sign = 1;
  bool letter = false;
  if (!text.empty()) {
    const char c = text[0];
    letter = c == 'N' || c == 'S' || c == 'E' || c == 'W';
    if (c == 'S' || c == 'W') sign = -1;
    if (letter) text.remove_prefix(1);
  }
  auto value = decimal_number(text);
  if (!value || (letter && *value < 0)) return std::nullopt;
  const std::size_t whole =
      text.find_first_of(".,") == std::string_view::npos ? text.size() : text.find_first_of(".,");
  if (letter && (whole == 6 || whole == 7)) { // degrees, minutes and seconds side by side
    const auto all = static_cast<long>(*value);
    const double seconds = static_cast<double>(all % 100) + (*value - static_cast<double>(all));
    const long minutes = all / 100 % 100;
    if (minutes > 59 || seconds >= 60) return std::nullopt;
    const long whole_degrees = all / 10000;
    value = static_cast<double>(whole_degrees) + static_cast<double>(minutes) / 60 + seconds / 3600;
  }
  *value *= sign;
  if (*value < -limit || *value > limit) return std::nullopt;
  return value;
}

} // namespace lihi::value
