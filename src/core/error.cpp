#include <lihi/error.hpp>

namespace lihi {
namespace {

struct code_text {
  std::string_view name, message;
};

code_text text_of(code value) noexcept {
  switch (value) {
  case code::none: return {"none", "no fault"};
  case code::truncated: return {"truncated", "the octets end inside an element"};
  case code::length_past_parent:
    return {"length_past_parent", "the length runs past the end of the enclosing element"};
  case code::length_too_big: return {"length_too_big", "the length is larger than any PDU can be"};
  case code::length_reserved: return {"length_reserved", "the length octet FF is reserved"};
  case code::tag_number_too_big: return {"tag_number_too_big", "the tag number does not fit in 29 bits"};
  case code::depth_exceeded: return {"depth_exceeded", "elements are nested deeper than the limit"};
  case code::elements_exceeded: return {"elements_exceeded", "the PDU has more elements than the limit"};
  case code::unknown_exceeded: return {"unknown_exceeded", "the PDU has more unknown members than the limit"};
  case code::bad_end_of_contents:
    return {"bad_end_of_contents", "end-of-contents octets that are malformed or out of place"};
  case code::primitive_expected:
    return {"primitive_expected", "a type that is always primitive is constructed"};
  case code::constructed_expected:
    return {"constructed_expected", "a type that is always constructed is primitive"};
  case code::indefinite_primitive:
    return {"indefinite_primitive", "an indefinite length on a primitive element"};
  case code::memory_exceeded: return {"memory_exceeded", "the PDU needs more memory than the limit"};
  case code::wrong_tag_class: return {"wrong_tag_class", "the tag of a known member in another tag class"};
  case code::wrong_tag: return {"wrong_tag", "not the tag that must stand here"};
  case code::missing_member: return {"missing_member", "a mandatory member is absent"};
  case code::repeated_member: return {"repeated_member", "a member is repeated"};
  case code::misplaced_member: return {"misplaced_member", "members are in another order"};
  case code::unknown_member: return {"unknown_member", "a member that the schema does not know"};
  case code::unknown_alternative:
    return {"unknown_alternative", "a CHOICE alternative that the schema does not know"};
  case code::unknown_enumerator:
    return {"unknown_enumerator", "an ENUMERATED value that the schema does not know"};
  case code::empty_choice: return {"empty_choice", "a CHOICE without alternative"};
  case code::out_of_bounds:
    return {"out_of_bounds", "the value or its size is outside the bounds of its type"};
  case code::bad_integer: return {"bad_integer", "an INTEGER without octets, or of too many"};
  case code::bad_boolean: return {"bad_boolean", "a BOOLEAN that is not one octet"};
  case code::bad_null: return {"bad_null", "a NULL with content"};
  case code::bad_bit_string:
    return {"bad_bit_string", "a BIT STRING with an impossible number of unused bits"};
  case code::bad_object_identifier:
    return {"bad_object_identifier", "an object identifier that is cut off or too large"};
  case code::bad_utf8: return {"bad_utf8", "text that is not UTF-8"};
  case code::bad_characters: return {"bad_characters", "characters outside the alphabet of the string type"};
  case code::bad_time: return {"bad_time", "not a valid time"};
  case code::bad_value: return {"bad_value", "octets that the coding of the field cannot read"};
  case code::unknown_language:
    return {"unknown_language", "text of a national language table that TS 23.038 does not have"};
  case code::second_value:
    return {"second_value", "another value of a field that has one: kept as an attribute"};
  case code::padded_integer: return {"padded_integer", "an INTEGER with superfluous octets"};
  case code::not_ps_pdu: return {"not_ps_pdu", "bytes that begin no PS-PDU"};
  case code::pdu_too_big: return {"pdu_too_big", "the PS-PDU is larger than the limit"};
  case code::search_exceeded:
    return {"search_exceeded", "too many PS-PDUs of indefinite length did not end; this one is not measured"};
  case code::header_cut:
    return {"header_cut",
            "a value of the header is too long for every record; the PDU's first record has it"};
  case code::list_cut: return {"list_cut", "a list of the record is cut short; the detail has all of it"};
  case code::empty_input: return {"empty_input", "the input is empty"};
  case code::ledger_exceeded:
    return {"ledger_exceeded", "more sessions at a time than the limit; the one longest silent is forgotten"};
  case code::segments_exceeded:
    return {"segments_exceeded", "more content in open segments than the limit; it is not joined"};
  case code::bad_state: return {"bad_state", "a saved state of another version, or octets that are none"};
  }
  return {"none", ""};
}

} // namespace

std::string_view name(code value) noexcept { return text_of(value).name; }
std::string_view message(code value) noexcept { return text_of(value).message; }

} // namespace lihi
