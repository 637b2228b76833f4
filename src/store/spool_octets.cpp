#include "store/spool_octets.hpp"

#include "store/log_reader.hpp"

#include <algorithm>

namespace lihi::store {

std::optional<std::vector<std::uint8_t>> octets_of_stream(const std::string& spool, position begin,
                                                          std::uint32_t stream, std::uint32_t skip,
                                                          std::uint32_t length) {
  constexpr position farthest = 1u << 30; // other streams' octets lie between
  log_reader from;
  if (!from.open(spool, begin).empty()) return std::nullopt;
  std::vector<std::uint8_t> out;
  std::optional<std::uint64_t> next;
  while (from.at() - begin < farthest) {
    entry one;
    damage gap;
    if (from.next(one, gap) != log_reader::found::entry) return std::nullopt; // damage too
    if (!next && one.at != begin) return std::nullopt;
    const auto kind = static_cast<spool_kind>(one.kind);
    if (kind == spool_kind::started || (one.stream == stream && kind == spool_kind::opened))
      return std::nullopt;
    if (one.stream != stream || (kind != spool_kind::octets && kind != spool_kind::more)) continue;
    const auto part = octets_of(one.octets);
    if (!part || (next && *next != part->offset)) return std::nullopt;
    next = part->offset + part->octets.size();
    const std::size_t skipped = std::min<std::size_t>(skip, part->octets.size());
    skip -= static_cast<std::uint32_t>(skipped);
    const bytes rest = part->octets.subspan(skipped);
    const std::size_t taken = std::min<std::size_t>(rest.size(), length - out.size());
    out.insert(out.end(), rest.begin(), rest.begin() + static_cast<std::ptrdiff_t>(taken));
    if (out.size() == length) return out;
  }
  return std::nullopt;
}

} // namespace lihi::store
