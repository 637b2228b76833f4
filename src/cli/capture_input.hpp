// Captures as an input: the deliveries in them, each with a framer of its own.
#pragma once

#include "cli/reading.hpp"

namespace lihi::cli {

// `first` is the first block of the file.
[[nodiscard]] reading read_capture(const std::string& path, const reading_options& options, input_file& in,
                                   bytes first, frame_handler& to);

} // namespace lihi::cli
