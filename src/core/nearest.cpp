#include "core/nearest.hpp"

#include <algorithm>
#include <cctype>
#include <numeric>
#include <vector>

namespace lihi {
namespace {

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return out;
}

// Letters to insert, take away or change, or neighbours to swap.
std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> before_last, last(b.size() + 1), now(b.size() + 1);
  std::iota(last.begin(), last.end(), std::size_t{0});
  for (std::size_t i = 1; i <= a.size(); ++i) {
    now[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      now[j] = std::min({last[j] + 1, now[j - 1] + 1, last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
        now[j] = std::min(now[j], before_last[j - 2] + 1);
    }
    before_last = last;
    last = now;
  }
  return last[b.size()];
}

} // namespace

std::string nearest(std::string_view word, std::span<const std::string> names) {
  constexpr std::size_t most_letters = 64;
  const std::string wanted = lower(word.substr(0, most_letters));
  std::string best;
  std::size_t best_distance = wanted.size() / 3 + 2;
  for (const std::string& each : names) {
    const std::string name = lower(each);
    const std::size_t apart = name.size() > 2 * most_letters ? name.size() : distance(wanted, name);
    if (apart < best_distance) {
      best = each;
      best_distance = apart;
    }
  }
  return best;
}

std::string did_you_mean(std::string_view word, std::span<const std::string> names) {
  const std::string close = nearest(word, names);
  return close.empty() ? "" : "; did you mean " + close + "?";
}

} // namespace lihi
