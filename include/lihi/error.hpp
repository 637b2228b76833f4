// What can be wrong with input, as values: lihi throws nothing across its interface.
#pragma once

#include <lihi/export.hpp>
#include <cstdint>
#include <string_view>

namespace lihi {

// Codes of errors and notes. The text of a code is its name as written here (see name()).
enum class fault_code : std::uint16_t {
  none,
  // BER (X.690)
  truncated,            // the octets end inside an element
  length_past_parent,   // an element claims more octets than the element around it has (8.1.3)
  length_too_big,       // a length that cannot be held in memory, or over the PDU limit
  length_reserved,      // first length octet FF (8.1.3.5 c)
  tag_number_too_big,   // a tag number of 2^29 or more
  depth_exceeded,       // more nested elements than limits::depth
  elements_exceeded,    // more elements in one PDU than limits::elements
  unknown_exceeded,     // more unknown members than limits::unknown in a PDU, or than list::most in a record
  bad_end_of_contents,  // end-of-contents octets that are not 00 00, or where none can be (8.1.5)
  primitive_expected,   // a type that is always primitive came constructed
  constructed_expected, // a type that is always constructed came primitive
  indefinite_primitive, // an indefinite length on a primitive element (8.1.3.2)
  memory_exceeded,      // limits::arena or limits::text would be passed, or there is no memory
  // schema
  wrong_tag_class,     // the number of a known member, in another tag class
  wrong_tag,           // not the tag that must stand here
  missing_member,      // a member that is neither OPTIONAL nor DEFAULT is absent
  repeated_member,     // a member of a SEQUENCE or SET came twice
  misplaced_member,    // members of a SEQUENCE in another order than the schema's
  unknown_member,      // a member that the schema does not know; kept raw
  unknown_alternative, // a CHOICE alternative that the schema does not know; kept raw
  unknown_enumerator,  // an ENUMERATED value that the schema does not know; kept as a number
  empty_choice,        // an explicitly tagged CHOICE without alternative
  // values
  out_of_bounds,         // a value, size or alphabet outside the schema's constraint
  bad_integer,           // an INTEGER or ENUMERATED of no octets, or of more than 16
  bad_boolean,           // a BOOLEAN that is not one octet
  bad_null,              // a NULL with content
  bad_bit_string,        // no initial octet, or more than 7 unused bits, or unused bits of nothing
  bad_object_identifier, // arcs cut off or over 64 bits
  bad_utf8,              // a UTF8String that is not UTF-8; shown as hex
  bad_characters,        // characters outside the string type's alphabet
  bad_time,              // no time of X.680 42 or 47
  bad_value,             // octets that the field's own coding (TBCD, PLMN, TPDU, ...) cannot read
  unknown_language,      // text of a national language table that TS 23.038 does not have; kept as octets
  second_value,          // another value of a record's field that has one; kept as an attribute
  // BER forms that are legal but not the usual ones
  padded_integer, // an INTEGER with superfluous leading octets (8.3.2)
  // stream
  not_ps_pdu,      // bytes that begin no PS-PDU
  pdu_too_big,     // a PS-PDU over limits::pdu_octets
  list_cut,        // a list of the record holds no more than list::most elements; the detail has them all
  search_exceeded, // an indefinite PS-PDU that is not measured: too many before it did not end
  header_cut,      // a long value of the PSHeader: the PDU's first record alone has it
  empty_input,     // no octet at all
  // link
  ledger_exceeded,   // more sessions at a time than ledger_options::sessions; one is forgotten
  segments_exceeded, // more content in open segments than ledger_options::segment_octets
  bad_state,         // a saved state of another version, or none
};

// A fault in a PDU: what, how deep, at which node of the schema, and where.
struct [[nodiscard]] error {
  std::uint64_t offset = 0; // octets from the start of the stream
  std::uint32_t row = 0;    // the schema row (member) being read; 0 at the top
  fault_code code = fault_code::none;
  std::uint16_t depth = 0; // nested elements around the fault

  [[nodiscard]] explicit operator bool() const noexcept { return code != fault_code::none; }
};
static_assert(sizeof(error) == 16);

// Whether a note tells of a value that breaks its type or bounds, rather than of an unusual form.
[[nodiscard]] constexpr bool is_defect(fault_code value) noexcept {
  return value >= fault_code::out_of_bounds && value <= fault_code::bad_time;
}

[[nodiscard]] LIHI_EXPORT std::string_view name_of(fault_code value) noexcept; // "length_past_parent"
[[nodiscard]] LIHI_EXPORT std::string_view
message_of(fault_code value) noexcept; // one sentence, no field values

// How far a decoder goes before it calls input hostile. Every limit has its own code.
struct limits {
  std::size_t pdu_octets = 16u << 20; // one PS-PDU: pdu_too_big
  std::uint16_t depth = 64;           // nested elements: depth_exceeded
  std::uint32_t elements = 4u << 20;  // elements in one PS-PDU: elements_exceeded
  std::uint32_t unknown = 4096;       // unknown members in one PS-PDU: unknown_exceeded
  std::size_t arena = 64u << 20;      // octets of joined string segments: memory_exceeded
  std::size_t text = 256u << 20;      // octets of an element's detail, or of a PDU in JER: memory_exceeded
};

} // namespace lihi
