// One direction of a TCP connection, put together from its segments (RFC 9293): octets in order, and what is
// missing.
#pragma once

#include "capture/first_wins.hpp"

#include <optional>

namespace lihi::capture {

// What a stream gives, in its order.
class stream_sink {
 public:
  // `arrived`: when the capture had the stream up to there.
  virtual void octets(bytes what, moment arrived) = 0;
  // So many octets were sent and are not in the capture.
  virtual void lost(std::uint64_t octets, moment noticed) = 0;
  // Octets that came again and were not those that came before, which count: how many differed, and where in
  // the stream the first of them is.
  virtual void conflict(std::uint64_t offset, std::uint64_t octets, moment arrived) = 0;

 protected:
  ~stream_sink() = default;
};

// How much all streams of a capture hold, so that together they stay within a limit.
struct held_octets {
  std::size_t now = 0, most = 32u << 20;
};

class tcp_stream {
 public:
  // Octets that wait for those before them, at most; more, and what is missing counts as lost.
  static constexpr std::size_t most_waiting = 4u << 20, most_pieces = 8192;
  // What was acknowledged and is missing is lost when so much came behind it, or when so long went by:
  // packets of a capture may stand in another order than they were sent in.
  static constexpr std::size_t acknowledged_waiting = 32u << 10;
  static constexpr std::int64_t acknowledged_microseconds = 1'000'000;
  // Octets that are kept behind their delivery, to compare what comes again.
  static constexpr std::size_t most_history = 4u << 10;
  // A segment that is further off belongs to no stream with windows of this size (RFC 7323).
  static constexpr std::int64_t farthest = 1 << 30;

  explicit tcp_stream(held_octets& held) noexcept : held_(held) {}
  ~tcp_stream();
  tcp_stream(const tcp_stream&) = delete;
  tcp_stream& operator=(const tcp_stream&) = delete;

  // A stream without a SYN begins with the lowest of its first segments, so many, or those of so long.
  static constexpr unsigned first_segments = 8;
  static constexpr std::int64_t first_microseconds = 1'000'000;

  // The SYN: octets begin behind it. False when it is that of another connection.
  [[nodiscard]] bool begin(std::uint32_t sequence, stream_sink& to);
  [[nodiscard]] bool has_syn() const noexcept { return has_syn_; }

  // False when the segment is too far off to be of this stream.
  bool data(std::uint32_t sequence, bytes payload, moment at, stream_sink& to);
  // The sender's last octet stands before this one.
  void fin(std::uint32_t sequence) noexcept;
  // What the other side says that it received.
  void acknowledged(std::uint32_t number, moment at, stream_sink& to);
  // All octets up to the FIN were delivered.
  [[nodiscard]] bool whole() const noexcept { return end_ && next_ >= *end_; }
  // Whether a segment stands where the next one must: a reset elsewhere may be forged.
  [[nodiscard]] bool is_next(std::uint32_t sequence) const noexcept {
    return settled_ && position(sequence) == next_;
  }
  // Nothing more comes: what waits is delivered, holes are lost.
  void end(moment at, stream_sink& to);

  // Octets of its stream, those that were lost included.
  [[nodiscard]] std::uint64_t offset() const noexcept { return static_cast<std::uint64_t>(next_ - first_); }

 private:
  [[nodiscard]] std::int64_t position(std::uint32_t sequence) const noexcept;
  void compare_history(std::int64_t at, bytes came, moment when, stream_sink& to) const;
  void wait(std::int64_t where, bytes payload, moment at, stream_sink& to);
  void deliver(bytes octets, moment at, stream_sink& to);
  void deliver_waiting(stream_sink& to);
  void settle(stream_sink& to);
  void lose_up_to(std::int64_t where, moment at, stream_sink& to);
  void give_up_holes(moment at, stream_sink& to);
  void drop_first() noexcept;

  held_octets& held_;
  pieces<std::int64_t> waiting_; // by position
  std::size_t octets_waiting_ = 0;
  std::vector<std::uint8_t> history_; // octets before next_, of which the last is at history_end_ - 1
  std::size_t history_end_ = 0;       // in the ring
  std::int64_t next_ = 0;             // position of the next octet to deliver
  std::int64_t first_ = 0;            // position of the stream's first
  std::int64_t from_ = 0;             // positions before that are not in the history: octets lost there
  std::optional<std::int64_t> end_;   // position of the FIN
  std::int64_t acknowledged_ = 0;
  std::optional<moment> acknowledged_at_; // when what is missing now was acknowledged
  std::optional<moment> began_at_;        // without a SYN: when its first segment came
  unsigned segments_ = 0;                 // until it is settled
  moment clock_;                          // when the stream had come up to next_
  std::uint32_t initial_ = 0;             // sequence number of position 0
  bool began_ = false, has_syn_ = false, settled_ = false;
};

} // namespace lihi::capture
