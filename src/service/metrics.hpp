// Figures in Prometheus' text format 0.0.4. Names and labels hold nothing of what was intercepted.
#pragma once

#include "service/receiver.hpp"

#include <string>

namespace lihi::service {

[[nodiscard]] std::string metrics_of(const receiver& of, const alarms& said);

} // namespace lihi::service
