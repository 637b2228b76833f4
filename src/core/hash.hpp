// Hashes of octets.
#pragma once

#include <array>
#include <cstdint>
#include <lihi/bytes.hpp>
#include <string_view>

namespace lihi {

// XXH3 of 128 bits, in its canonical order. For ids: it has no seed, and is the same everywhere.
[[nodiscard]] std::array<std::uint8_t, 16> hash_128(bytes of) noexcept;
// XXH3 of 64 bits. For tables: nobody can choose keys that fall together without knowing the seed.
[[nodiscard]] std::uint64_t hash_64(std::string_view of, std::uint64_t seed) noexcept;
// Such a seed. Throws what std::random_device throws.
[[nodiscard]] std::uint64_t random_seed();

} // namespace lihi
