#include "core/hash.hpp"

#define XXH_INLINE_ALL
#include <xxhash.h>

#include <algorithm>
#include <iterator>
#include <random>

namespace lihi {

std::array<std::uint8_t, 16> hash_128(bytes of) noexcept {
  XXH128_canonical_t canonical;
  XXH128_canonicalFromHash(&canonical, XXH3_128bits(of.data(), of.size()));
  std::array<std::uint8_t, 16> out{};
  static_assert(sizeof canonical.digest == out.size());
  std::copy(std::begin(canonical.digest), std::end(canonical.digest), out.begin());
  return out;
}

std::uint64_t hash_64(std::string_view of, std::uint64_t seed) noexcept {
  return XXH3_64bits_withSeed(of.data(), of.size(), seed);
}

std::uint64_t random_seed() {
  std::random_device random;
  return std::uint64_t{random()} << 32 | random();
}

} // namespace lihi
