#include "store/log_format.hpp"

#include "store/crc32c.hpp"

#include <algorithm>
#include <charconv>
#include <cstring>
#include <fmt/format.h>

namespace lihi::store {
namespace {

constexpr std::string_view magic = "lihilog1";
constexpr std::string_view suffix = ".log";
constexpr std::size_t digits = 16;

template <class T>
void put(std::uint8_t* to, T value) noexcept {
  for (std::size_t i = 0; i < sizeof(T); ++i) to[i] = static_cast<std::uint8_t>(value >> (8 * i));
}
template <class T>
T get(const std::uint8_t* from) noexcept {
  T out = 0;
  for (std::size_t i = 0; i < sizeof(T); ++i) out |= static_cast<T>(static_cast<T>(from[i]) << (8 * i));
  return out;
}

std::uint32_t seed_of(std::uint64_t log_number) noexcept {
  std::uint8_t octets[8];
  put(octets, log_number);
  return crc32c(octets);
}

std::uint32_t checksum_of_head(const std::uint8_t* head, std::uint64_t log_number) noexcept {
  return checksum_of({head + 4, head_size - 4}, log_number);
}

} // namespace

std::uint32_t checksum_of(bytes octets, std::uint64_t log_number) noexcept {
  return crc32c(octets, seed_of(log_number));
}

void put_entry(std::vector<std::uint8_t>& to, const entry& from, std::uint64_t log_number,
               std::uint32_t checksum) {
  std::uint8_t head[head_size] = {};
  put(head + 4, checksum);
  put(head + 8, static_cast<std::uint32_t>(from.octets.size()));
  put(head + 12, from.stream);
  put(head + 16, from.at);
  put(head + 24, static_cast<std::uint64_t>(from.when.microseconds));
  head[32] = from.kind;
  put(head, checksum_of_head(head, log_number));
  const std::size_t begin = to.size();
  to.resize(begin + size_of_entry(from.octets.size()));
  std::memcpy(&to[begin], head, head_size);
  if (!from.octets.empty()) std::memcpy(&to[begin + head_size], from.octets.data(), from.octets.size());
}

reading read_entry(bytes window, position at, std::uint64_t log_number, entry& out,
                   std::size_t& size) noexcept {
  size = head_size;
  if (window.size() < head_size) return reading::unfinished;
  const std::uint8_t* const head = window.data();
  const auto octets = get<std::uint32_t>(head + 8);
  if (get<std::uint64_t>(head + 16) != at || octets > most_octets ||
      get<std::uint32_t>(head) != checksum_of_head(head, log_number))
    return reading::wrong;
  size = size_of_entry(octets);
  if (window.size() < size) return reading::unfinished;
  out.octets = window.subspan(head_size, octets);
  if (get<std::uint32_t>(head + 4) != checksum_of(out.octets, log_number)) return reading::wrong;
  out.at = at;
  out.when = {static_cast<std::int64_t>(get<std::uint64_t>(head + 24))};
  out.stream = get<std::uint32_t>(head + 12);
  out.kind = head[32];
  return reading::whole;
}

// The header has a checksum that nothing must be known for.
void put_header(std::vector<std::uint8_t>& to, position at, const segment_header& from) {
  std::uint8_t octets[8 + 8 + 32];
  std::memcpy(octets, magic.data(), magic.size());
  put(octets + 8, from.log_number);
  std::copy(from.before.begin(), from.before.end(), octets + 16);
  put_entry(to, {at, header_kind, 0, {}, octets}, 0, checksum_of(octets, 0));
}

void put_seal(std::vector<std::uint8_t>& to, position at, std::uint64_t log_number, const sha256& of) {
  put_entry(to, {at, seal_kind, 0, {}, of}, log_number, checksum_of(of, log_number));
}

std::optional<segment_header> read_header(bytes window, position at) noexcept {
  entry one;
  std::size_t size = 0;
  if (read_entry(window, at, 0, one, size) != reading::whole || one.kind != header_kind ||
      one.octets.size() != 8 + 8 + 32 || as_text(one.octets.first(8)) != magic)
    return std::nullopt;
  segment_header out;
  out.log_number = get<std::uint64_t>(one.octets.data() + 8);
  std::copy(one.octets.begin() + 16, one.octets.end(), out.before.begin());
  return out;
}

std::string segment_name(position at) { return fmt::format("{:016x}{}", at, suffix); }

std::optional<position> position_of_name(const std::string& name) noexcept {
  position out = 0;
  if (name.size() != digits + suffix.size() || !name.ends_with(suffix)) return std::nullopt;
  const auto [end, problem] = std::from_chars(name.data(), name.data() + digits, out, 16);
  if (problem != std::errc() || end != name.data() + digits) return std::nullopt;
  return out;
}

} // namespace lihi::store
