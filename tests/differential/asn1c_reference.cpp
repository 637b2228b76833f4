#include "differential/asn1c_reference.hpp"

#include <algorithm>
#include <cstring>
#include <memory>

// asn1c's headers of nested types do not compile as C++; the runtime's own do, and descriptors tell the rest.
extern "C" {
#include <BIT_STRING.h>
#include <BOOLEAN.h>
#include <INTEGER.h>
#include <NULL.h>
#include <NativeInteger.h>
#include <OCTET_STRING.h>
#include <asn_SET_OF.h>
#include <asn_application.h>
#include <budget.h>
#include <constr_CHOICE.h>
#include <constr_SEQUENCE.h>
#include <constr_SEQUENCE_OF.h>
#include <constr_SET_OF.h>
extern asn_TYPE_descriptor_t* asn_pdu_collection[];
}

namespace lihi::test {
namespace {

using descriptor = asn_TYPE_descriptor_t;

descriptor* find(const char* name) {
  for (descriptor** each = asn_pdu_collection; *each != nullptr; ++each)
    if (std::strcmp((*each)->name, name) == 0) return *each;
  return nullptr;
}

descriptor* const ps_pdu = find("PS-PDU");
descriptor* const iri_payload = find("IRIPayload");
descriptor* const cc_payload = find("CCPayload");

constexpr std::size_t stack_limit = 1u << 20; // asn1c bounds its recursion only when told to

struct value {
  descriptor* type;
  void* structure = nullptr;
  explicit value(descriptor* of) : type(of) {}
  value(const value&) = delete;
  value& operator=(const value&) = delete;
  ~value() {
    if (structure != nullptr) type->free_struct(type, structure, 0);
  }
  // What it allocates comes from the budget; 0 is left when that was not enough.
  bool decode(bytes octets, std::size_t& budget) {
    asn_codec_ctx_t context{};
    context.max_stack_size = stack_limit;
    lihi_asn1_set_budget(budget);
    const asn_dec_rval_t result = ber_decode(&context, type, &structure, octets.data(), octets.size());
    budget = lihi_asn1_budget();
    return result.code == RC_OK && result.consumed == octets.size();
  }
};

class printer {
 public:
  explicit printer(std::size_t& budget) : budget_(budget) {}

  std::string out;

  void print(descriptor* td, const void* at, const asn_per_constraints_t* constraint,
             std::string_view member) {
    td->free_struct(td, nullptr, 0); // a reference takes its base type's functions over at its first call
    if (td->free_struct == SEQUENCE_free) return members(td, at);
    if (td->free_struct == CHOICE_free) return choice(td, at);
    if (td->free_struct == SET_OF_free) return list(td, at);
    const ber_tlv_tag_t* const end = td->all_tags + td->all_tags_count;
    const auto* const tag =
        std::find_if(td->all_tags, end, [](ber_tlv_tag_t t) { return BER_TAG_CLASS(t) == 0; });
    if (constraint == nullptr) constraint = td->per_constraints;
    primitive(td, at, constraint, BER_TAG_VALUE(*tag), member);
  }

 private:
  static const void* member_at(const asn_TYPE_member_t& member, const void* structure) {
    const auto* const place = static_cast<const char*>(structure) + member.memb_offset;
    return (member.flags & ATF_POINTER) != 0 ? *reinterpret_cast<void* const*>(place) : place;
  }

  void members(descriptor* td, const void* at) {
    out += '{';
    for (int i = 0; i < td->elements_count; ++i) {
      const asn_TYPE_member_t& member = td->elements[i];
      const void* const inner = member_at(member, at);
      if (inner == nullptr) continue;
      if (out.back() != '{') out += ',';
      out += '"' + std::string(member.name) + "\":";
      print(member.type, inner, member.per_constraints, member.name);
    }
    out += '}';
  }

  void choice(descriptor* td, const void* at) {
    const auto* const specifics = static_cast<asn_CHOICE_specifics_t*>(td->specifics);
    int present = 0;
    std::memcpy(&present, static_cast<const char*>(at) + specifics->pres_offset, sizeof present);
    if (present == 0) {
      out += "{}";
      return;
    }
    const asn_TYPE_member_t& member = td->elements[present - 1];
    out += "{\"" + std::string(member.name) + "\":";
    print(member.type, member_at(member, at), member.per_constraints, member.name);
    out += '}';
  }

  void list(descriptor* td, const void* at) {
    const auto* const items = _A_CSET_FROM_VOID(const_cast<void*>(at));
    out += '[';
    for (int i = 0; i < items->count; ++i) {
      if (i != 0) out += ',';
      print(td->elements[0].type, items->array[i], td->elements[0].per_constraints, "");
    }
    out += ']';
  }

  void primitive(descriptor* td, const void* at, const asn_per_constraints_t* constraint, unsigned tag,
                 std::string_view member) {
    switch (tag) {
    case 1: out += *static_cast<const BOOLEAN_t*>(at) != 0 ? "true" : "false"; return;
    case 2: return integer(td, at, false);
    case 3: return bits(*static_cast<const BIT_STRING_t*>(at), constraint);
    case 4: return string(*static_cast<const OCTET_STRING_t*>(at), member);
    case 5: out += "null"; return;
    case 6:
    case 13: return arcs(*static_cast<const OCTET_STRING_t*>(at), tag == 13);
    case 10: return integer(td, at, true);
    default: return text(*static_cast<const OCTET_STRING_t*>(at));
    }
  }

