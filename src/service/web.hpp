// The files of the page, which are part of the program.
#pragma once

#include <string>
#include <string_view>

namespace lihi::service {

struct web_file {
  std::string_view path, type, content;
};
// Null when there is none at that target; what is behind ? does not matter.
[[nodiscard]] const web_file* find_web_file(std::string_view target);

} // namespace lihi::service
