// Records as JSON, by the field lists of lihi/record.hpp.
#pragma once

#include "core/text_buffer.hpp"

#include <lihi/record.hpp>

namespace lihi {

struct record_format {
  bool detail = true;
  bool content = true; // octets of content; its type and length are always there
};

// One JSON object, without a line end. Absent fields are left out.
void write_record(text_buffer& out, const record& from, const record_format& how);

} // namespace lihi
