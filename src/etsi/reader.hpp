// One PS-PDU, read with a visitor: the limits, the memory, the visitor, the walker and the frame's own fault,
// put together in one place.
#pragma once

#include "schema/walker.hpp"
#include "schema_ids.hpp"

#include <lihi/framer.hpp>

namespace lihi {

// The visitor has a member `where`, which points to the walk from the start on. What it needs the memory of
// joined strings for, it is made with: its first argument is then the arena.
template <class Visitor>
class reader {
 public:
  template <class... Arguments>
  explicit reader(const limits& bounds, Arguments&&... arguments)
      : bounds_(bounds), memory_(bounds.arena),
        visitor_(make(memory_, std::forward<Arguments>(arguments)...)), walk_(visitor_, memory_, bounds_) {
    visitor_.where = &walk_;
  }
  reader(const reader&) = delete; // the walker points into it
  reader& operator=(const reader&) = delete;

  // The first thing that could not be forgiven, or else what is wrong with the frame. Views that the visitor
  // got are valid until the next call. What the visitor throws goes through.
  error read(const frame& piece) { return fault_of(walk(piece), piece); }
  // The first alone.
  error walk(const frame& piece) {
    memory_.reset();
    return walk_.walk(piece.octets, piece.offset, schema::type::PS_PDU);
  }

  [[nodiscard]] Visitor& visitor() noexcept { return visitor_; }
  [[nodiscard]] const Visitor& visitor() const noexcept { return visitor_; }
  [[nodiscard]] arena& memory() noexcept { return memory_; }
  [[nodiscard]] const limits& bounds() const noexcept { return bounds_; }

 private:
  template <class... Arguments>
  static Visitor make(arena& memory, Arguments&&... arguments) {
    if constexpr (std::is_constructible_v<Visitor, arena&, Arguments...>)
      return Visitor(memory, std::forward<Arguments>(arguments)...);
    else
      return Visitor(std::forward<Arguments>(arguments)...);
  }

  limits bounds_;
  arena memory_;
  Visitor visitor_;
  schema::walker<Visitor> walk_;
};

} // namespace lihi
