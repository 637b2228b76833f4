#include "core/time.hpp"

#include <array>
#include <bit>
#include <cstring>
#include <string_view>

namespace lihi {
namespace {

constexpr std::int64_t second_us = 1'000'000;
constexpr std::int64_t day_us = 86'400 * second_us;

// Days since 1970-01-01 of a date of the proleptic Gregorian calendar: years that begin in March make
// the leap day the last one.
constexpr std::int64_t days_from_civil(std::int64_t year, unsigned month, unsigned day) {
  year -= month <= 2;
  const std::int64_t era = (year >= 0 ? year : year - 399) / 400;
  const auto of_era = static_cast<unsigned>(year - era * 400);
  const unsigned of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
  const unsigned day_of_era = of_era * 365 + of_era / 4 - of_era / 100 + of_year;
  return era * 146097 + static_cast<std::int64_t>(day_of_era) - 719468;
}

constexpr int month_days(int year, int month) {
  constexpr int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
  return month == 2 && leap ? 29 : days[month - 1];
}

struct reader {
  const std::uint8_t* at;
  const std::uint8_t* end;

  [[nodiscard]] bool done() const { return at == end; }
  [[nodiscard]] bool digit() const { return at < end && *at >= '0' && *at <= '9'; }
  // `count` digits as a number, or -1.
  int number(int count) {
    if (end - at < count) return -1;
    int value = 0;
    for (int i = 0; i < count; ++i) {
      if (at[i] < '0' || at[i] > '9') return -1;
      value = value * 10 + (at[i] - '0');
    }
    at += count;
    return value;
  }
  // The part of one unit after its decimal sign, in microseconds.
  std::int64_t fraction(std::int64_t unit_us) {
    if (done() || (*at != '.' && *at != ',')) return 0;
    ++at;
    if (!digit()) return -1;
    std::int64_t value = 0, scale = 1;
    for (; digit(); ++at) {
      if (scale >= second_us) continue; // finer than the record keeps
      value = value * 10 + (*at - '0');
      scale *= 10;
    }
    return value * unit_us / scale;
  }
  // Z, an offset, or nothing; false when something else stands there.
  bool zone(moment& when, bool required) {
    if (done()) {
      when.local = true;
      return !required;
    }
    const std::uint8_t sign = *at++;
    if (sign == 'Z') return done();
    if (sign != '+' && sign != '-') return false;
    const int hours = number(2);
    const int minutes = done() && !required ? 0 : number(2);
    if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59 || !done()) return false;
    const std::int64_t offset = (hours * 60 + minutes) * 60 * second_us;
    when.microseconds += sign == '+' ? -offset : offset;
    return true;
  }
};

// Four numbers of two digits each, from eight characters at once; false when not all are digits.
bool read_pairs(const std::uint8_t* at, std::array<std::uint8_t, 4>& pairs) {
  constexpr std::uint64_t ones = 0x0101010101010101;
  std::uint64_t word;
  std::memcpy(&word, at, 8);
  if constexpr (std::endian::native == std::endian::big) word = __builtin_bswap64(word);
  const std::uint64_t digits = word ^ ones * '0';
  if (((digits | (digits + ones * 6)) & ones * 0xF0) != 0) return false;
  const std::uint64_t sums = digits * 10 + (digits >> 8); // of a digit and the next, in every other octet
  for (std::size_t i = 0; i < 4; ++i) pairs[i] = static_cast<std::uint8_t>(sums >> 16 * i);
  return true;
}

bool plausible(int year, int month, int day, int hour) {
  return month >= 1 && month <= 12 && day >= 1 && day <= month_days(year, month) && hour >= 0 && hour <= 23;
}

} // namespace

std::int64_t to_microseconds(int year, int month, int day, int hour, int minute, int second) noexcept {
  const std::int64_t days = days_from_civil(year, static_cast<unsigned>(month), static_cast<unsigned>(day));
  return days * day_us + ((hour * 60 + minute) * 60LL + second) * second_us;
}

std::optional<moment> parse_generalized_time(bytes text) noexcept {
  // What all send: date and time to the second, then a fraction or not, then Z or an offset.
  std::array<std::uint8_t, 4> date, time; // century, year, month, day; and day, hour, minute, second
  if (text.size() < 15 || !read_pairs(text.data(), date) || !read_pairs(text.data() + 6, time))
    return parse_any_generalized_time(text);
  const int year = date[0] * 100 + date[1], hour = time[1], minute = time[2], second = time[3];
  if (!plausible(year, date[2], date[3], hour) || minute > 59 || second > 60) return std::nullopt;
  reader in{text.data() + 14, text.data() + text.size()};
  const std::int64_t fraction = in.fraction(second_us);
  if (fraction < 0) return std::nullopt;
  moment when{to_microseconds(year, date[2], date[3], hour, minute, second) + fraction, false};
  if (!in.zone(when, false)) return std::nullopt;
  return when;
}

