// The PS-PDU that nearly all are, recognized in a few steps.
#pragma once

#include <lihi/bytes.hpp>

namespace lihi::etsi {

// How many octets the PS-PDU at the start of the window has, when nothing about it is in doubt: lengths of up
// to three octets, PSHeader and Payload that fill it, the beginning of another behind it, and, unless it is
// at least `long_pdu` octets long, none that may be one inside of its Payload. 0: look closely. It is known
// to be one.
[[nodiscard]] std::size_t usual_pdu(bytes window, std::size_t long_pdu) noexcept;

} // namespace lihi::etsi
