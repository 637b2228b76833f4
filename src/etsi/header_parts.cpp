#include "etsi/header_parts.hpp"

#include "ber/elements.hpp"
#include "core/time.hpp"

#include <algorithm>
#include <array>
#include <lihi/error.hpp>

namespace lihi::etsi {

void put_time(ber::encoder& out, moment when, ber::tag as) {
  std::array<char, rfc3339_size> rfc{}; // "2026-02-06T09:44:01.608000Z"
  (void)write_rfc3339(rfc.data(), {when.microseconds, false});
  constexpr std::array<std::size_t, 18> digits{0,  1,  2,  3,  5,  6,  8,  9,  11,
                                               12, 14, 15, 17, 18, 19, 20, 21, 22};
  std::array<char, digits.size() + 1> text{};
  std::transform(digits.begin(), digits.end(), text.begin(), [&rfc](std::size_t at) { return rfc[at]; });
  text.back() = 'Z';
  out.primitive(as, as_bytes({text.data(), text.size()}));
}

void put_microsecond_time(ber::encoder& out, moment when, ber::tag as) {
  constexpr std::int64_t second = 1'000'000;
  const std::int64_t before_1970 = when.microseconds % second < 0 ? 1 : 0;
  const std::int64_t seconds = when.microseconds / second - before_1970;
  out.constructed(as, [&] {
    out.unsigned_integer(tags::seconds, static_cast<std::uint64_t>(std::max<std::int64_t>(seconds, 0)));
    out.unsigned_integer(tags::microseconds,
                         static_cast<std::uint64_t>(when.microseconds - seconds * second));
  });
}

bytes tri_in(bytes pdu) {
  constexpr std::size_t depth = limits{}.depth;
  for (const bytes part : ber::elements_in(pdu, depth)) {
    if (ber::tag_at(part.data()) != tags::payload) continue;
    for (const bytes arm : ber::elements_in(part, depth)) {
      if (ber::tag_at(arm.data()) != tags::tri) continue;
      const auto inside = ber::elements_in(arm, depth);
      if (!inside.empty()) return inside.front();
    }
  }
  return {};
}

} // namespace lihi::etsi
