// What a receiver makes of its spool: a log of records, rejects and events, each a line of JSON with the
// place in the spool that it comes from. Kinds of its entries are service::item_kind's.
#pragma once

#include "core/state.hpp"
#include "store/log_format.hpp"

#include <optional>
#include <string_view>

namespace lihi::store {

struct item_entry {
  // The spool's entry with which it was there, and which of those that were so: grows, and is what an item is
  // known by when the spool is decoded again.
  position cause = 0;
  std::uint32_t index = 0;
  // Its PS-PDU: so many octets of the stream, from `skip` octets of the stream behind that entry's begin on.
  position begin = 0;
  std::uint32_t skip = 0, length = 0;
  std::string_view line;
};

[[nodiscard]] inline std::vector<std::uint8_t> packed_item(const item_entry& from) {
  state_writer to;
  to(from.cause);
  to(from.index);
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
  reader(out.cause);
  reader(out.index);
  reader(out.begin);
  reader(out.skip);
  reader(out.length);
  const std::size_t size = reader.count();
  if (reader.bad() || size > from.size()) return std::nullopt;
  out.line = as_text(from.last(size));
  return out;
}

} // namespace lihi::store
