// Does a PS-PDU begin here, and where does the next one?
#pragma once

#include "ber/header.hpp"

#include <array>
#include <lihi/bytes.hpp>

namespace lihi::etsi {

// What every li-psDomainId begins with; its last arc is the version.
inline constexpr std::array<std::uint8_t, 6> domain_id{0x04, 0x00, 0x02, 0x02, 0x05, 0x01};

enum class start { no, yes, need_more };

// SEQUENCE, [1] PSHeader, [0] li-psDomainId {0 4 0 2 2 5 1 ...}: enough to tell a PS-PDU from anything else
// on a link (TS 102 232-1 clause 5.2.1). need_more: it may be one, the window is too short to say.
[[nodiscard]] start ps_pdu_start(bytes window) noexcept;

// The same where nothing says that one must begin: lengths of up to nine octets each, so that the
// li-psDomainId ends within start_reach octets, and a PDU of no more than most_plausible octets. need_more
// only of a window that is shorter.
inline constexpr std::size_t start_reach = 64;
inline constexpr std::size_t most_plausible = 256u << 20; // octets of a PDU
[[nodiscard]] start start_here(bytes window) noexcept;

// The first place from `from` on, before `to`, where a PS-PDU begins (start_here).
struct start_search {
  start found = start::no; // need_more: the window ends within what may be the beginning of one
  std::size_t at = 0;      // when it is not `no`
};
[[nodiscard]] start_search find_start(bytes window, std::size_t from, std::size_t to) noexcept;
// The same without need_more: what is not whole in the window does not count.
[[nodiscard]] start_search find_whole_start(bytes window, std::size_t from, std::size_t to) noexcept;

// The content octets 04 00 02 02 05 01 of a li-psDomainId, from `at` on; `end` when there are none.
[[nodiscard]] const std::uint8_t* find_domain_id(const std::uint8_t* at, const std::uint8_t* end) noexcept;
[[nodiscard]] const std::uint8_t* find_domain_id_scalar(const std::uint8_t* at,
                                                        const std::uint8_t* end) noexcept; // its twin

} // namespace lihi::etsi
