// Files of another kind, which users give by mistake.
#pragma once

#include <lihi/bytes.hpp>
#include <string_view>

namespace lihi::cli {

// What the octets at the start of a file look like, and what to do about it; empty when they may be BER.
[[nodiscard]] std::string_view recognize(bytes start) noexcept;

} // namespace lihi::cli
