// Characters and digits: UTF-8, alphabets of the ASN.1 string types, hex, decimal.
#pragma once

#include "core/plain_text.hpp"
#include "core/text_buffer.hpp"

#include <cstddef>
#include <cstdint>
#include <lihi/bytes.hpp>
#include <string_view>

namespace lihi {

// True when the octets are well-formed UTF-8 (no surrogates, nothing above U+10FFFF, no overlong form).
// `characters` gets their number.
[[nodiscard]] bool valid_utf8(bytes octets, std::size_t& characters) noexcept;

enum class alphabet : std::uint8_t { numeric = 1, printable = 2, visible = 4, ia5 = 8 };

// True when every octet belongs to the alphabet (X.680 41).
[[nodiscard]] bool in_alphabet(bytes octets, alphabet which) noexcept;

// Printable ASCII without space (0x21..0x7E) throughout, and not empty.
[[nodiscard]] bool all_graphic(bytes octets) noexcept;

inline constexpr char hex_digits[] = "0123456789abcdef";

// ---- into memory that is large enough; each returns the end of what it wrote
[[nodiscard]] char* put_hex(char* to, bytes octets) noexcept;                   // two characters an octet
[[nodiscard]] char* put_hex_sse2(char* to, bytes octets) noexcept;              // where there is no AVX2
[[nodiscard]] char* put_hex_scalar(char* to, bytes octets) noexcept;            // the twin of both
[[nodiscard]] char* put_json_escaped(char* to, std::string_view text) noexcept; // in escaped_room()
// Its twin: at most six a character.
[[nodiscard]] char* put_json_escaped_scalar(char* to, std::string_view text) noexcept;
[[nodiscard]] std::size_t escaped_room_counted(std::string_view text) noexcept;
// The room that it needs, at most, with what it may write over; of long texts, for which counting pays, no
// more.
[[nodiscard]] inline std::size_t escaped_room(std::string_view text) noexcept {
  return (text.size() <= 1024 ? 6 * text.size() : escaped_room_counted(text)) + plain_text::written_over;
}
// In 20 characters, all of which they may overwrite.
[[nodiscard]] char* put_number(char* to, std::uint64_t value) noexcept;
[[nodiscard]] char* put_number(char* to, std::int64_t value) noexcept;
// The shortest text of a finite number, in 40.
[[nodiscard]] char* put_number(char* to, double value) noexcept;
// A two's complement INTEGER of up to 16 octets, in decimal.
[[nodiscard]] char* put_integer(char* to, bytes content) noexcept; // at most 40

// Text that a terminal shows as it is: well-formed UTF-8 without control characters (C0, DEL, C1), and
// without the invisible characters that change how others are shown or ordered. Of these \u and four digits
// are put; of octets that are no UTF-8 \x and two.
void append_visible(text_buffer& out, std::string_view text);
// The same of octets alone: well-formed UTF-8.
void append_as_utf8(text_buffer& out, std::string_view text);

// ---- onto the end of a buffer
void append_hex(text_buffer& out, bytes octets);
void append_number(text_buffer& out, std::uint64_t value);
void append_number(text_buffer& out, std::int64_t value);
// `text` as the inside of a JSON string. The text must be UTF-8.
void append_json_escaped(text_buffer& out, std::string_view text);

} // namespace lihi
