// Records and events as JSON.
#pragma once

#include <lihi/export.hpp>
#include <lihi/link_event.hpp>
#include <string>

namespace lihi {

// What of a record its JSON has.
struct json_options {
  bool detail = true;
  bool content = true; // octets of content; its type and length are always there
};

// One JSON object of docs/record.schema.json or docs/event.schema.json, without a line end, appended. Absent
// fields are left out. Allocates nothing but what `out` needs.
LIHI_EXPORT void write_json(const record& from, std::string& out, const json_options& how = {});
LIHI_EXPORT void write_json(const link_event& from, std::string& out, const json_options& how = {});

} // namespace lihi
