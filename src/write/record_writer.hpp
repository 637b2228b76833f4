// Records as JSON, by the field lists of lihi/record.hpp.
#pragma once

#include "core/text_buffer.hpp"

#include <lihi/link_event.hpp>

namespace lihi {

struct record_format {
  bool detail = true;
  bool content = true; // octets of content; its type and length are always there
};

// One JSON object, without a line end. Absent fields are left out.
void write_record(text_buffer& out, const record& from, const record_format& how);
void write_event(text_buffer& out, const link_event& from, const record_format& how);

} // namespace lihi
