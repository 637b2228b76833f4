// "$name" in the values of a scenario: looked up once, and said anew for each PDU.
#pragma once

#include "yaml/mistake.hpp"

#include <cstdint>
#include <lihi/moment.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace lihi::synth {

// What is true of one PDU.
struct occasion {
  std::uint64_t subscriber = 0, repetition = 0; // of the step
  std::uint32_t cin = 0, number = 0;            // sequence number
  moment at;
};

// The names that a scenario gives, and those that always are there: cin, number, i, seconds, microseconds,
// time and utc_time.
class names {
 public:
  names();

  // A name of small letters and _. With several texts, each repetition of a step has the next one, and those
  // behind the last have the last. Throws mistake.
  void add(const YAML::Node& name, const YAML::Node& texts);
  // Throws mistake when there is none.
  [[nodiscard]] std::size_t find(std::string_view name, const YAML::Mark& at) const;
  [[nodiscard]] bool has(std::string_view name) const noexcept;
  // Appends what it stands for.
  void put(std::string& to, std::size_t name, const occasion& now) const;

 private:
  // "447700900{n:3}": text, and digits of the subscriber's number.
  struct part {
    std::string text;
    int digits = 0; // the lowest so many; 0 as they are, -1 none
  };
  struct entry {
    std::string name;
    std::vector<std::vector<part>> texts;
  };
  [[nodiscard]] static std::vector<part> parts_of(const YAML::Node& text);

  std::vector<entry> entries_;
};

// A text with "$name" in it; "$$" is "$".
class phrase {
 public:
  // Throws mistake.
  phrase(const std::string& text, const YAML::Mark& at, const names& known);

  [[nodiscard]] bool constant() const noexcept { return parts_.empty(); }
  // The text itself, or made in `room`.
  [[nodiscard]] std::string_view of(const names& known, const occasion& now, std::string& room) const;

 private:
  struct part {
    std::string before;
    std::size_t name;
  };
  std::vector<part> parts_;
  std::string last_;
};

} // namespace lihi::synth
