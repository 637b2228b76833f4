#include "export/header_visitor.hpp"

namespace lihi {

error peek_header(const frame& pdu, header_fields& out, const limits& bounds) noexcept {
  out.clear();
  header_visitor visitor(out);
  arena memory(bounds.arena);
  schema::walker<header_visitor> walk(visitor, memory, bounds);
  visitor.where = &walk;
  const error fault = walk.walk(pdu.octets, pdu.offset, schema::type::PS_PDU);
  return fault ? fault : visitor.too_long;
}

} // namespace lihi
