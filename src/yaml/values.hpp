// Values of a document of YAML, read strictly: a key that nobody knows is a mistake, not a comment.
#pragma once

#include "yaml/mistake.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace lihi {

// All of these throw mistake.

// A map whose keys are all among those, each once.
void check_keys(const YAML::Node& map, const std::vector<std::string>& known);
// A scalar.
[[nodiscard]] const std::string& text_of(const YAML::Node& value);
[[nodiscard]] std::string text_of(const YAML::Node& map, const char* key, const std::string& otherwise);
// A decimal number.
[[nodiscard]] std::int64_t number_of(std::string_view text, const YAML::Mark& at);
// Of 0 to 2^32-1.
[[nodiscard]] std::uint32_t number_32_of(const YAML::Node& value);
// Octets in hex; spaces between them do no harm.
[[nodiscard]] std::vector<std::uint8_t> hex_of(std::string_view text, const YAML::Mark& at);
// "1.5s", "500ms", "2m", "1h": microseconds, at most `longest_duration`.
inline constexpr std::int64_t longest_duration = 1'000'000'000'000'000; // 31 years
[[nodiscard]] std::int64_t duration_of(const YAML::Node& value);
// The place in `names` of a scalar that is one of them.
[[nodiscard]] std::size_t choice_of(const YAML::Node& value, const std::vector<std::string>& names);

} // namespace lihi
