// P-Access-Network-Info and Cellular-Network-Info of SIP (3GPP TS 24.229 7.2A.4, 7.2.15): the cell or the
// access point that a device named.
#pragma once

#include <lihi/record/words.hpp>

#include <cstdint>
#include <optional>
#include <string_view>

namespace lihi::value {

struct access_info {
  access_technology technology = {};
  std::string_view mcc, mnc;
  std::optional<std::uint32_t> tac, lac;
  std::optional<std::uint64_t> ci, eci, nci;
  std::string_view node_name, node_id; // of a WLAN or a fixed line: parameter and value
};

// Nothing when the access type is not one of the clause, or it names no cell and no node.
[[nodiscard]] std::optional<access_info> read_access_info(std::string_view text) noexcept;

} // namespace lihi::value
