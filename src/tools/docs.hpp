// The pages that lihi_docs makes.
#pragma once

#include <string>

namespace lihi::docs {

[[nodiscard]] std::string record_schema(); // docs/record.schema.json
[[nodiscard]] std::string record_format(); // docs/record-format.md
[[nodiscard]] std::string event_schema();  // docs/event.schema.json
[[nodiscard]] std::string event_format();  // docs/event-format.md
[[nodiscard]] std::string coverage();      // docs/schema-coverage.md
[[nodiscard]] std::string taxonomy();      // docs/events.md

} // namespace lihi::docs
