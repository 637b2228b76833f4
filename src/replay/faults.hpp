// Faults that a test wants: which PDU gets which is decided by a seed.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <random>
#include <string>
#include <vector>

namespace lihi::replay {

enum class fault : std::uint8_t { drop, duplicate, reorder, truncate, corrupt, stall, reset };
inline constexpr std::array fault_names{"drop",    "duplicate", "reorder", "truncate",
                                        "corrupt", "stall",     "reset"};

class faults {
 public:
  // "drop=0.01,reset=0.001": how likely each is for a PDU. What is wrong with the text, or nothing.
  [[nodiscard]] std::string parse(const std::string& text);
  void seed(std::uint64_t value) { random_.seed(value); }

  // Whether the next PDU has that fault; counted.
  [[nodiscard]] bool strikes(fault what);
  // A number below `end`, which is not 0.
  [[nodiscard]] std::size_t below(std::size_t end) { return static_cast<std::size_t>(random_() % end); }
  [[nodiscard]] bool any() const noexcept;
  // "3 drop, 1 reset"; "" when there was none.
  [[nodiscard]] std::string told() const;

 private:
  std::array<double, fault_names.size()> likely_{};
  std::array<std::uint64_t, fault_names.size()> count_{};
  std::mt19937_64 random_;
};

} // namespace lihi::replay
