// The PS-PDUs of a scenario for many subscribers, in the order of their times.
#pragma once

#include "synth/scenario.hpp"

#include <array>
#include <deque>
#include <map>
#include <optional>
#include <queue>
#include <string>
#include <tuple>

namespace lihi::synth {

struct delivery_options {
  std::uint64_t subscribers = 1;
  std::int64_t duration = INT64_MAX; // microseconds from the start
  std::uint64_t seed = 1;
};

// One PDU, and the truth about it.
struct made {
  bytes pdu;
  moment at;
  step_kind kind = step_kind::other;
  bool hi3 = false; // where it belongs: HI3, or HI2
  std::string_view liid, event;
  std::optional<std::uint32_t> cin;
  std::uint32_t number = 0;
};

// The same for the same scenario and options.
class delivery {
 public:
  delivery(const scenario& of, const delivery_options& options);

  // False when there is no more. Views are valid until the next call. Throws mistake.
  [[nodiscard]] bool next(made& out);

 private:
  struct turn {
    std::int64_t at;
    std::uint64_t subscriber, step, repetition;
    friend bool operator>(const turn& a, const turn& b) noexcept {
      return std::tie(a.at, a.subscriber, a.step, a.repetition) >
             std::tie(b.at, b.subscriber, b.step, b.repetition);
    }
  };
  // Of a CIN and kind: what a sequence number counts, and an integrity check covers.
  using series_key = std::pair<std::optional<std::uint32_t>, step_kind>;
  struct series {
    std::uint32_t number = 0, checks = 0; // the next PDU's; of integrity checks
    hash_chain chain;
  };
  // What is counted for a subscriber; goes when its last PDU is made.
  struct counters {
    std::map<series_key, series> all;
    std::uint64_t left = 0;                       // PDUs of steps
    std::array<std::uint64_t, 2> bytes_counted{}; // HI2 and HI3: the next byteCounter; 0: not begun
  };
  // A PDU to be written.
  struct writing {
    const prepared& header;
    ber::form form;
    std::int64_t part; // EncryptedPayloadType
    std::uint64_t& counted;
    occasion at;
  };
  // An integrity check that comes next.
  struct due_check {
    std::uint64_t subscriber;
    series_key which;
    moment at;
  };

  [[nodiscard]] std::int64_t earliest_of(std::uint64_t subscriber) const noexcept;
  void start_subscribers(std::int64_t until);
  void make(const turn& now, made& out);
  void make_check(const due_check& now, made& out);
  void tell(const occasion& at, made& out);
  // Into pdu_. Returns what an integrity check covers: the same, but for encryption.
  bytes write(const writing& what, function_ref<void(ber::encoder&)> payload);

  const scenario& of_;
  delivery_options options_;
  std::priority_queue<turn, std::vector<turn>, std::greater<>> turns_;
  std::map<std::uint64_t, counters> counters_;
  std::uint64_t next_subscriber_ = 0, pdus_each_ = 0;
  std::deque<due_check> due_;
  ber::encoder pdu_, clear_;
  std::string liid_;
};

} // namespace lihi::synth
