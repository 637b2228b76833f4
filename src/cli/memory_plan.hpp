// How a budget of memory is shared out: what one PDU may need, how many threads work at a time, how much each
// holds. What comes out does not depend on the number of threads, so one PDU's share does not either.
#pragma once

#include <cstddef>
#include <lihi/error.hpp>
#include <lihi/ledger.hpp>

namespace lihi::cli {

struct memory_plan {
  // `budget` in octets, at least least_budget; `jobs` as wished.
  memory_plan(std::size_t budget, unsigned jobs) noexcept;

  static constexpr std::size_t least_budget = 32u << 20, usual_budget = 256u << 20;

  limits bounds;         // of one PDU: an eighth of the budget for joined strings, three sixteenths for text
  unsigned threads;      // that decode
  std::size_t slots;     // batches that go round
  std::size_t in_flight; // octets of PDUs in them
  std::size_t text;      // of a batch, that may wait for its turn; more is handed over in parts, in turn
  std::size_t small;     // octets of a PDU that may be read out of turn
  ledger_options ledger; // an eighth of the budget for sessions, a sixteenth for content in segments
  std::size_t renewal;   // octets behind which a reader starts afresh, so that it holds what few PDUs needed
};

} // namespace lihi::cli
