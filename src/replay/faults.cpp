#include "replay/faults.hpp"

#include <algorithm>
#include <charconv>
#include <sstream>

namespace lihi::replay {

std::string faults::parse(const std::string& text) {
  std::istringstream parts(text);
  for (std::string part; std::getline(parts, part, ',');) {
    const std::size_t equals = part.find('=');
    const std::string name = part.substr(0, equals);
    const auto known = std::find(fault_names.begin(), fault_names.end(), name);
    if (known == fault_names.end()) return "is no fault";
    double likely = 0;
    const char* const begin = part.data() + (equals == part.npos ? part.size() : equals + 1);
    const char* const end = part.data() + part.size();
    const auto [stopped, problem] = std::from_chars(begin, end, likely);
    if (problem != std::errc() || stopped != end || !(likely >= 0 && likely <= 1))
      return "needs how likely it is, from 0 to 1, as in drop=0.01";
    likely_[static_cast<std::size_t>(known - fault_names.begin())] = likely;
  }
  return {};
}

bool faults::strikes(fault what) {
  const auto which = static_cast<std::size_t>(what);
  if (likely_[which] <= 0) return false;
  constexpr double range = 18446744073709551616.0; // 2^64
  const bool out = static_cast<double>(random_()) < likely_[which] * range;
  count_[which] += out ? 1 : 0;
  return out;
}

bool faults::any() const noexcept {
  return std::any_of(likely_.begin(), likely_.end(), [](double each) { return each > 0; });
}

std::string faults::told() const {
  std::string out;
  for (std::size_t i = 0; i < count_.size(); ++i)
    if (count_[i] != 0) out += (out.empty() ? "" : ", ") + std::to_string(count_[i]) + " " + fault_names[i];
  return out;
}

} // namespace lihi::replay
