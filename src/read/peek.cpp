#include "read/header_visitor.hpp"

namespace lihi {

error peek_header(const frame& pdu, header_fields& out, const limits& bounds) noexcept {
  out.clear();
  reader<header_visitor> with(bounds, out);
  const error fault = with.read(pdu);
  return fault ? fault : with.visitor().too_long;
}

} // namespace lihi
