// Checks a whole log: every checksum, every seal, and that each segment vouches for the one before.
#pragma once

#include "store/segment.hpp"

#include <lihi/function_ref.hpp>
#include <string>

namespace lihi::store {

struct checked_segment {
  segment_facts facts;
  bool may_grow = false;       // the last one of a log that is in use: an entry may be being written
  bool removed_before = false; // octets between the segment before and this one are not there
  bool follows = true;         // its header has the hash of the one before

  bool is_last = false; // it need not be sealed

  [[nodiscard]] std::uint64_t torn() const noexcept { return facts.end - facts.whole; }
  [[nodiscard]] bool good() const noexcept {
    return facts.header && facts.damaged.empty() && !removed_before && follows &&
           (facts.sealed ? facts.seal_holds : is_last && (torn() == 0 || may_grow));
  }
};

// `each` gets the segments in order. "", or what kept it from looking.
[[nodiscard]] std::string check_log(const std::string& folder,
                                    function_ref<void(const checked_segment&)> each);

} // namespace lihi::store
