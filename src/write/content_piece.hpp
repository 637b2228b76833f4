// What a record, or joined segments, have of content: as packets, files and comments that can be written.
#pragma once

#include "write/pcapng.hpp"

#include <lihi/function_ref.hpp>
#include <lihi/link_event.hpp>
#include <lihi/record.hpp>
#include <optional>
#include <string>
#include <string_view>

namespace lihi {

struct content_piece {
  enum class shape : std::uint8_t { packet = 1, file = 2, event = 3 };

  shape is = {};
  // Of a communication (ETSI TS 102 232-1 clause 5.2.4): country, operator, element, LIID and CIN, in letters
  // that every file system takes; most_content_name octets at most.
  std::string session;
  std::string label; // of it, for people: "LIID ..., CIN ..."
  std::optional<moment> at;
  bytes octets; // of a packet or a file

  pcapng::link_type link = {}; // of a packet
  pcapng::way way = {};
  std::string point;         // where it was intercepted
  std::uint32_t missing = 0; // octets that it had, and that the delivery does not have

  std::string name; // of a file: in such letters too; the session's stands before it
  std::string type; // what it contains, and its name's end

  std::string about; // of an event: which, and when; no identity of anybody
};

// Longer names end in a hash of what they stand for.
inline constexpr std::size_t most_content_name = 96;

using content_sink = function_ref<void(const content_piece&)>;

void content_of(const record& one, content_sink give);
void content_of(const link_event& one, content_sink give);

// True for names that content_of() makes: nothing that leads out of a folder.
[[nodiscard]] bool is_content_name(std::string_view name) noexcept;

} // namespace lihi
