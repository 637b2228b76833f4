#include "cli/tree.hpp"

#include "normalize/build.hpp"
#include "schema_ids.hpp"

#include <fmt/format.h>

namespace lihi::cli {
namespace {

constexpr std::size_t most_hex = 32; // octets of hex on a line

std::string tag_of(const std::uint8_t* at) {
  arena memory;
  return std::string(normalize::tag_text(memory, ber::tag_at(at)));
}

std::string first_octets(bytes octets, std::size_t most) {
  text_buffer hex;
  append_hex(hex, octets.first(std::min(octets.size(), most)));
  return std::string(hex.view()) + (octets.size() > most ? "..." : "");
}

} // namespace

tree_printer::tree_printer(const limits& bounds, bool colours)
    : bounds_(bounds), memory_(bounds.arena), walk_(visitor_, memory_, bounds_) {
  visitor_.where = &walk_;
  visitor_.colours = colours;
}

error tree_printer::write(text_buffer& out, const frame& piece, const std::function<void()>& more) {
  memory_.reset();
  visitor_.out = &out;
  visitor_.more = &more;
  visitor_.defects = 0;
  visitor_.scratch.clear();
  if (!piece.is_pdu) {
    out.put(fmt::format("{} octets at {}: {}: {}: {}\n", piece.octets.size(), piece.offset,
                        lihi::name(piece.fault), message(piece.fault),
                        first_octets(piece.octets, 2 * most_hex)));
    return fault_of({}, piece);
  }
  out.put(fmt::format("PS-PDU at {}, {} octets\n", piece.offset, piece.octets.size()));
  const error own = walk_.walk(piece.octets, piece.offset, schema::type::PS_PDU);
  const error fault = fault_of(own, piece);
  if (fault.code != own.code)
    visitor_.warn(
        fmt::format("{:>8}  error: {}: {}\n", fault.offset, lihi::name(fault.code), message(fault.code)));
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
void tree_printer::visitor::warn(std::string_view text) {
  out->put(colours ? "\x1b[33m" : "");
  out->put(text);
  out->put(colours ? "\x1b[0m" : "");
}

// "  offset  indentation name type [tag]"
void tree_printer::visitor::line(const schema::place& at) {
  (*more)();
  dim(fmt::format("{:>8}  ", where->offset_of(at.begin)));
  out->put(std::string(2 * where->depth(), ' '));
  const std::string_view own = schema::row_name(at.id);
  if (at.id == 0)
    name(schema::node_name(schema::id_of(at.node)));
  else
    name(own.empty() ? fmt::format("[{}]", where->top().count - 1) : std::string(own));
}

bool tree_printer::visitor::enter(const schema::place& at) {
  line(at);
  const std::string_view type = schema::node_name(schema::id_of(at.node));
  dim(fmt::format("  {} {}\n", type, schema::kind_name(at.node.kind)));
  return true;
}

void tree_printer::visitor::value(const schema::place& at, code fault) {
  line(at);
  out->put(": ");
  scratch.clear();
  char* const to = scratch.reserve(jer_room(at));
  scratch.commit(static_cast<std::size_t>(put_jer_value(to, at, fault) - to));
  append_visible(*out, scratch.view());
  std::string behind = fmt::format("  {}", tag_of(at.begin));
  const bool hex_already = at.row.kind == schema::kind::octet_string;
  if (!hex_already && !at.content.empty()) behind += " " + first_octets(at.content, most_hex);
  dim(behind);
  out->put('\n');
}

void tree_printer::visitor::unknown(const schema::place&, ber::tag tag, bytes element) {
  (*more)();
  arena memory;
  text_buffer hex;
  append_hex(hex, element);
  dim(fmt::format("{:>8}  ", where->offset_of(element.data())));
  out->put(std::string(2 * where->depth(), ' '));
  warn(fmt::format("unknown {} {}\n", normalize::tag_text(memory, tag), hex.view()));
}

void tree_printer::visitor::note(code what, const std::uint8_t* at) {
  (*more)();
  defects += is_defect(what) ? 1 : 0;
  dim(fmt::format("{:>8}  ", where->offset_of(at)));
  out->put(std::string(2 * where->depth(), ' '));
  warn(fmt::format("note: {}: {}\n", lihi::name(what), message(what)));
}

void tree_printer::visitor::fault(const error& what) {
  dim(fmt::format("{:>8}  ", what.offset));
  out->put(std::string(2 * where->depth(), ' '));
  warn(fmt::format("error: {} in {}: {}\n", lihi::name(what.code), where->path(), message(what.code)));
}

} // namespace lihi::cli
