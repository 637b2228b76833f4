#include <lihi/error.hpp>

namespace lihi {
namespace {

struct code_text {
  std::string_view name, message;
};

code_text text_of(fault_code value) noexcept {
  switch (value) {
  case fault_code::none: return {"none", "no fault"};
  case fault_code::truncated: return {"truncated", "the octets end inside an element"};
  case fault_code::length_past_parent:
    return {"length_past_parent", "the length runs past the end of the enclosing element"};
  case fault_code::length_too_big: return {"length_too_big", "the length is larger than any PDU can be"};
  case fault_code::length_reserved: return {"length_reserved", "the length octet FF is reserved"};
  case fault_code::tag_number_too_big:
    return {"tag_number_too_big", "the tag number does not fit in 29 bits"};
  case fault_code::depth_exceeded: return {"depth_exceeded", "elements are nested deeper than the limit"};
  case fault_code::elements_exceeded:
    return {"elements_exceeded", "the PDU has more elements than the limit"};
  case fault_code::unknown_exceeded:
    return {"unknown_exceeded", "the PDU has more unknown members than the limit"};
  case fault_code::bad_end_of_contents:
    return {"bad_end_of_contents", "end-of-contents octets that are malformed or out of place"};
  case fault_code::primitive_expected:
    return {"primitive_expected", "a type that is always primitive is constructed"};
  case fault_code::constructed_expected:
    return {"constructed_expected", "a type that is always constructed is primitive"};
  case fault_code::indefinite_primitive:
    return {"indefinite_primitive", "an indefinite length on a primitive element"};
  case fault_code::memory_exceeded: return {"memory_exceeded", "the PDU needs more memory than the limit"};
  case fault_code::wrong_tag_class:
    return {"wrong_tag_class", "the tag of a known member in another tag class"};
  case fault_code::wrong_tag: return {"wrong_tag", "not the tag that must stand here"};
  case fault_code::missing_member: return {"missing_member", "a mandatory member is absent"};
  case fault_code::repeated_member: return {"repeated_member", "a member is repeated"};
  case fault_code::misplaced_member: return {"misplaced_member", "members are in another order"};
  case fault_code::unknown_member: return {"unknown_member", "a member that the schema does not know"};
  case fault_code::unknown_alternative:
    return {"unknown_alternative", "a CHOICE alternative that the schema does not know"};
  case fault_code::unknown_enumerator:
    return {"unknown_enumerator", "an ENUMERATED value that the schema does not know"};
  case fault_code::empty_choice: return {"empty_choice", "a CHOICE without alternative"};
  case fault_code::out_of_bounds:
    return {"out_of_bounds", "the value or its size is outside the bounds of its type"};
  case fault_code::bad_integer: return {"bad_integer", "an INTEGER without octets, or of too many"};
  case fault_code::bad_boolean: return {"bad_boolean", "a BOOLEAN that is not one octet"};
  case fault_code::bad_null: return {"bad_null", "a NULL with content"};
  case fault_code::bad_bit_string:
    return {"bad_bit_string", "a BIT STRING with an impossible number of unused bits"};
  case fault_code::bad_object_identifier:
    return {"bad_object_identifier", "an object identifier that is cut off or too large"};
  case fault_code::bad_utf8: return {"bad_utf8", "text that is not UTF-8"};
  case fault_code::bad_characters:
    return {"bad_characters", "characters outside the alphabet of the string type"};
  case fault_code::bad_time: return {"bad_time", "not a valid time"};
  case fault_code::bad_value: return {"bad_value", "octets that the coding of the field cannot read"};
  case fault_code::unknown_language:
    return {"unknown_language", "text of a national language table that TS 23.038 does not have"};
  case fault_code::second_value:
    return {"second_value", "another value of a field that has one: kept as an attribute"};
  case fault_code::padded_integer: return {"padded_integer", "an INTEGER with superfluous octets"};
  case fault_code::not_ps_pdu: return {"not_ps_pdu", "bytes that begin no PS-PDU"};
  case fault_code::pdu_too_big: return {"pdu_too_big", "the PS-PDU is larger than the limit"};
  case fault_code::search_exceeded:
    return {"search_exceeded", "too many PS-PDUs of indefinite length did not end; this one is not measured"};
  case fault_code::header_cut:
    return {"header_cut",
            "a value of the header is too long for every record; the PDU's first record has it"};
  case fault_code::list_cut:
    return {"list_cut", "a list of the record is cut short; the detail has all of it"};
  case fault_code::empty_input: return {"empty_input", "the input is empty"};
  case fault_code::ledger_exceeded:
    return {"ledger_exceeded", "more sessions at a time than the limit; the one longest silent is forgotten"};
  case fault_code::segments_exceeded:
    return {"segments_exceeded", "more content in open segments than the limit; it is not joined"};
  case fault_code::bad_state:
    return {"bad_state", "a saved state of another version, or octets that are none"};
  }
  return {"none", ""};
}

} // namespace

std::string_view name_of(fault_code value) noexcept { return text_of(value).name; }
std::string_view message_of(fault_code value) noexcept { return text_of(value).message; }

} // namespace lihi
