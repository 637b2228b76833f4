// Does a PS-PDU begin here?
#pragma once

#include "ber/header.hpp"

#include <lihi/bytes.hpp>

namespace lihi::etsi {

enum class start { no, yes, need_more };

// SEQUENCE, [1] PSHeader, [0] li-psDomainId {0 4 0 2 2 5 1 ...}: enough to tell a PS-PDU from anything else
// on a link (TS 102 232-1 clause 5.2.1). need_more: it may be one, the window is too short to say.
[[nodiscard]] start ps_pdu_start(bytes window) noexcept;

// True when the lengths of PSHeader and Payload add up to the length of the PDU around them: a cheap sign
// that the outer length is right. `pdu` begins with a PS-PDU.
[[nodiscard]] bool lengths_agree(bytes pdu) noexcept;

} // namespace lihi::etsi
