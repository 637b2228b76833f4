// Changes to PS-PDUs on their way: LIIDs, sequence numbers, times.
#pragma once

#include <cstdint>
#include <lihi/bytes.hpp>
#include <lihi/framer.hpp>
#include <lihi/peek.hpp>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace lihi::replay {

struct rewriting {
  std::map<std::string, std::string> liids; // by the one that was sent
  std::int64_t shift = 0;                   // of times, in microseconds
  bool renumber = false;                    // sequence numbers anew, from 0 on

  [[nodiscard]] bool changes() const noexcept { return !liids.empty() || shift != 0 || renumber; }
};

class rewriter {
 public:
  explicit rewriter(const rewriting& how) : how_(how) {}

  // The PDU with another PSHeader, and with other times of its elements (timeStamp and microSecondTimeStamp
  // of IRIPayload and CCPayload); times inside of an element stay. Nothing when there is nothing to change,
  // or when its header cannot be read.
  [[nodiscard]] std::optional<std::vector<std::uint8_t>> change(const frame& pdu);
  // PDUs that were changed, and integrity checks that came: they no longer hold for changed PDUs.
  [[nodiscard]] std::uint64_t changed() const noexcept { return changed_; }
  [[nodiscard]] std::uint64_t integrity_checks() const noexcept { return integrity_checks_; }

 private:
  [[nodiscard]] std::uint32_t next_number(const header_fields& of, bytes tri);

  rewriting how_;
  std::map<std::string, std::uint32_t> numbers_; // by what they are counted for
  std::uint64_t changed_ = 0, integrity_checks_ = 0;
};

} // namespace lihi::replay
