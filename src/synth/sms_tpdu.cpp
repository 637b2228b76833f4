#include "synth/sms_tpdu.hpp"

#include <algorithm>
#include <string_view>

namespace lihi::synth {
namespace {

using octets = std::vector<std::uint8_t>;

// TS 23.040 clause 9.1.2.5: digits, type of number international, E.164.
void put_address(octets& to, const std::string& number) {
  to.push_back(static_cast<std::uint8_t>(number.size()));
  to.push_back(0x91);
  const octets digits = semi_octets(number);
  to.insert(to.end(), digits.begin(), digits.end());
}

// Seven bits a character, the first in the lowest bits; those that sms_may_hold() lets through have their
// ASCII numbers in the default alphabet.
void put_text(octets& to, const std::string& text) {
  to.push_back(static_cast<std::uint8_t>(text.size()));
  std::uint32_t bits = 0;
  int held = 0;
  for (const char each : text) {
    bits |= static_cast<std::uint32_t>(each & 0x7F) << held;
    held += 7;
    if (held < 8) continue;
    to.push_back(static_cast<std::uint8_t>(bits));
    bits >>= 8;
    held -= 8;
  }
  if (held > 0) to.push_back(static_cast<std::uint8_t>(bits));
}

} // namespace

octets semi_octets(const std::string& digits) {
  octets out;
  for (std::size_t i = 0; i < digits.size(); i += 2) {
    const int low = digits[i] - '0', high = i + 1 < digits.size() ? digits[i + 1] - '0' : 15;
    out.push_back(static_cast<std::uint8_t>(high << 4 | low));
  }
  return out;
}

bool sms_may_hold(const std::string& text) {
  return text.size() <= 160 && std::all_of(text.begin(), text.end(), [](char each) {
           return (each >= '0' && each <= '9') || (each >= 'a' && each <= 'z') ||
                  (each >= 'A' && each <= 'Z') ||
                  std::string_view(" .,?!-:'").find(each) != std::string_view::npos;
         });
}

octets sms_submit(const std::string& number, const std::string& text) {
  octets out{0x01, 0x00}; // no validity period; TP-MR
  put_address(out, number);
  out.insert(out.end(), {0x00, 0x00}); // TP-PID, TP-DCS
  put_text(out, text);
  return out;
}

octets sms_deliver(const std::string& number, const std::string& text) {
  octets out{0x04}; // no more messages
  put_address(out, number);
  out.insert(out.end(), {0x00, 0x00});
  out.insert(out.end(), {0x62, 0x20, 0x60, 0x90, 0x00, 0x00, 0x00}); // 2026-02-06 09:00:00 UTC
  put_text(out, text);
  return out;
}

} // namespace lihi::synth
