// Records and events as JSON, by the lists of their fields.
#pragma once

#include "core/text_buffer.hpp"

#include <lihi/json.hpp>

namespace lihi {

// As write_json(), onto the end of a buffer.
void write_record(text_buffer& out, const record& from, const json_options& how);
void write_event(text_buffer& out, const link_event& from, const json_options& how);

} // namespace lihi
