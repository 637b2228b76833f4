#include "cli/memory_plan.hpp"

#include <algorithm>

namespace lihi::cli {

memory_plan::memory_plan(std::size_t budget, unsigned jobs) noexcept {
  budget = std::max(budget, least_budget);
  bounds.pdu_octets = std::min<std::size_t>(bounds.pdu_octets, budget / 16);
  bounds.arena = budget / 8;
  bounds.text = budget / 16 * 3;
  threads = std::clamp(jobs, 1u, static_cast<unsigned>(budget / (8u << 20)));
  slots = 2 * threads + 2;
  in_flight = budget / 8;
  text = std::min<std::size_t>(8u << 20, budget / 4 / slots);
  small = text / 64;
  constexpr std::size_t session = 576; // octets: docs/link.md
  ledger.sessions = std::min(ledger.sessions, budget / 8 / session);
  ledger.segment_octets = std::min(ledger.segment_octets, budget / 16);
  renewal = 16 * small;
}

} // namespace lihi::cli
