// Is the PS-PDU that a length claims the one that was sent? A length that is wrong, or a PDU that was cut
// inside, claims octets of the PDUs behind it; a PDU that another one carries as content stands inside of it
// rightly.
#pragma once

#include "etsi/ps_pdu_start.hpp"

namespace lihi::etsi {

// Work that a question may cost, in headers read; questions that cost more are answered "no".
struct work {
  std::int64_t left;
  // False when there is none left.
  [[nodiscard]] bool spend(std::int64_t headers) noexcept { return (left -= headers) > 0; }
};

// Of elements that follow each other from `begin` to `end`, and of all inside of them, each of which must end
// where its parent's length says: whether `inner` is a place in the content of a string, and where that ends;
// else null. Strings that hold one SEQUENCE and nothing else are looked into, unless it begins at `inner`.
[[nodiscard]] const std::uint8_t* string_around(const std::uint8_t* begin, const std::uint8_t* end,
                                                const std::uint8_t* inner, work& spent) noexcept;

// Octets that the PS-PDU at the start of the window claims; 0 when its length is indefinite.
[[nodiscard]] std::size_t claimed(bytes window) noexcept;

// Whether the elements of the PS-PDU at the start of the window, of no more than `most_octets`, add up to its
// length. What the window does not have yet, no more than that, counts as wrong: ask when chain::step() needs
// no more.
[[nodiscard]] bool adds_up(bytes window, std::size_t most_octets, work& spent) noexcept;

// PS-PDUs one behind the other, from a place on.
struct chain {
  enum class state { going, broken, need_more };
  // One PDU further: `at` moves from its beginning to its end, when the octets behind it are the beginning of
  // another, or, when the window's end may be the stream's (`ends`), none. need_more: the window must have
  // `needed` octets to say more; whether the work of such a step counts is the caller's to say, as it is done
  // again.
  [[nodiscard]] static state step(bytes window, bool ends, std::size_t most_octets, std::size_t& at,
                                  std::size_t& needed, work& spent) noexcept;
};

} // namespace lihi::etsi
