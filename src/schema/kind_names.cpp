#include "schema/tables.hpp"

namespace lihi::schema {

std::string_view kind_name(kind k) noexcept {
  switch (k) {
  case kind::sequence: return "SEQUENCE";
  case kind::set: return "SET";
  case kind::sequence_of: return "SEQUENCE OF";
  case kind::set_of: return "SET OF";
  case kind::choice: return "CHOICE";
  case kind::boolean: return "BOOLEAN";
  case kind::integer: return "INTEGER";
  case kind::enumerated: return "ENUMERATED";
  case kind::null: return "NULL";
  case kind::octet_string: return "OCTET STRING";
  case kind::bit_string: return "BIT STRING";
  case kind::utf8_string: return "UTF8String";
  case kind::numeric_string: return "NumericString";
  case kind::printable_string: return "PrintableString";
  case kind::ia5_string: return "IA5String";
  case kind::visible_string: return "VisibleString";
  case kind::general_string: return "GeneralString";
  case kind::generalized_time: return "GeneralizedTime";
  case kind::utc_time: return "UTCTime";
  case kind::object_identifier: return "OBJECT IDENTIFIER";
  case kind::relative_oid: return "RELATIVE-OID";
  }
  return {};
}

} // namespace lihi::schema
