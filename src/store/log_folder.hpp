// The folder of a log: its segments, and what is known of it besides.
#pragma once

#include "store/log_format.hpp"

#include <optional>
#include <string>
#include <vector>

namespace lihi::store {

// Segments in order, by where they begin. Throws std::filesystem::filesystem_error.
[[nodiscard]] std::vector<position> segments_of(const std::string& folder);
[[nodiscard]] std::string segment_path(const std::string& folder, position base);

// The log's number: as the folder's file "number" says, or, when that is lost, a header. Nothing: neither.
[[nodiscard]] std::optional<std::uint64_t> log_number_of(const std::string& folder);
// 0, or errno.
[[nodiscard]] int keep_log_number(const std::string& folder, std::uint64_t number);

} // namespace lihi::store
