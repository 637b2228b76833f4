// Octets that come in pieces that may overlap: what came first counts.
#pragma once

#include <lihi/bytes.hpp>
#include <lihi/moment.hpp>
#include <map>
#include <vector>

namespace lihi::capture {

struct piece {
  std::vector<std::uint8_t> octets;
  moment at; // when it came
};
template <class Position>
using pieces = std::map<Position, piece>; // by where they begin; they do not overlap

// Adds those octets from `at` on that no piece has, and returns how many they are. `overlap(at, had, came)`
// is told what came before.
template <class Position, class Overlap>
std::size_t add_first_wins(pieces<Position>& all, Position at, bytes octets, moment when,
                           const Overlap& overlap) {
  std::size_t added = 0;
  auto next = all.upper_bound(at);
  if (next != all.begin()) --next; // it may reach past `at`
  while (!octets.empty()) {
    while (next != all.end() && next->first + static_cast<Position>(next->second.octets.size()) <= at) ++next;
    if (next != all.end() && next->first <= at) {
      const bytes had = bytes(next->second.octets).subspan(static_cast<std::size_t>(at - next->first));
      const std::size_t common = had.size() < octets.size() ? had.size() : octets.size();
      overlap(at, had.first(common), octets.first(common));
      at += static_cast<Position>(common);
      octets = octets.subspan(common);
      continue;
    }
    std::size_t free = octets.size();
    if (next != all.end() && static_cast<std::size_t>(next->first - at) < free)
      free = static_cast<std::size_t>(next->first - at);
    const bytes fresh = octets.first(free);
    all.emplace_hint(next, at, piece{{fresh.begin(), fresh.end()}, when});
    added += free;
    at += static_cast<Position>(free);
    octets = octets.subspan(free);
  }
  return added;
}

} // namespace lihi::capture
