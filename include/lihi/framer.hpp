// Cuts a byte stream into PS-PDUs (ETSI TS 102 232-1 clause 6: BER elements one after the other, with
// nothing between them), whatever pieces the stream arrives in.
#pragma once

#include <cstdint>
#include <lihi/bytes.hpp>
#include <lihi/error.hpp>
#include <optional>
#include <string>
#include <vector>

namespace lihi {

// A piece of the stream: a PS-PDU; a damaged one, with the fault; or octets that are none.
struct frame {
  bytes octets;
  std::uint64_t offset = 0; // of octets[0] in the stream
  bool is_pdu = false;      // begins as a PS-PDU does
  code fault = code::none;  // truncated, pdu_too_big, length_past_parent, not_ps_pdu, ...
};

// One per stream, used by one thread.
//
//   framer.feed(chunk);
//   while (auto piece = framer.next()) ...
//   ... more chunks ...
//   framer.finish();
//   while (auto piece = framer.next()) ...
//
// A frame is valid until the next call of next() or feed(): it points into the chunk, or, when the PDU was
// split over chunks, into the framer. The chunk must live until next() has returned nothing.
//
// Concatenated, the octets of all frames are the stream, and they do not depend on how it was cut into
// chunks. After a fault the next frame begins where a PS-PDU plausibly begins again. Octets that are no
// PS-PDU come in frames of at most most_skipped.
class framer {
 public:
  static constexpr std::size_t most_skipped = 1u << 16;

  explicit framer(const limits& bounds = {}, std::uint64_t offset = 0) noexcept
      : bounds_(bounds), offset_(offset) {}

  void feed(bytes chunk);
  void feed(std::vector<std::uint8_t>&& chunk) = delete; // would dangle
  void feed(std::string&& chunk) = delete;

  // The stream ends here: what is left comes as frames too.
  void finish() noexcept { finished_ = true; }

  [[nodiscard]] std::optional<frame> next() &;
  std::optional<frame> next() && = delete; // the frame would point into a dead framer

 private:
  struct step {
    std::size_t octets = 0; // of the frame; without a frame: how many must be there to say more
    bool found = false, is_pdu = false;
    code fault = code::none;
  };

  // What begins at the start of `window`. `last`: nothing can follow the window.
  [[nodiscard]] step look(bytes window, bool last) noexcept;
  [[nodiscard]] step look_indefinite(bytes window, bool last) noexcept;
  [[nodiscard]] step skip(bytes window, bool last, bool is_pdu, code fault) noexcept;
  [[nodiscard]] frame take(bytes window, const step& found) noexcept;

  limits bounds_;
  std::uint64_t offset_;
  bytes chunk_;                    // not yet looked at
  std::vector<std::uint8_t> tail_; // the beginning of a PDU from earlier chunks,
  std::size_t tail_begin_ = 0;     // from here on
  bool finished_ = false;
  // What look() found out about the window so far, so that more octets cost no second look.
  std::size_t searched_ = 1; // no PS-PDU begins in [1, searched_)
  std::size_t measured_ = 0; // an indefinite PDU: measured up to here,
  std::size_t open_ = 0;     // with so many indefinite elements open,
  std::size_t headers_ = 0;  // after so many headers
  // Headers that may be read for nothing: each octet of a frame gives one, an indefinite PDU that did not end
  // takes what was read of it. While there are none, indefinite PDUs are not measured: else a stream of
  // their beginnings would be read once for each of them.
  static constexpr std::int64_t most_credit = 1 << 16;
  std::int64_t credit_ = most_credit;
};

} // namespace lihi
