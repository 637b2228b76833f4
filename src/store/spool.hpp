// What a receiver's spool holds: a log of everything that came, before anything is made of it.
//
// A stream is one connection; its number is in its entries' heads, and counts from 1 after each `started`.
#pragma once

#include "core/state.hpp"
#include "store/log_format.hpp"

#include <optional>
#include <string>

namespace lihi::store {

enum class spool_kind : std::uint8_t {
  started = 1, // the receiver: streams that are open were cut off
  opened = 2,  // a stream
  octets = 3,  // of a stream; nothing more was there to read just then
  more = 4,    // octets of a stream; more was there
  overdue = 5, // octets of a stream's PDU have been missing for long
  closed = 6,  // a stream
};

struct started_receiver {
  std::string version;
  template <class S, class V>
  static void fields(S& s, V&& v) {
    v(s.version);
  }
};

struct opened_stream {
  std::string operator_name, listener;
  std::string link;    // "A>B": the sender's end and ours
  std::string tls;     // protocol and cipher; "" for none
  std::string subject; // of the sender's certificate (RFC 2253)
  template <class S, class V>
  static void fields(S& s, V&& v) {
    v(s.operator_name);
    v(s.listener);
    v(s.link);
    v(s.tls);
    v(s.subject);
  }
};

struct closed_stream {
  std::uint64_t octets = 0; // that came of it
  std::string why;          // "" when the sender closed it
  template <class S, class V>
  static void fields(S& s, V&& v) {
    v(s.octets);
    v(s.why);
  }
};

template <class T>
[[nodiscard]] std::vector<std::uint8_t> packed(const T& from) {
  state_writer to;
  T::fields(from, to);
  return to.take();
}
// Nothing when it is none of this version.
template <class T>
[[nodiscard]] std::optional<T> unpacked(bytes from) {
  state_reader reader(from);
  T out;
  T::fields(out, reader);
  if (reader.bad() || !reader.at_end()) return std::nullopt;
  return out;
}

// An entry of octets says first where in the stream they stand, so that a hole in the spool has a size.
inline constexpr std::size_t octets_head = 8;
struct stream_octets {
  std::uint64_t offset = 0;
  bytes octets;
};
inline void put_offset(std::uint64_t offset, std::span<std::uint8_t, octets_head> to) noexcept {
  for (std::size_t i = 0; i < octets_head; ++i) to[i] = static_cast<std::uint8_t>(offset >> (8 * i));
}
[[nodiscard]] inline std::optional<stream_octets> octets_of(bytes from) noexcept {
  if (from.size() < octets_head) return std::nullopt;
  stream_octets out;
  for (std::size_t i = 0; i < octets_head; ++i) out.offset |= std::uint64_t{from[i]} << (8 * i);
  out.octets = from.subspan(octets_head);
  return out;
}

} // namespace lihi::store
