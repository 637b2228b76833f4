// How a log lies on the disk: a folder of segments, each of entries one behind the other.
//
// Every octet of a log has a position, counted from its beginning, segment after segment; it stays the same
// when older segments are removed. A segment is the file "<position of its first octet, 16 hex digits>.log".
//
//   head | octets | zeros up to a multiple of eight
//   head: its checksum 4 | checksum of the octets 4 | size 4 | stream 4 | position 8 | moment 8 | kind 1 |
//   zeros 7
//
// Numbers are little endian. Checksums are CRC-32C, that of the head over the rest of it. Both are seeded
// with the log's own number, so that nobody who only sends octets can make an entry inside of them. Entries
// begin at multiples of eight and say where they stand: so the next one behind damage is found.
//
// The first entry of a segment is its header: the log's number, and the SHA-256 of the segment before. The
// last entry of a full one is its seal: the SHA-256 of all octets before it. So each segment vouches for
// those before it.
#pragma once

#include <array>
#include <lihi/bytes.hpp>
#include <lihi/moment.hpp>
#include <optional>
#include <string>
#include <vector>

namespace lihi::store {

using position = std::uint64_t;
using sha256 = std::array<std::uint8_t, 32>;

// Kinds below this are the log's user's.
inline constexpr std::uint8_t header_kind = 0xFE, seal_kind = 0xFF;

inline constexpr std::size_t head_size = 40, most_octets = 64u << 20;
inline constexpr std::size_t alignment = 8;

struct entry {
  position at = 0;
  std::uint8_t kind = 0;
  std::uint32_t stream = 0;
  moment when;
  bytes octets;
};

[[nodiscard]] constexpr std::size_t size_of_entry(std::size_t octets) noexcept {
  return (head_size + octets + alignment - 1) / alignment * alignment;
}

// An entry, in two steps: the checksum of its octets, which needs no position, and the whole of it.
[[nodiscard]] std::uint32_t checksum_of(bytes octets, std::uint64_t log_number) noexcept;
void put_entry(std::vector<std::uint8_t>& to, const entry& from, std::uint64_t log_number,
               std::uint32_t checksum);

enum class reading : std::uint8_t { whole, unfinished, wrong };
// What begins at the start of `window`, which is that position. Of an unfinished one, and of one whose octets
// are wrong, `size` is what it takes; of one whose head is wrong, that of a head.
[[nodiscard]] reading read_entry(bytes window, position at, std::uint64_t log_number, entry& out,
                                 std::size_t& size) noexcept;

struct segment_header {
  std::uint64_t log_number = 0;
  sha256 before{}; // of the segment before; zeros in the first
};
inline constexpr std::size_t header_size = size_of_entry(8 + 8 + 32), seal_size = size_of_entry(32);

void put_header(std::vector<std::uint8_t>& to, position at, const segment_header& from);
void put_seal(std::vector<std::uint8_t>& to, position at, std::uint64_t log_number, const sha256& of);
// Of the octets that a file begins with, whose name says `at`.
[[nodiscard]] std::optional<segment_header> read_header(bytes window, position at) noexcept;

[[nodiscard]] std::string segment_name(position at);
[[nodiscard]] std::optional<position> position_of_name(const std::string& name) noexcept;

} // namespace lihi::store
