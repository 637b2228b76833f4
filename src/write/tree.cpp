#include "write/tree.hpp"

#include "ber/tag_text.hpp"

namespace lihi {
namespace {

constexpr std::size_t most_hex = 32; // octets of hex on a line

void append_first(text_buffer& out, bytes octets, std::size_t most) {
  append_hex(out, octets.first(std::min(octets.size(), most)));
  if (octets.size() > most) out.put("...");
}

} // namespace

tree_printer::tree_printer(const limits& bounds, bool colours) : reader_(bounds) {
  reader_.visitor().colours = colours;
}

error tree_printer::write(text_buffer& out, const frame& piece, function_ref<void()> more) {
  visitor& to = reader_.visitor();
  to.out = &out;
  to.more = &more;
  to.defects = 0;
  to.scratch.clear();
  if (!piece.is_pdu) {
    append_number(out, static_cast<std::uint64_t>(piece.octets.size()));
    out.put(" octets at ");
    append_number(out, piece.offset);
    for (const std::string_view each : {name_of(piece.fault), message_of(piece.fault)}) {
      out.put(": ");
      out.put(each);
    }
    out.put(": ");
    append_first(out, piece.octets, 2 * most_hex);
    out.put('\n');
    return fault_of({}, piece);
  }
  out.put("PS-PDU at ");
  append_number(out, piece.offset);
  out.put(", ");
  append_number(out, static_cast<std::uint64_t>(piece.octets.size()));
  out.put(" octets\n");
  const error own = reader_.walk(piece);
  const error fault = fault_of(own, piece);
  if (fault.code != own.code) {
    to.margin(fault.offset);
    to.warn("error", fault.code);
  }
  return fault;
}

void tree_printer::visitor::name(std::string_view text) {
  out->put(colours ? "\x1b[36m" : "");
  out->put(text);
  out->put(colours ? "\x1b[0m" : "");
}
void tree_printer::visitor::dim(std::string_view text) {
  out->put(colours ? "\x1b[2m" : "");
  out->put(text);
  out->put(colours ? "\x1b[0m" : "");
}

// "note: code: message", "error: code in path: message"
void tree_printer::visitor::warn(std::string_view kind, fault_code what, std::string_view path) {
  out->put(colours ? "\x1b[33m" : "");
  out->put(kind);
  out->put(": ");
  out->put(name_of(what));
  if (!path.empty()) {
    out->put(" in ");
    out->put(path);
  }
  out->put(": ");
  out->put(message_of(what));
  out->put('\n');
  out->put(colours ? "\x1b[0m" : "");
}

void tree_printer::visitor::margin(std::uint64_t offset) {
  constexpr std::size_t width = 8;
  char digits[20];
  const std::string_view number(digits, static_cast<std::size_t>(put_number(digits, offset) - digits));
  out->put(colours ? "\x1b[2m" : "");
  for (std::size_t i = number.size(); i < width; ++i) out->put(' ');
  out->put(number);
  out->put("  ");
  out->put(colours ? "\x1b[0m" : "");
}

void tree_printer::visitor::indent() {
  for (std::size_t i = 0; i < where->depth(); ++i) out->put("  ");
}

// "  offset  indentation name"
void tree_printer::visitor::line(const schema::place& at) {
  (*more)();
  margin(where->offset_of(at.begin));
  indent();
  const std::string_view own = schema::row_name(at.id);
  if (at.id == 0) return name(schema::node_name(schema::id_of(at.node)));
  if (!own.empty()) return name(own);
  scratch.clear();
  scratch.put('[');
  append_number(scratch, std::uint64_t{where->top().count} - 1);
  scratch.put(']');
  name(scratch.view());
}

bool tree_printer::visitor::enter(const schema::place& at) {
  line(at);
  scratch.clear();
  scratch.put("  ");
  scratch.put(schema::node_name(schema::id_of(at.node)));
  scratch.put(' ');
  scratch.put(schema::kind_name(at.node.kind));
  scratch.put('\n');
  dim(scratch.view());
  return true;
}

void tree_printer::visitor::value(const schema::place& at, fault_code fault) {
  line(at);
  out->put(": ");
  scratch.clear();
  char* const to = scratch.reserve(jer_room(at));
  scratch.commit(static_cast<std::size_t>(put_jer_value(to, at, fault) - to));
  append_visible(*out, scratch.view());
  scratch.clear();
  scratch.put("  ");
  const ber::tag_text tag(ber::tag_at(at.begin));
  scratch.put(tag.view());
  const bool hex_already = at.row.kind == schema::kind::octet_string;
  if (!hex_already && !at.content.empty()) {
    scratch.put(' ');
    append_first(scratch, at.content, most_hex);
  }
  dim(scratch.view());
  out->put('\n');
}

void tree_printer::visitor::unknown(const schema::place&, ber::tag tag, bytes element) {
  (*more)();
  margin(where->offset_of(element.data()));
  indent();
  out->put(colours ? "\x1b[33m" : "");
  out->put("unknown ");
  const ber::tag_text shown(tag);
  out->put(shown.view());
  out->put(' ');
  append_hex(*out, element);
  out->put('\n');
  out->put(colours ? "\x1b[0m" : "");
}

void tree_printer::visitor::note(fault_code what, const std::uint8_t* at) {
  (*more)();
  defects += is_defect(what) ? 1 : 0;
  margin(where->offset_of(at));
  indent();
  warn("note", what);
}

void tree_printer::visitor::fault(const error& what) {
  margin(what.offset);
  indent();
  warn("error", what.code, where->path());
}

} // namespace lihi
