// Times as the handover interface writes them, by arithmetic alone: no locale, no time zone database.
#pragma once

#include "core/text_buffer.hpp"

#include <cstdint>
#include <lihi/bytes.hpp>
#include <lihi/moment.hpp>
#include <optional>

namespace lihi {

// GeneralizedTime (X.680 46): YYYYMMDDhh[mm[ss]][(.|,)f...][Z|(+|-)hh[mm]]. A fraction belongs to the last
// unit given; more than six digits of a second are cut. Second 60 is taken as the next minute's 00.
[[nodiscard]] std::optional<moment> parse_generalized_time(bytes text) noexcept;
// The same, digit by digit: for the rarer forms, and what the other is tested against.
[[nodiscard]] std::optional<moment> parse_any_generalized_time(bytes text) noexcept;
// UTCTime (X.680 47): YYMMDDhhmm[ss](Z|(+|-)hhmm); years 50 to 99 are of the 20th century.
[[nodiscard]] std::optional<moment> parse_utc_time(bytes text) noexcept;

// Microseconds since 1970 of a civil time; no check of the ranges.
[[nodiscard]] std::int64_t to_microseconds(int year, int month, int day, int hour, int minute,
                                           int second) noexcept;

// Whether RFC 3339 can write it: years 0 to 9999.
[[nodiscard]] bool in_rfc3339(moment when) noexcept;
// RFC 3339 with microseconds: "2026-02-06T09:44:01.608000Z"; without the Z when local.
void append_rfc3339(text_buffer& out, moment when);
[[nodiscard]] std::size_t write_rfc3339(char* to, moment when) noexcept; // at most rfc3339_size octets
inline constexpr std::size_t rfc3339_size = 32;

} // namespace lihi
