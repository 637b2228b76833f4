// The short message transfer layer (3GPP TS 23.040, TS 23.038).
#pragma once

#include "core/arena.hpp"

#include <cstdint>
#include <lihi/bytes.hpp>
#include <lihi/moment.hpp>
#include <lihi/record/words.hpp>
#include <optional>
#include <string_view>

namespace lihi::value {

struct sms_address {
  std::string_view number; // digits, or text of an alphanumeric address
  number_nature nature = {};
};

struct sms_tpdu {
  tpdu_type type = {};        // none: reserved
  sms_address address;        // TP-OA of a deliver, TP-DA of a submit, TP-RA of a status report
  std::optional<moment> time; // TP-SCTS
  std::optional<int> message_reference, protocol, coding, status, failure;
  sms_alphabet encoding = {};                     // none without user data
  std::string_view text;                          // UTF-8; of 8-bit data: empty
  bytes user_data;                                // without its header
  std::optional<int> part_reference, part, parts; // concatenation, of the user data header
};

// Who sent the TPDU: the message type bits mean different things in the two directions.
enum class sms_sender : std::uint8_t { network, mobile, not_known };

// Reads a TPDU. When the sender is not known, the reading that fits the octets is taken. Nothing when
// they fit none.
[[nodiscard]] std::optional<sms_tpdu> read_tpdu(bytes octets, sms_sender sender, arena& memory) noexcept;

// An address field of TS 23.040 9.1.2.5: number of digits, type of address, digits.
[[nodiscard]] std::optional<sms_address> read_sms_address(bytes octets, arena& memory) noexcept;

// GSM 7-bit default sms_alphabet with its extension table, packed from bit `first_bit` on.
[[nodiscard]] std::string_view gsm7_text(bytes octets, std::size_t first_bit, std::size_t septets,
                                         arena& memory) noexcept;
[[nodiscard]] std::string_view utf16_text(bytes octets, arena& memory) noexcept;

} // namespace lihi::value