  void integer(descriptor* td, const void* at, bool enumerated) {
    // asn1c keeps an INTEGER as a long when its bounds fit one, else as octets; the decoder tells which
    const bool native = td->ber_decoder == NativeInteger_decode_ber;
    const auto* const specifics = static_cast<const asn_INTEGER_specifics_t*>(td->specifics);
    long number = 0;
    if (native) {
      number = *static_cast<const long*>(at);
      if (!enumerated && specifics != nullptr && specifics->field_unsigned != 0) {
        out += std::to_string(static_cast<unsigned long>(number));
        return;
      }
    } else {
      const auto& octets = *static_cast<const INTEGER_t*>(at);
      if (!enumerated) return big_integer(octets);
      (void)asn_INTEGER2long(&octets, &number);
    }
    if (enumerated && specifics != nullptr)
      for (int i = 0; i < specifics->map_count; ++i)
        if (specifics->value2enum[i].nat_value == number) {
          out += '"' + std::string(specifics->value2enum[i].enum_name) + '"';
          return;
        }
    out += std::to_string(number);
  }

  void big_integer(const INTEGER_t& from) {
    if (from.size > 15) { // more than any type here has
      out += '"';
      hex(from.buf, from.size);
      out += '"';
      return;
    }
    __extension__ using wide = __int128;
    wide number = from.size != 0 && from.buf[0] >= 0x80 ? -1 : 0;
    for (int i = 0; i < from.size; ++i) number = number * 256 + from.buf[i];
    if (number < 0) out += '-';
    std::string digits;
    do {
      const int digit = static_cast<int>(number % 10);
      digits += static_cast<char>('0' + (digit < 0 ? -digit : digit));
      number /= 10;
    } while (number != 0);
    out.append(digits.rbegin(), digits.rend());
  }

  void hex(const std::uint8_t* from, int size) {
    for (int i = 0; i < size; ++i) {
      out += "0123456789abcdef"[from[i] >> 4];
      out += "0123456789abcdef"[from[i] & 15];
    }
  }

  void bits(const BIT_STRING_t& from, const asn_per_constraints_t* constraint) {
    const bool fixed = constraint != nullptr &&
                       constraint->size.flags == asn_per_constraint_s::APC_CONSTRAINED &&
                       constraint->size.lower_bound == constraint->size.upper_bound;
    if (!fixed) out += "{\"value\":";
    out += '"';
    hex(from.buf, from.size);
    out += '"';
    if (!fixed) out += ",\"length\":" + std::to_string(from.size * 8 - from.bits_unused) + '}';
  }

  void string(const OCTET_STRING_t& from, std::string_view member) {
    descriptor* const content = member == "threeGPP33128DefinedIRI"  ? iri_payload
                                : member == "threeGPP33128DefinedCC" ? cc_payload
                                                                     : nullptr;
    if (content != nullptr) {
      value inside(content);
      if (inside.decode({from.buf, static_cast<std::size_t>(from.size)}, budget_))
        return print(inside.type, inside.structure, nullptr, "");
    }
    out += '"';
    hex(from.buf, from.size);
    out += '"';
  }

  void arcs(const OCTET_STRING_t& from, bool relative) {
    out += '"';
    unsigned long arc = 0;
    bool first = !relative, dot = false;
    for (int i = 0; i < from.size; ++i) {
      arc = arc << 7 | (from.buf[i] & 0x7F);
      if ((from.buf[i] & 0x80) != 0) continue;
      if (dot) out += '.';
      if (first) {
        const unsigned long root = arc < 40 ? 0 : arc < 80 ? 1 : 2;
        out += std::to_string(root) + '.';
        arc -= 40 * root;
      }
      out += std::to_string(arc);
      first = false;
      dot = true;
      arc = 0;
    }
    out += '"';
  }

  void text(const OCTET_STRING_t& from) {
    out += '"';
    for (int i = 0; i < from.size; ++i) {
      const unsigned char c = from.buf[i];
      if (c == '"' || c == '\\' || c < 0x20) {
        char escaped[8];
        std::snprintf(escaped, sizeof escaped, "\\u%04x", c);
        out += escaped;
      } else {
        out += static_cast<char>(c);
      }
    }
    out += '"';
  }

  std::size_t& budget_;
};

} // namespace

asn1c_reading asn1c_read(bytes pdu, std::size_t budget) {
  asn1c_reading out;
  std::size_t left = budget;
  value whole(ps_pdu);
  if (whole.decode(pdu, left)) {
    printer print(left);
    print.print(whole.type, whole.structure, nullptr, "");
    out.jer = std::move(print.out);
  }
  out.over_budget = left == 0;
  out.allocated = budget - left;
  return out;
}

std::optional<std::string> asn1c_jer(bytes pdu) { return asn1c_read(pdu, asn1c_budget(pdu.size())).jer; }

} // namespace lihi::test
