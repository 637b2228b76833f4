// Writes a PS-PDU again in another BER form: the value stays the same, every octet around it may change.
#pragma once

#include "support/hex.hpp"

namespace lihi::test {

enum class ber_form {
  indefinite, // every constructed element
  padded,     // lengths in nine octets
  segmented,  // octet and character strings constructed, in segments of three octets
  segmented_indefinite,
};

[[nodiscard]] std::string form_name(ber_form form);
[[nodiscard]] octets reencode(bytes pdu, ber_form form);

} // namespace lihi::test
