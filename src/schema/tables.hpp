// The schema as data: compact tables that the build makes from asn1c's descriptors (tablegen/).
//
// A node is a type, a row is a member of a SEQUENCE or SET, an alternative of a CHOICE, or the element of
// a SEQUENCE OF or SET OF. What the walker needs for every element sits in rows of 16 octets; names,
// enumerators and wide bounds are in tables of their own, touched only when asked for.
#pragma once

#include "ber/header.hpp"

#include <cstdint>
#include <span>
#include <string_view>

namespace lihi::schema {

enum class kind : std::uint8_t {
  sequence,
  set,
  sequence_of,
  set_of,
  choice,
  boolean, // the first primitive kind
  integer,
  enumerated,
  null,
  octet_string,
  bit_string,
  utf8_string,
  numeric_string,
  printable_string,
  ia5_string,
  visible_string,
  general_string,
  generalized_time,
  utc_time,
  object_identifier,
  relative_oid,
};

[[nodiscard]] constexpr bool is_primitive(kind k) noexcept { return k >= kind::boolean; }

using node_id = std::uint16_t;
using row_id = std::uint16_t;

enum row_flag : std::uint8_t {
  optional = 1,     // OPTIONAL or DEFAULT
  explicit_tag = 2, // the tag wraps another element (a tagged CHOICE always)
  contains = 4,     // an OCTET STRING that holds another type: row::low is its node
  bounded = 8,      // [low, high] is the constraint: a value, or a size in octets, bits, characters, elements
  wide = 16,        // the bounds do not fit 32 bits: row::low is their place in wide_bounds
  extensible = 32,  // the constraint has an extension mark: values outside it are legal
};

struct row {
  ber::tag tag;      // any_tag for a CHOICE without a tag of its own
  node_id node;      // the type
  schema::kind kind; // of the type
  std::uint8_t flags;
  std::uint32_t low, high;

  [[nodiscard]] constexpr bool has(row_flag flag) const noexcept { return (flags & flag) != 0; }
};
static_assert(sizeof(row) == 16);
inline constexpr ber::tag any_tag = 0xFFFFFFFF;
// The upper bound of what has none (MAX).
inline constexpr std::int64_t unlimited = INT64_MAX;

inline constexpr std::uint16_t no_base = 0xFFFF;

struct node {
  row_id first_row;
  std::uint16_t row_count;
  std::uint32_t index_first; // tag_index[index_first + n]: 1 + the ordinal of the member with tag [n]
  std::uint16_t index_count; // tags [0] to [index_count - 1] are in the index
  schema::kind kind;
  bool extensible;
  // Of an ENUMERATED: enumerators, ordered by value. Of a constructed type whose members have the tags base,
  // base + 1, ... of one class in this order: base; else no_base.
  std::uint16_t enum_first_or_base;
  std::uint16_t enum_count;
  std::uint64_t mandatory; // marks of the members that must be present; of a CHOICE: of its alternatives
};

// All that the walker's straight road needs of a row, in eight octets.
//
// Of a primitive member they say what most of its values look like: so many octets, all of them, or the first
// of them, within a range. A value that does is good without another look; any other goes to check_value().
struct fast_row {
  std::uint16_t head;  // fast_head() of the identifier octets; off_road when rows must be asked
  std::uint8_t behind; // in the level's `seen`, the bits from here on must not be set: what comes later
  std::uint8_t mark;   // in the level's `seen`, the bit to set
  // Primitive, from the low octet on: shortest, span, low, width. Constructed: the node.
  std::uint32_t data;

  static constexpr std::uint8_t first_only = 0x80; // in `behind`, besides its number

