#include "write/jer_writer.hpp"

namespace lihi {

using schema::kind;

namespace {

char* put_text(char* to, std::string_view text) noexcept {
  if (!text.empty()) std::memcpy(to, text.data(), text.size());
  return to + text.size();
}

char* quoted_hex(char* to, bytes octets) noexcept {
  *to++ = '"';
  to = put_hex(to, octets);
  *to++ = '"';
  return to;
}

char* bit_string(char* to, const schema::place& at) noexcept {
  const schema::bit_string value = schema::read_bit_string(at.content);
  const bool fixed =
      at.row.has(schema::bounded) && !at.row.has(schema::extensible) && at.row.low == at.row.high;
  if (fixed) return quoted_hex(to, value.octets);
  to = quoted_hex(put_text(to, "{\"value\":"), value.octets);
  to = put_number(put_text(to, ",\"length\":"), static_cast<std::uint64_t>(value.bits));
  *to++ = '}';
  return to;
}

} // namespace

char* put_jer_value(char* to, const schema::place& at, fault_code fault) noexcept {
  const bytes content = at.content;
  if (fault != fault_code::none && schema::unreadable(fault)) [[unlikely]]
    return quoted_hex(to, content);
  switch (at.row.kind) {
  case kind::octet_string: return quoted_hex(to, content);
  case kind::integer:
    if (content[0] >= 0x80 && schema::meant_unsigned(at.row, content))
      return put_number(to, schema::read_unsigned(content));
    return put_integer(to, content);
  case kind::enumerated: {
    const std::int64_t value = schema::read_integer(content);
    const std::string_view name = schema::enumerator_name(at.node, value);
    if (name.empty()) return put_number(to, value);
    *to++ = '"';
    to = put_text(to, name);
    *to++ = '"';
    return to;
  }
  case kind::boolean: return put_text(to, content[0] != 0 ? "true" : "false");
  case kind::null: return put_text(to, "null");
  case kind::bit_string: return bit_string(to, at);
  case kind::object_identifier:
  case kind::relative_oid:
    *to++ = '"';
    to = schema::put_oid(to, content, at.row.kind == kind::relative_oid);
    *to++ = '"';
    return to;
  default:
    *to++ = '"';
    to = put_json_escaped(to, as_text(content));
    *to++ = '"';
    return to;
  }
}

} // namespace lihi
