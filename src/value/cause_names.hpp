// What the numbers of causes mean, by the specification of each space.
#pragma once

#include <lihi/record/words.hpp>

#include <cstdint>
#include <string_view>

namespace lihi::value {

// Empty when the number has no meaning there, or the space has no list here: those of TS 33.128 are named by
// the module.
[[nodiscard]] std::string_view cause_name(cause_space space, std::int64_t code) noexcept;

} // namespace lihi::value
