#include "cli/tree.hpp"

#include "normalize/build.hpp"
#include "schema_ids.hpp"

#include <fmt/format.h>

namespace lihi::cli {
namespace {

constexpr std::size_t most_hex = 32; // octets of hex on a line

std::string tag_of(const std::uint8_t* at) {
  ber::header head;
  if (ber::read_header_slow(at, at + 8, head) != code::none) return {};
  arena memory;
  return std::string(normalize::tag_text(memory, head.tag));
}

} // namespace

tree_printer::tree_printer(const limits& bounds, bool colours)
    : bounds_(bounds), memory_(bounds.arena), walk_(visitor_, memory_, bounds_) {
  visitor_.where = &walk_;
  visitor_.colours = colours;
}

error tree_printer::write(text_buffer& out, const frame& pdu) {
  memory_.reset();
  visitor_.out = &out;
  visitor_.defects = 0;
  out.put(fmt::format("PS-PDU at {}, {} octets\n", pdu.offset, pdu.octets.size()));
  error fault = walk_.walk(pdu.octets, pdu.offset, schema::type::PS_PDU);
  if (pdu.fault != code::none && !fault) fault = {pdu.offset, 0, pdu.fault, 0};
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
  char* const to = out->reserve(jer_room(at.content.size()));
  out->commit(static_cast<std::size_t>(put_jer_value(to, at, fault) - to));
  std::string more = fmt::format("  {}", tag_of(at.begin));
  const bool hex_already = at.row.kind == schema::kind::octet_string;
  if (!hex_already && !at.content.empty()) {
    text_buffer hex;
    append_hex(hex, at.content.first(std::min(at.content.size(), most_hex)));
    more += fmt::format(" {}{}", hex.view(), at.content.size() > most_hex ? "..." : "");
  }
  dim(more);
  out->put('\n');
}

void tree_printer::visitor::unknown(const schema::place&, ber::tag tag, bytes element) {
  arena memory;
  text_buffer hex;
  append_hex(hex, element);
  dim(fmt::format("{:>8}  ", where->offset_of(element.data())));
  out->put(std::string(2 * where->depth(), ' '));
  warn(fmt::format("unknown {} {}\n", normalize::tag_text(memory, tag), hex.view()));
}

void tree_printer::visitor::note(code what, const std::uint8_t* at) {
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
