// User Location Information of GTPv2-C (3GPP TS 29.274 8.21): the value, without type, length and instance.
#pragma once

#include "core/arena.hpp"

#include <lihi/bytes.hpp>
#include <lihi/record/fields.hpp>

#include <optional>

namespace lihi::value {

struct uli {
  struct identity {
    lihi::plmn plmn;
    unsigned area = 0;     // TAC or LAC
    std::uint32_t own = 0; // CI, SAC, RAC, ECI or number of the eNodeB
  };
  std::optional<identity> cgi, sai, rai, tai, ecgi, lai, macro_enb, extended_macro_enb;
  unsigned extended_bits = 0; // of the extended macro eNodeB: 18 or 21
};

// Nothing when the octets end early or go on, or a PLMN is none.
[[nodiscard]] std::optional<uli> read_uli(bytes octets, arena& memory) noexcept;

} // namespace lihi::value
