// What of an item's line a database looks for.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lihi::store {

// Views of the line where they can be, else copies.
struct item_fields {
  std::string id, kind, liid, operator_id, interface, event;
  std::optional<std::int64_t> cin, sequence;
  std::optional<std::int64_t> time;          // microseconds: event_time
  std::optional<double> latitude, longitude; // of the first location, or site, that has both
  std::optional<std::int64_t> first;         // of an event: its number
  std::uint64_t content_octets = 0;
  std::vector<std::string> identities; // of the target and all parties
  std::vector<std::string> cells;      // "nr/001-01/19742722", "001-01/tac/258"
  std::string text;                    // what people wrote
};

// False when the line is no JSON object.
[[nodiscard]] bool read_item(std::string_view line, item_fields& out);

} // namespace lihi::store
