// fast_row: what the walker's straight road knows of a member.
#include "schema/tablegen/model.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <limits>

namespace lihi::tablegen {
namespace {

using schema::kind;

std::string fast_text(unsigned head, unsigned behind, unsigned mark, std::uint32_t data) {
  return fmt::format("{{{},{},{},{}u}},", head, behind, mark, data);
}

struct quick_check {
  std::uint32_t packed;
  unsigned looked_at; // fast_row::first_only or 0
};

// What most values of the type look like; every value that does must be good.
quick_check quick_check_of(const model& m, const model_row& row) {
  const model_node& type = m.nodes[row.node];
  const bool sized = row.bounded && !row.extensible;
  const std::int64_t shortest = sized ? row.low : 0;
  const std::int64_t longest = std::min<std::int64_t>(sized ? row.high : 16, 16);
  const auto pack = [](std::int64_t from, std::int64_t to, std::int64_t low, std::int64_t high) {
    if (from > to || low > high || low > 255) return std::uint32_t{17};
    return static_cast<std::uint32_t>(from | (to - from) << 8 | low << 16 | (high - low) << 24);
  };
  const auto all = [&pack](std::int64_t from, std::int64_t to, std::int64_t low, std::int64_t high) {
    return quick_check{pack(from, to, low, high), 0};
  };
  const auto first = [&pack](std::int64_t from, std::int64_t to, std::int64_t low, std::int64_t high) {
    return quick_check{pack(from, to, low, high), schema::fast_row::first_only};
  };
  constexpr quick_check never{17, 0};
  if (row.contained >= 0) return never;
  switch (type.kind) {
  case kind::octet_string: return all(shortest, longest, 0, 255);
  case kind::utf8_string: // characters are octets while they are ASCII
  case kind::ia5_string: return all(shortest, longest, 0, 0x7F);
  case kind::numeric_string: return all(shortest, longest, '0', '9');
  case kind::visible_string: return all(shortest, longest, 0x20, 0x7E);
  case kind::printable_string: return all(shortest, longest, 'A', 'Z'); // country codes
  case kind::boolean: return all(1, 1, 0, 255);
  case kind::null: return all(0, 0, 0, 255);
  case kind::object_identifier:
  case kind::relative_oid: return all(1, 16, 0, 0x7F); // arcs of one octet
  case kind::bit_string: {                             // the first octet counts the unused bits
    if (!sized) return first(2, 16, 0, 7);
    if (row.low != row.high)
      return first((row.low + 7) / 8 + 1, std::min<std::int64_t>(row.high / 8 + 1, 16), 0, 0);
    const std::int64_t octets = (row.low + 7) / 8;
    return first(octets + 1, std::min<std::int64_t>(octets + 1, 16), octets * 8 - row.low,
                 octets * 8 - row.low);
  }
  case kind::integer: {
    const std::int64_t low = sized ? row.low : std::numeric_limits<std::int64_t>::min();
    const std::int64_t high = sized ? row.high : schema::unlimited;
    std::int64_t octets = 0; // a positive number of so many is not too large
    const auto largest = [](std::int64_t of) {
      return static_cast<std::int64_t>((1ULL << (8 * of - 1)) - 1);
    };
    while (octets < 8 && largest(octets + 1) <= high) ++octets;
    // of more than one octet, the first is not 00 unless it is superfluous or the next has its top bit set
    return octets > 1 && low <= 1
               ? first(1, octets, 1, 0x7F)
               : all(1, 1, std::max<std::int64_t>(low, 0), std::min<std::int64_t>(high, 127));
  }
  case kind::enumerated: {
    if (type.enumerators.empty() || type.enumerators[0].first < 0) return never;
    std::int64_t last = type.enumerators[0].first;
    for (const auto& [value, name] : type.enumerators)
      if (value == last + 1) last = value;
    return all(1, 1, type.enumerators[0].first, std::min<std::int64_t>(last, 127));
  }
  default: return never;
  }
}

} // namespace

std::string no_fast_row() { return fast_text(schema::off_road, 0, 0, 0); }

std::string fast_row_text(const model& m, const model_node& node, std::size_t ordinal) {
  const model_row& row = node.rows[ordinal];
  const bool list = node.kind == kind::sequence_of || node.kind == kind::set_of;
  const bool choice = node.kind == kind::choice;
  // A CHOICE without a tag of its own, and members without a mark of their own.
  if (row.tag == schema::any_tag || (!choice && ordinal >= schema::seen_members)) return no_fast_row();
  const std::uint32_t number = ber::number_of(row.tag);
  if (number > schema::fast_numbers) fail(node.name + ": a tag number too large for fast_row");
  const bool primitive = schema::is_primitive(m.nodes[row.node].kind);
  const auto first = (row.tag >> 24 & 0xC0) | (primitive ? 0 : 0x20) | std::min<std::uint32_t>(number, 0x1F);
  if (number >= 0x1F && ber::class_of(row.tag) == ber::tag_class::universal)
    fail(node.name + ": a long universal tag");
  // One alternative of a CHOICE, any number of a list, each member of the others once and in order.
  const auto own = static_cast<unsigned>(ordinal);
  const unsigned behind = list ? schema::seen_members : choice ? 0 : own, mark = list || choice ? 0 : own;
  if (!primitive) return fast_text(schema::fast_head(first, number), behind, mark, row.node);
  const quick_check quick = quick_check_of(m, row);
  return fast_text(schema::fast_head(first, number), behind | quick.looked_at, mark, quick.packed);
}

} // namespace lihi::tablegen
