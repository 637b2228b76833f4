// What a receiver makes of its spool: a log of records, rejects and events, each a line of JSON with the
// place in the spool that it comes from; and, when it is wanted, of the content of records as it is written
// to captures. Kinds of its entries are item_kind's.
#pragma once

#include "core/state.hpp"
#include "store/log_format.hpp"

#include <compare>
#include <optional>
#include <string_view>

namespace lihi::store {

enum class item_kind : std::uint8_t { record = 1, event = 2, reject = 3, content = 4 };

// What an item is known by when the spool is decoded again; it grows. `part` is 0 but for content, which
// belongs to the item before it, so that others have the same numbers with and without it.
struct item_number {
  position cause = 0;      // the spool's entry with which it was there
  std::uint32_t index = 0; // which of those that were so
  std::uint32_t part = 0;
  [[nodiscard]] auto operator<=>(const item_number&) const noexcept = default;
};

struct item_entry {
  item_number number;
  // Its PS-PDU: so many octets of the stream, from `skip` octets of the stream behind that entry's begin on.
  position begin = 0;
  std::uint32_t skip = 0, length = 0;
  std::string_view line; // of content: octets (store/capture_sink.hpp)
};

[[nodiscard]] inline std::vector<std::uint8_t> packed_item(const item_entry& from) {
  state_writer to;
  to(from.number.cause);
  to(from.number.index);
  to(from.number.part);
  to(from.begin);
  to(from.skip);
  to(from.length);
  to(as_bytes(from.line));
  return to.take();
}
// A view of the entry's octets; nothing when it is none.
[[nodiscard]] inline std::optional<item_entry> item_of(bytes from) noexcept {
  state_reader reader(from);
  item_entry out;
  reader(out.number.cause);
  reader(out.number.index);
  reader(out.number.part);
  reader(out.begin);
  reader(out.skip);
  reader(out.length);
  const std::size_t size = reader.count();
  if (reader.bad() || size > from.size()) return std::nullopt;
  out.line = as_text(from.last(size));
  return out;
}

} // namespace lihi::store
