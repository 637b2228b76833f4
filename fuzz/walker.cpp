// The walker on every type: the straight road shows what the general code shows, enter and leave are in
// pairs, values lie inside of the input, limits hold.
#include "write/jer_writer.hpp"
#include "fuzz/fuzz.hpp"
#include "schema/walker.hpp"

#include <string>

namespace {

using namespace lihi;

struct transcript {
  const schema::walk_state* where = nullptr;
  std::string text, shown;
  std::uint64_t size = 0, entered = 0, left = 0, elements = 0;

  void line(char what, const std::uint8_t* at, std::uint64_t more) {
    const std::uint64_t offset = where->offset_of(at);
    fuzz::require(offset <= size, "an offset lies in the PDU");
    fuzz::require(where->depth() <= schema::walk_state::most_levels, "depth is limited");
    text += what;
    for (const std::uint64_t each : {offset, more}) {
      text += std::to_string(each);
      text += ' ';
    }
  }
  bool enter(const schema::place& at) {
    line('e', at.begin, at.id);
    ++elements;
    if (at.id % 37 == 3) return false; // some are stepped over
    ++entered;
    return true;
  }
  void leave(const schema::place& at) {
    line('l', at.begin, at.id);
    ++left;
  }
  void value(const schema::place& at, fault_code fault) {
    line('v', at.begin, static_cast<std::uint64_t>(fault) << 16 | at.id);
    text.append(reinterpret_cast<const char*>(at.content.data()), at.content.size());
    shown.resize(jer_room(at)); // by name, number or text: the schema's tables are asked
    char* const end = put_jer_value(shown.data(), at, fault);
    fuzz::require(end <= shown.data() + shown.size(), "a value has room");
    text.append(shown.data(), end);
    if (at.row.kind == schema::kind::enumerated)
      (void)schema::enumerator_name(at.node, schema::read_integer(at.content));
    ++elements;
  }
  void unknown(const schema::place&, ber::tag tag, bytes element) {
    line('u', element.data(), tag);
    text.append(reinterpret_cast<const char*>(element.data()), element.size());
  }
  void note(fault_code what, const std::uint8_t* at) { line('n', at, static_cast<std::uint64_t>(what)); }
  void fault(const error& what) {
    line('f', nullptr, static_cast<std::uint64_t>(what.code));
    (void)where->path();
  }
};

template <bool straight>
std::string walk(bytes pdu, schema::node_id root, const limits& bounds) {
  transcript out;
  arena memory(bounds.arena);
  schema::walker<transcript, straight> walker(out, memory, bounds);
  out.where = &walker;
  out.size = pdu.size();
  const error fault = walker.walk(pdu, 0, root);
  fuzz::require(out.entered == out.left, "what was entered is left");
  fuzz::require(out.elements <= pdu.size() + 1, "an element has octets of its own");
  out.text += 'r' + std::to_string(static_cast<unsigned>(fault.code)) + ' ' + std::to_string(fault.offset);
  return out.text;
}

} // namespace

extern "C" const std::size_t lihi_fuzz_prefix = 3;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  fuzz::input in(data, size);
  const std::uint16_t which = in.number();
  const std::uint8_t small = in.octet();
  auto root = static_cast<schema::node_id>(which % schema::node_count);
  if (schema::is_primitive(schema::nodes[root].kind)) return 0;
  limits bounds;
  bounds.arena = 1u << 20;
  if ((small & 1) != 0) bounds.depth = small >> 4;
  if ((small & 2) != 0) bounds.elements = small >> 2;
  if ((small & 4) != 0) bounds.unknown = 2;
  const fuzz::exact pdu(in.rest());
  fuzz::require(walk<true>(pdu.get(), root, bounds) == walk<false>(pdu.get(), root, bounds),
                "the straight road shows what the general code shows");
  return 0;
}
