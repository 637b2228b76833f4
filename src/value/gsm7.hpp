// The GSM 7-bit alphabets: the default one, and those of national languages (3GPP TS 23.038 6.2.1, annex A).
#pragma once

#include "core/arena.hpp"

#include <array>
#include <cstdint>
#include <lihi/bytes.hpp>
#include <span>
#include <string_view>

namespace lihi::value {

// National Language Identifiers (TS 23.038 6.2.1.2.4): 0 the default, 1 Turkish ... 13 Urdu.
struct sms_languages {
  unsigned locking = 0, single = 0;
  [[nodiscard]] bool known() const noexcept { return locking <= 13 && single <= 13; }
};

// Text, as UTF-8, of septets that are packed from bit `first_bit` on.
[[nodiscard]] std::string_view gsm7_text(bytes octets, std::size_t first_bit, std::size_t septets,
                                         arena& memory, sms_languages languages = {}) noexcept;

// ---- the tables: UTF-16 code units by septet
struct shifted { // behind the escape septet 1B
  std::uint8_t septet;
  char16_t character;
};
extern const std::array<char16_t, 128> gsm7_default;
extern const std::span<const shifted> gsm7_extension;
[[nodiscard]] const char16_t* gsm7_locking(unsigned language) noexcept;
[[nodiscard]] std::span<const shifted> gsm7_single(unsigned language) noexcept;

// Appends a code point as UTF-8: up to four octets.
std::uint8_t* put_utf8(std::uint8_t* to, char32_t c) noexcept;

} // namespace lihi::value