std::optional<moment> parse_any_generalized_time(bytes text) noexcept {
  reader in{text.data(), text.data() + text.size()};
  const int year = in.number(4), month = in.number(2), day = in.number(2), hour = in.number(2);
  if (year < 0 || !plausible(year, month, day, hour)) return std::nullopt;
  int minute = 0, second = 0;
  std::int64_t unit = 3600 * second_us;
  if (in.digit()) {
    minute = in.number(2);
    if (minute < 0 || minute > 59) return std::nullopt;
    unit = 60 * second_us;
    if (in.digit()) {
      second = in.number(2);
      if (second < 0 || second > 60) return std::nullopt;
      unit = second_us;
    }
  }
  const std::int64_t fraction = in.fraction(unit);
  if (fraction < 0) return std::nullopt;
  moment when{to_microseconds(year, month, day, hour, minute, second) + fraction, false};
  if (!in.zone(when, false)) return std::nullopt;
  return when;
}

std::optional<moment> parse_utc_time(bytes text) noexcept {
  reader in{text.data(), text.data() + text.size()};
  const int two = in.number(2), month = in.number(2), day = in.number(2), hour = in.number(2),
            minute = in.number(2);
  const int year = two >= 50 ? 1900 + two : 2000 + two;
  if (two < 0 || !plausible(year, month, day, hour) || minute < 0 || minute > 59) return std::nullopt;
  int second = 0;
  if (in.digit()) {
    second = in.number(2);
    if (second < 0 || second > 60) return std::nullopt;
  }
  moment when{to_microseconds(year, month, day, hour, minute, second), false};
  if (!in.zone(when, true)) return std::nullopt;
  return when;
}

namespace {

// "00" to "99".
constexpr auto digit_pairs = [] {
  std::array<char, 200> out{};
  for (std::size_t i = 0; i < out.size(); ++i)
    out[i] = static_cast<char>('0' + (i % 2 == 0 ? i / 20 : i / 2 % 10));
  return out;
}();

} // namespace

bool in_rfc3339(moment when) noexcept {
  constexpr std::int64_t begin = days_from_civil(0, 1, 1) * day_us,
                         end = days_from_civil(10'000, 1, 1) * day_us;
  return when.microseconds >= begin && when.microseconds < end;
}

std::size_t write_rfc3339(char* to, moment when) noexcept {
  std::int64_t days = when.microseconds / day_us;
  std::int64_t rest = when.microseconds % day_us;
  if (rest < 0) {
    rest += day_us;
    --days;
  }
  const std::int64_t shifted = days + 719468;
  const std::int64_t era = (shifted >= 0 ? shifted : shifted - 146096) / 146097;
  const auto day_of_era = static_cast<unsigned>(shifted - era * 146097);
  const unsigned of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
  const unsigned of_year = day_of_era - (365 * of_era + of_era / 4 - of_era / 100);
  const unsigned shifted_month = (5 * of_year + 2) / 153;
  const unsigned day = of_year - (153 * shifted_month + 2) / 5 + 1;
  const unsigned month = shifted_month < 10 ? shifted_month + 3 : shifted_month - 9;
  const std::int64_t year = static_cast<std::int64_t>(of_era) + era * 400 + (month <= 2 ? 1 : 0);

  const auto put = [to](std::size_t at, std::uint32_t two_digits) {
    std::memcpy(to + at, &digit_pairs[2 * std::size_t{two_digits}], 2);
  };
  const auto seconds = static_cast<std::uint32_t>(rest / second_us);
  const auto fraction = static_cast<std::uint32_t>(rest % second_us);
  constexpr std::string_view form = "0000-00-00T00:00:00.000000Z";
  form.copy(to, form.size());
  put(0, static_cast<std::uint32_t>(year) / 100 % 100);
  put(2, static_cast<std::uint32_t>(year) % 100);
  put(5, month);
  put(8, day);
  put(11, seconds / 3600);
  put(14, seconds / 60 % 60);
  put(17, seconds % 60);
  put(20, fraction / 10'000);
  put(22, fraction / 100 % 100);
  put(24, fraction % 100);
  return form.size() - (when.local ? 1 : 0);
}

void append_rfc3339(text_buffer& out, moment when) {
  out.commit(write_rfc3339(out.reserve(rfc3339_size), when));
}

} // namespace lihi
