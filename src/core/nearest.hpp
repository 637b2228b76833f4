// "Did you mean ...?"
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace lihi {

// The name closest to `word`, letters of either case alike, when it is close enough to be meant; else empty.
[[nodiscard]] std::string nearest(std::string_view word, std::span<const std::string> names);
// "; did you mean NAME?", or nothing.
[[nodiscard]] std::string did_you_mean(std::string_view word, std::span<const std::string> names);

} // namespace lihi
