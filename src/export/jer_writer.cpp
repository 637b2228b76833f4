#include "export/jer_writer.hpp"

namespace lihi {

using schema::kind;

namespace {

void write_hex(text_buffer& out, bytes octets) {
  out.put('"');
  append_hex(out, octets);
  out.put('"');
}

void write_text(text_buffer& out, bytes text) {
  out.put('"');
  append_json_escaped(out, as_text(text));
  out.put('"');
}

} // namespace

void write_jer_value(text_buffer& out, const schema::place& at, code fault) {
  const bytes content = at.content;
  if (fault != code::none && schema::unreadable(fault)) [[unlikely]]
    return write_hex(out, content);
  switch (at.row.kind) {
  case kind::octet_string: return write_hex(out, content);
  case kind::integer:
    if (schema::meant_unsigned(at.row, content) && content[0] >= 0x80)
      return append_number(out, schema::read_unsigned(content));
    return append_integer(out, content);
  case kind::enumerated: {
    const std::int64_t value = schema::read_integer(content);
    const std::string_view name = schema::enumerator_name(at.node, value);
    if (name.empty()) return append_number(out, value);
    char* const to = out.reserve(name.size() + 2);
    to[0] = '"';
    std::memcpy(to + 1, name.data(), name.size());
    to[name.size() + 1] = '"';
    return out.commit(name.size() + 2);
  }
  case kind::boolean: return out.put(content[0] != 0 ? "true" : "false");
  case kind::null: return out.put("null");
  case kind::bit_string: {
    const schema::bit_string value = schema::read_bit_string(content);
    const bool fixed =
        at.row.has(schema::bounded) && !at.row.has(schema::extensible) && at.row.low == at.row.high;
    if (fixed) return write_hex(out, value.octets);
    out.put("{\"value\":");
    write_hex(out, value.octets);
    out.put(",\"length\":");
    append_number(out, static_cast<std::uint64_t>(value.bits));
    return out.put('}');
  }
  case kind::object_identifier:
  case kind::relative_oid:
    out.put('"');
    schema::append_oid(out, content, at.row.kind == kind::relative_oid);
    return out.put('"');
  default: return write_text(out, content);
  }
}

} // namespace lihi
