// Octets of a stream, got out of the spool again.
#pragma once

#include "store/spool.hpp"

#include <optional>
#include <string>
#include <vector>

namespace lihi::store {

// `length` octets of the stream, from `skip` octets behind those where the entry at `begin` begins. Nothing
// when they are not there any more, or not all of them.
[[nodiscard]] std::optional<std::vector<std::uint8_t>> octets_of_stream(const std::string& spool,
                                                                        position begin, std::uint32_t stream,
                                                                        std::uint32_t skip,
                                                                        std::uint32_t length);

} // namespace lihi::store
