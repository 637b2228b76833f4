#include "etsi/reader.hpp"

#include <lihi/explain.hpp>

namespace lihi {
namespace {

// Keeps the path of the first fault.
struct path_visitor : schema::values_only {
  explicit path_visitor(const error& fault) noexcept : of(fault) {}

  const schema::walk_state* where = nullptr;
  error of;
  std::string path;
  bool enter(const schema::place&) noexcept { return true; }
  void leave(const schema::place&) noexcept {}
  void value(const schema::place&, fault_code) noexcept {}
  void fault(const error&) { path = where->path(); }
  void unknown(const schema::place&, ber::tag, bytes element) {
    if (of.code == fault_code::unknown_exceeded && where->offset_of(element.data()) == of.offset)
      path = where->path();
  }
};

} // namespace

std::string path_of(const error& fault, const frame& pdu, const limits& bounds) {
  if (!fault || !pdu.is_pdu) return {};
  if (fault.depth == 0 && fault.row == 0) return std::string(schema::node_name(schema::type::PS_PDU));
  reader<path_visitor> again(bounds, fault);
  (void)again.walk(pdu);
  return again.visitor().path;
}

std::string explain(const error& found, const frame& pdu, const limits& bounds) {
  const error fault = fault_of(found, pdu);
  if (!fault) return {};
  std::string out(name_of(fault.code));
  out += " at " + std::to_string(fault.offset);
  if (const std::string path = path_of(fault, pdu, bounds); !path.empty()) out += ": " + path;
  out += ": ";
  out += message_of(fault.code);
  return out;
}

} // namespace lihi
