// docs/openapi.json, which is part of the program.
#pragma once

#include <string_view>

namespace lihi::service {

extern const std::string_view openapi_text;

} // namespace lihi::service
