#include "store/crc32c.hpp"

#include <algorithm>
#include <boost/crc.hpp>
#ifdef LIHI_HAS_ISAL
#include <isa-l/crc.h>
#endif

namespace lihi::store {
namespace {

std::uint32_t reversed(std::uint32_t bits) noexcept {
  std::uint32_t out = 0;
  for (int i = 0; i < 32; ++i, bits >>= 1) out = (out << 1) | (bits & 1);
  return out;
}

} // namespace

std::uint32_t crc32c_slow(bytes of, std::uint32_t before) noexcept {
  boost::crc_optimal<32, 0x1EDC6F41, 0xFFFFFFFF, 0xFFFFFFFF, true, true> of_all(reversed(~before));
  of_all.process_bytes(of.data(), of.size());
  return of_all.checksum();
}

#ifdef LIHI_HAS_ISAL
std::uint32_t crc32c(bytes of, std::uint32_t before) noexcept {
  constexpr std::size_t most = 1u << 30; // it counts with int
  std::uint32_t out = ~before;
  while (!of.empty()) {
    const bytes part = of.first(std::min(of.size(), most));
    // it only reads, though it does not say so
    out = ::crc32_iscsi(const_cast<std::uint8_t*>(part.data()), static_cast<int>(part.size()), out);
    of = of.subspan(part.size());
  }
  return ~out;
}
#else
std::uint32_t crc32c(bytes of, std::uint32_t before) noexcept { return crc32c_slow(of, before); }
#endif

} // namespace lihi::store