  [[nodiscard]] constexpr bool in_order(std::uint64_t seen) const noexcept {
    return seen >> (behind & 63) == 0;
  }
  // Of a value's length: shortest to shortest + span, at most 16; 17 and 0 when no value is quickly good.
  [[nodiscard]] constexpr std::uint32_t shortest() const noexcept { return data & 0xFF; }
  [[nodiscard]] constexpr std::uint32_t span() const noexcept { return data >> 8 & 0xFF; }
  // Of its octets: low to low + width.
  [[nodiscard]] constexpr std::uint32_t low() const noexcept { return data >> 16 & 0xFF; }
  [[nodiscard]] constexpr std::uint32_t width() const noexcept { return data >> 24; }
  // Which of its octets need not be, as bits.
  [[nodiscard]] constexpr std::uint32_t passed_over() const noexcept {
    return static_cast<std::uint32_t>(static_cast<std::int8_t>(behind) >> 7) & 0xFFFE;
  }
};
static_assert(sizeof(fast_row) == 8);

// Identifier octets in one word: the one octet of a number below 31; else class, constructed bit and number.
// Of the universal class, whose numbers are all below 31, the long form is not meant.
[[nodiscard]] constexpr std::uint32_t fast_head(std::uint32_t first_octet, std::uint32_t number) noexcept {
  return number < 0x1F ? first_octet : (first_octet & 0xE0) << 8 | number;
}
inline constexpr std::uint32_t fast_numbers = (0x3E << 7) + 0x7F; // the largest
inline constexpr std::uint16_t off_road = 0xFFFF;                 // no head of a number up to fast_numbers

// Members of a SEQUENCE or SET that have a bit of their own in a level's `seen`; those behind share the last.
inline constexpr unsigned seen_members = 63;
inline constexpr unsigned most_members = 254; // of a type; the table generator refuses more

struct enumerator {
  std::int32_t value;
  std::uint32_t name; // in name_pool
};

struct wide_bound {
  std::int64_t low, high;
};

// A type as an older release had it.
struct release_overlay {
  node_id node;
  std::uint16_t release;
  node_id overlay;
};

// Which edition of TS 33.128 the tables are made from: r19 version7 is {19, 7}.
struct edition {
  std::uint8_t release, version;
};

// ---- the generated tables (build tree: schema_tables.cpp)
extern const row rows[];
extern const node nodes[];
extern const std::uint8_t tag_index[];
extern const enumerator enumerators[];
extern const wide_bound wide_bounds[];
extern const fast_row fast_rows[];       // by row
extern const std::uint32_t row_names[];  // offset in name_pool
extern const std::uint32_t node_names[]; // offset in name_pool
extern const node_id row_parents[];
extern const node_id node_origins[]; // the node an overlay was made from; itself for the others
extern const row_id row_origins[];
extern const release_overlay release_overlays[]; // ends with a release of 0
extern const char name_pool[];                   // each name: its length in one octet, then "name":
extern const std::uint32_t node_count, row_count;
extern const std::uint16_t newest_overlay; // release
extern const edition ts33128;
// From here on a row a node: the type as a value of its own, with its bounds and universal tag.
extern const std::uint32_t first_self_row;

// As many octets are readable from the start of any key on.
inline constexpr std::size_t key_block = 32;

// ---- names
[[nodiscard]] inline std::string_view pool_name(std::uint32_t at) noexcept {
  return {name_pool + at + 2, static_cast<std::uint8_t>(name_pool[at])};
}
// `"name":`, ready for JSON.
[[nodiscard]] inline std::string_view pool_key(std::uint32_t at) noexcept {
  return {name_pool + at + 1, static_cast<std::uint8_t>(name_pool[at]) + std::size_t{3}};
}
// The member's identifier as in the module; empty for the element of a SEQUENCE OF.
[[nodiscard]] inline std::string_view row_name(row_id id) noexcept { return pool_name(row_names[id]); }
[[nodiscard]] inline std::string_view row_key(row_id id) noexcept { return pool_key(row_names[id]); }
// The type's name as in our modules; a type without a name is called after the member that has it, as in
// "NRLocation.cellInfo".
[[nodiscard]] inline std::string_view node_name(node_id id) noexcept { return pool_name(node_names[id]); }

// Of a node in `nodes`.
[[nodiscard]] inline node_id id_of(const node& n) noexcept { return static_cast<node_id>(&n - nodes); }

[[nodiscard]] inline std::span<const row> rows_of(const node& n) noexcept {
  return {rows + n.first_row, n.row_count};
}
[[nodiscard]] inline std::span<const enumerator> enumerators_of(const node& n) noexcept {
  return {enumerators + n.enum_first_or_base, n.enum_count};
}

[[nodiscard]] inline row_id self_row(node_id id) noexcept { return static_cast<row_id>(first_self_row + id); }

// The enumerator's name; empty when the schema does not know the value.
[[nodiscard]] std::string_view enumerator_name(const node& n, std::int64_t value) noexcept;
// The bounds of a row whose flags have `wide`.
[[nodiscard]] inline const wide_bound& wide_bound_of(const row& r) noexcept { return wide_bounds[r.low]; }
// The bounds of a row whose flags have `bounded`.
[[nodiscard]] inline wide_bound bounds_of(const row& r) noexcept {
  return r.has(wide) ? wide_bound_of(r) : wide_bound{r.low, r.high};
}
// A type by the name node_name() gives; row_count names of rows are found through their nodes.
[[nodiscard]] const node* find_node(std::string_view name) noexcept;
[[nodiscard]] std::string_view kind_name(kind k) noexcept; // "OCTET STRING"

} // namespace lihi::schema
