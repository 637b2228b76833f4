// What is said on standard error: whole lines, safe to show, and never a reason to fail.
#pragma once

#include <string>
#include <string_view>

namespace lihi::cli {

// Writes "lihi: TEXT" and a line end. What cannot be written is dropped: results matter more.
void tell(std::string_view text) noexcept;
// The same without what stands before, and as it is.
void tell_line(std::string_view line) noexcept;

// As a terminal may show it (append_visible).
[[nodiscard]] std::string visible(std::string_view text);

// Descriptors 0 to 2 that are closed would be taken by the next file that is opened: they get one that can be
// neither read nor written.
void keep_standard_descriptors() noexcept;

} // namespace lihi::cli
