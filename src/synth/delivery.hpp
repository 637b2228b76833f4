// The PS-PDUs of a scenario for many subscribers, in the order of their times.
#pragma once

#include "synth/scenario.hpp"

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
  // What is counted for a subscriber; goes when its last step is done.
  struct counters {
    std::map<std::string, std::uint32_t> cins;
    std::map<std::pair<std::uint32_t, step_kind>, std::uint32_t> numbers;
    std::uint64_t left = 0; // PDUs
  };

  [[nodiscard]] std::int64_t earliest_of(std::uint64_t subscriber) const noexcept;
  void start_subscribers(std::int64_t until);

  const scenario& of_;
  delivery_options options_;
  std::priority_queue<turn, std::vector<turn>, std::greater<>> turns_;
  std::map<std::uint64_t, counters> counters_;
  std::uint64_t next_subscriber_ = 0, pdus_each_ = 0;
  ber::encoder pdu_;
  std::string liid_;
};

} // namespace lihi::synth
