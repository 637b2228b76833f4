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
  number_nature type = {};
  numbering_plan plan = {};

  [[nodiscard]] bool is_e164() const noexcept {
    return type == number_nature::international &&
           (plan == numbering_plan::isdn || plan == numbering_plan::unknown);
  }
};

struct sms_concatenation {
  int reference, part, parts;
};

struct sms_tpdu {
  tpdu_type type = {};                    // none: reserved
  sms_address address;                    // TP-OA of a deliver, TP-DA of a submit, TP-RA of a status report
  std::optional<moment> time, discharged; // TP-SCTS, TP-DT
  std::optional<int> message_reference, protocol, coding, status, failure;
  sms_alphabet encoding = {};    // none without user data
  std::string_view text;         // UTF-8; of 8-bit data: empty
  bytes user_data;               // without its header
  bool unknown_language = false; // the user data is in a table that nobody knows: no text
  std::optional<sms_concatenation> concatenation;
};

// TP-Status (TS 23.040 9.2.3.15): its name, and whether the message is lost (40 to 5F) or still tried;
// neither when it was delivered or the value is reserved.
struct sms_status {
  std::string_view text;
  std::optional<bool> permanent;
};
[[nodiscard]] sms_status status_of(int value) noexcept;
// TP-Failure-Cause (9.2.3.22); empty when reserved.
[[nodiscard]] std::string_view failure_text(int value) noexcept;

// RP-DATA of TS 24.011 7.3.1, as SIP MESSAGE carries it: the TPDU inside, and who sent it.
struct rp_data {
  int reference;
  bool from_network;
  bytes tpdu;
};
[[nodiscard]] std::optional<rp_data> read_rp_data(bytes octets) noexcept;

// Who sent the TPDU: the message type bits mean different things in the two directions.
enum class sms_sender : std::uint8_t { network, mobile, not_known };

// Reads a TPDU. When the sender is not known, the reading that fits the octets is taken. Nothing when
// they fit none.
[[nodiscard]] std::optional<sms_tpdu> read_tpdu(bytes octets, sms_sender sender, arena& memory) noexcept;

// An address field of TS 23.040 9.1.2.5: number of digits, type of address, digits.
[[nodiscard]] std::optional<sms_address> read_sms_address(bytes octets, arena& memory) noexcept;

[[nodiscard]] std::string_view utf16_text(bytes octets, arena& memory) noexcept;

} // namespace lihi::value
