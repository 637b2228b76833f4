#include "value/uli.hpp"

#include "value/address.hpp"

namespace lihi::value {
namespace {

std::uint32_t number(const std::uint8_t* at, std::size_t size) noexcept {
  std::uint32_t out = 0;
  for (std::size_t i = 0; i < size; ++i) out = out << 8 | at[i];
  return out;
}

// Takes the fields one behind the other: a PLMN, an area of so many octets, the rest.
class fields {
 public:
  fields(bytes octets, arena& memory) noexcept : left_(octets), memory_(memory) {}

  std::optional<uli::identity> take(bool is_there, std::size_t size, std::size_t area) noexcept {
    if (!is_there) return std::nullopt;
    if (left_.size() < size) {
      ok_ = false;
      return std::nullopt;
    }
    const std::uint8_t* const at = left_.data();
    left_ = left_.subspan(size);
    const plmn_text plmn = plmn_octets({at, 3}, memory_);
    ok_ = ok_ && !plmn.mcc.empty();
    return uli::identity{{plmn.mcc, plmn.mnc}, number(at + 3, area), number(at + 3 + area, size - 3 - area)};
  }
  [[nodiscard]] bool complete() const noexcept { return ok_ && left_.empty(); }

 private:
  bytes left_;
  arena& memory_;
  bool ok_ = true;
};

} // namespace

std::optional<uli> read_uli(bytes octets, arena& memory) noexcept {
  if (octets.empty() || octets[0] == 0) return std::nullopt;
  const unsigned flags = octets[0];
  fields in(octets.subspan(1), memory);
  uli out;
  out.cgi = in.take((flags & 0x01) != 0, 7, 2);
  out.sai = in.take((flags & 0x02) != 0, 7, 2);
  out.rai = in.take((flags & 0x04) != 0, 7, 2);
  out.tai = in.take((flags & 0x08) != 0, 5, 2);
  out.ecgi = in.take((flags & 0x10) != 0, 7, 0);
  out.lai = in.take((flags & 0x20) != 0, 5, 2);
  out.macro_enb = in.take((flags & 0x40) != 0, 6, 0);
  out.extended_macro_enb = in.take((flags & 0x80) != 0, 6, 0);
  if (!in.complete()) return std::nullopt;
  if (out.rai) out.rai->own >>= 8;            // RAC, and an octet FF
  if (out.ecgi) out.ecgi->own &= 0x0FFF'FFFF; // the others are spare
  if (out.macro_enb) out.macro_enb->own &= 0xF'FFFF;
  if (out.extended_macro_enb) {
    const bool is_short = (out.extended_macro_enb->own & 0x80'0000) != 0; // SMeNB
    out.extended_bits = is_short ? 18 : 21;
    out.extended_macro_enb->own &= (1u << out.extended_bits) - 1;
  }
  return out;
}

} // namespace lihi::value
