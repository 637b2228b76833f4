// Cuts a byte stream into PS-PDUs (ETSI TS 102 232-1 clause 6: BER elements one after the other, with
// nothing between them), whatever pieces the stream arrives in.
#pragma once

#include <lihi/export.hpp>
#include <algorithm>
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
  std::uint64_t offset = 0;            // of octets[0] in the stream
  bool is_pdu = false;                 // begins as a PS-PDU does
  fault_code fault = fault_code::none; // truncated, pdu_too_big, length_past_parent, not_ps_pdu, ...
};

// What is wrong with a frame: what reading its PDU found, or, when that is nothing or that the octets end,
// what the framer found.
[[nodiscard]] inline error fault_of(const error& found, const frame& piece) noexcept {
  const bool framers = piece.fault != fault_code::none && (!found || found.code == fault_code::truncated);
  return framers ? error{piece.offset, 0, piece.fault, 0} : found;
}

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
// chunks. Octets that are no PS-PDU come in frames of at most most_skipped.
//
// A length is not believed when the PDU that it claims has swallowed others: when a PS-PDU begins where its
// next element should, or when none begins behind it, but one inside of it does whose own end fits the
// stream. A PDU that stands in the content of a sound one is content. After a fault the next frame begins
// where a PS-PDU plausibly begins again. docs/resynchronization.md has the rules, and what damage costs.
//
// A PDU in hundred ends with octets that may be the beginning of the next one, and waits for what follows.
// Who reads a live link calls pause() behind feed() when there is nothing more to read just now.
class LIHI_EXPORT framer {
 public:
  static constexpr std::size_t most_skipped = 1u << 16;

  explicit framer(const limits& bounds = {}, std::uint64_t offset = 0) noexcept
      : bounds_(bounds), offset_(offset) {}

  void feed(bytes chunk);
  void feed(std::vector<std::uint8_t>&& chunk) = delete; // would dangle
  void feed(std::string&& chunk) = delete;

  // The stream ends here: what is left comes as frames too.
  void finish() noexcept { finished_ = true; }
  // The stream is known to end at that offset, as a file is: a PDU that claims more is cut off, and those
  // inside of it come at once. The frames are those that finish() would give.
  void ends_at(std::uint64_t offset) noexcept {
    known_end_ = offset;
    wanted_ = 0;
  }

  // Until the next feed(): nothing follows just now, so that a PDU that is whole comes without waiting for
  // it.
  void pause() noexcept { paused_ = true; }
  // Until the next feed(): the octets that are missing have been missing for long. A PDU that is not whole is
  // given up when another that is whole stands inside of it.
  void overdue() noexcept { paused_ = overdue_ = true; }
  // Octets that came and are in no frame yet.
  [[nodiscard]] std::size_t waiting() const noexcept { return tail_.size() - tail_begin_ + chunk_.size(); }

  [[nodiscard]] std::optional<frame> next() & {
    const std::size_t usual = take_usual();
    if (usual == 0) return next_of_any();
    return frame{{chunk_.data() - usual, usual}, offset_ - usual, true, fault_code::none};
  }
  std::optional<frame> next() && = delete; // the frame would point into a dead framer

 private:
  friend struct framer_state; // src/etsi/framer_state.hpp
  struct step {
    std::size_t octets = 0; // of the frame; without a frame: how many must be there to say more
    bool found = false, is_pdu = false;
    fault_code fault = fault_code::none;
    bool another = false; // a PS-PDU begins behind it
    bool any = false;     // without a frame: fewer octets may say more too
  };

  // What begins at the start of `window`. `last`: nothing can follow the window.
  [[nodiscard]] step look(bytes window, bool last);
  [[nodiscard]] std::size_t take_usual() noexcept;
  [[nodiscard]] std::optional<frame> next_of_any();
  [[nodiscard]] std::size_t walk_elements(bytes window, bool last, std::size_t total, bool overrun);
  [[nodiscard]] step look_indefinite(bytes window, bool last);
  [[nodiscard]] bool is_content(bytes window, std::size_t end, std::size_t inner);
  [[nodiscard]] step up_to_another(bytes window, bool last, fault_code fault);
  [[nodiscard]] step whole(bytes window, bool last, std::size_t total);
  [[nodiscard]] step swallowing(bytes window, bool last, std::size_t total, fault_code fault);
  [[nodiscard]] step give_up(bytes window, bool last, fault_code fault);
  [[nodiscard]] step unfinished(bytes window, std::size_t needed);
  [[nodiscard]] step skip(bytes window, bool last, bool is_pdu, fault_code fault);
  void make_room(std::size_t more, std::size_t needed);
  [[nodiscard]] frame take(bytes window, const step& found) noexcept;
  void move_on(std::size_t octets) noexcept {
    offset_ += octets;
    credit_ = std::min(credit_ + credit_an_octet * static_cast<std::int64_t>(octets), most_credit);
  }

  limits bounds_;
  std::uint64_t offset_;
  std::uint64_t known_end_ = ~std::uint64_t{0};
  bytes chunk_;                    // not yet looked at
  std::vector<std::uint8_t> tail_; // the beginning of a PDU from earlier chunks,
  std::size_t tail_begin_ = 0;     // from here on;
  std::size_t borrowed_ = 0;       // so many of its last octets are in the chunk too, before chunk_
  std::size_t wanted_ = 0;         // so many octets must be there for another look
  bool finished_ = false, paused_ = false, overdue_ = false;

  // What look() found out about the PDU at hand, so that more octets cost no second look.
  struct findings {
    std::size_t searched = 1;     // no PS-PDU begins in [1, searched), or, behind a refuted one, up to there
    std::size_t content = 0;      // its first element begins here
    std::size_t walked = 0;       // its elements end here; of an indefinite PDU those of every level;
    std::size_t last_element = 0; // of a definite one, the last begins here
    std::size_t elements = 0;     // so many
    std::size_t open = 0;         // indefinite elements that are not closed
    std::size_t another = 0;      // a PS-PDU begins there in place of the next element
    std::size_t inner = 0;        // where a PS-PDU begins inside,
    std::size_t chained = 0;      // and others behind it, up to here,
    std::size_t links = 0;        // so many
    std::size_t first_inner = 0;  // the first such place
    bool indefinite = false, charged = false; // its elements were charged to credit_
    bool sound = false;      // the first such place is content, should the PDU's length be right
    bool refuted = false;    // the PS-PDU at `inner` was not swallowed; `searched` goes on behind it
    bool walk_ended = false; // the elements do not add up, or cannot be walked
    fault_code given_up = fault_code::none; // why an indefinite PDU is none
  };
  findings found_;
  bool begins_ = false; // a PS-PDU begins at the start of the window

  // Work may cost so many headers for each octet of the stream, and these more; behind that, a PDU whose
  // length is in doubt is not looked into further.
  static constexpr std::int64_t credit_an_octet = 2, most_credit = 1 << 18;
  std::int64_t credit_ = most_credit;
};

} // namespace lihi
