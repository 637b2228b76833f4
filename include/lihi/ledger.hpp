// What a stream's sequence numbers, segments and sessions add up to.
#pragma once

#include <cstdint>
#include <lihi/function_ref.hpp>
#include <lihi/link_event.hpp>

namespace lihi {

struct ledger_options {
  // Sessions that are followed at a time; of more, the one that was silent for longest is forgotten, with its
  // own code: ledger_exceeded. docs/link.md says what one needs.
  std::size_t sessions = 100'000;
  // A number that is missing is a gap when one follows that is higher by so many; until then it may come
  // late. 1 to 64.
  unsigned window = 32;
  // Octets of content in segments that are not complete, of all sessions together: segments_exceeded.
  std::size_t segment_octets = 16u << 20;
};

// Of one stream, so far. Numbers are sequence numbers.
struct ledger_totals {
  std::uint64_t sessions = 0;   // that are followed
  std::uint64_t missing = 0;    // told as gaps, and not come since
  std::uint64_t duplicates = 0; // came again
  std::uint64_t reused = 0;     // came again, with another PDU
  std::uint64_t late = 0;       // came behind a higher one
  std::uint64_t resets = 0;     // began anew
  std::uint64_t segments = 0;   // groups that were joined
  std::uint64_t broken_segments = 0;
  std::uint64_t orphans = 0;
  std::uint64_t lost_octets = 0;
  std::uint64_t keep_alives = 0, keep_alive_answers = 0;
  std::uint64_t encrypted = 0; // payloads: their numbers are not followed
  std::uint64_t forgotten = 0; // sessions
};

// Of one kind of PDU of a session.
struct ledger_row {
  field::text liid, authorization_country, operator_id, network_element_id;
  text_encoding liid_encoding = {};
  field::number cin;
  handover_interface interface = {};
  std::uint32_t first = 0, last = 0; // numbers
  std::uint64_t pdus = 0, missing = 0, duplicates = 0, reused = 0, late = 0, resets = 0;
  bool begun = false, ended = false; // of IRI: BEGIN and END came
};

} // namespace lihi
