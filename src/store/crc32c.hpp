// CRC-32C (Castagnoli; RFC 3720 appendix B.4), by ISA-L where the build found it, else by Boost.CRC.
#pragma once

#include <cstdint>
#include <lihi/bytes.hpp>

namespace lihi::store {

// Goes on from `before`, which is another call's result, or a seed.
[[nodiscard]] std::uint32_t crc32c(bytes of, std::uint32_t before = 0) noexcept;
// The same by Boost.CRC, octet by octet: for tests.
[[nodiscard]] std::uint32_t crc32c_slow(bytes of, std::uint32_t before = 0) noexcept;

} // namespace lihi::store
