// From asn1c's descriptors to the model.
#include "schema/tablegen/model.hpp"

#include <algorithm>
#include <cstring>
#include <deque>

extern "C" {
#include <UTF8String.h>
#include <asn_application.h>
#include <constr_CHOICE.h>
#include <constr_SEQUENCE.h>
#include <constr_SEQUENCE_OF.h>
#if __has_include(<constr_SET.h>) // asn1c leaves it out when no module has a SET
#include <constr_SET.h>
#define LIHI_HAVE_SET 1
#endif
#include <constr_SET_OF.h>
#include <INTEGER.h>
extern asn_TYPE_descriptor_t* asn_pdu_collection[];
}

namespace lihi::tablegen {
namespace {

using descriptor = asn_TYPE_descriptor_t;

ber::tag convert_tag(ber_tlv_tag_t tag) {
  return ber::make_tag(static_cast<ber::tag_class>(BER_TAG_CLASS(tag)), BER_TAG_VALUE(tag));
}

// A type that is another one by reference takes its properties over at the first call of any of its
// functions; freeing nothing is the cheapest.
void resolve(descriptor* td) { td->free_struct(td, nullptr, 0); }

schema::kind kind_of(const descriptor& td) {
  if (td.free_struct == CHOICE_free) return kind::choice;
  // asn1c lists the tags from the outside in, and behind a string type's own those of its ancestors
  const auto* const tags_end = td.all_tags + td.all_tags_count;
  const auto* const tag = std::find_if(
      td.all_tags, tags_end, [](ber_tlv_tag_t t) { return BER_TAG_CLASS(t) == ASN_TAG_CLASS_UNIVERSAL; });
  if (tag == tags_end) fail(std::string("type without a universal tag: ") + td.name);
  const auto universal = BER_TAG_VALUE(*tag);
  const bool list = td.free_struct == SET_OF_free;
  switch (universal) {
  case 1: return kind::boolean;
  case 2: return kind::integer;
  case 3: return kind::bit_string;
  case 4: return kind::octet_string;
  case 5: return kind::null;
  case 6: return kind::object_identifier;
  case 10: return kind::enumerated;
  case 12: return kind::utf8_string;
  case 13: return kind::relative_oid;
  case 16: return list ? kind::sequence_of : kind::sequence;
  case 17: return list ? kind::set_of : kind::set;
  case 18: return kind::numeric_string;
  case 19: return kind::printable_string;
  case 22: return kind::ia5_string;
  case 23: return kind::utc_time;
  case 24: return kind::generalized_time;
  case 26: return kind::visible_string;
  case 27: return kind::general_string;
  default: fail(std::string("type of an unexpected kind: ") + td.name);
  }
}

struct bound {
  bool present = false, extensible = false;
  std::int64_t low = 0, high = 0;
};

bound convert(const asn_per_constraint_t& c, bool zero_based) {
  bound out;
  if ((c.flags & (asn_per_constraint_s::APC_CONSTRAINED | asn_per_constraint_s::APC_SEMI_CONSTRAINED)) == 0)
    return out;
  out.present = true;
  out.extensible = (c.flags & asn_per_constraint_s::APC_EXTENSIBLE) != 0;
  out.low = c.lower_bound;
  out.high = (c.flags & asn_per_constraint_s::APC_CONSTRAINED) != 0 ? c.upper_bound : schema::unlimited;
  if (zero_based && out.low == 0 && out.high == schema::unlimited) out.present = false; // no bound at all
  return out;
}

// PER does not see the size of a UTF8String: ask asn1c's own check which sizes it takes.
bound probe_utf8_size(const descriptor* td, asn_constr_check_f* check) {
  constexpr int most = 70000;
  std::vector<std::uint8_t> text(most, 'a');
  const auto accepted = [&](int size) {
    UTF8String_t value{};
    value.buf = text.data();
    value.size = size;
    return check(const_cast<descriptor*>(td), &value, nullptr, nullptr) == 0;
  };
  bound out;
  int low = 0;
  while (low <= 4096 && !accepted(low)) ++low;
  if (low > 4096) return out; // not a constraint on the size alone
  int inside = low, outside = most;
  if (accepted(most)) {
    out.high = schema::unlimited;
  } else {
    while (outside - inside > 1)
      (accepted((inside + outside) / 2) ? inside : outside) = (inside + outside) / 2;
    out.high = inside;
  }
  out.low = low;
  out.present = low != 0 || out.high != schema::unlimited;
  return out;
}

struct checker {
  asn_constr_check_f* call;
};

class reader {
 public:
  model read() {
    for (descriptor** each = asn_pdu_collection; *each != nullptr; ++each) name_of_[*each] = (*each)->name;
    for (descriptor** each = asn_pdu_collection; *each != nullptr; ++each) (void)node_of(*each, "");
    while (!pending_.empty()) {
      descriptor* td = pending_.front();
      pending_.pop_front();
      fill(td);
    }
    return std::move(out_);
  }

 private:
  std::uint32_t node_of(descriptor* td, const std::string& path) {
    const auto known = node_of_.find(td);
    if (known != node_of_.end()) return known->second;
    check_of_[td].call = td->check_constraints; // resolving replaces it by that of the base type
    resolve(td);
    model_node fresh;
    fresh.kind = kind_of(*td);
    const auto named = name_of_.find(td);
    if (named != name_of_.end()) {
      fresh.name = named->second;
    } else if (schema::is_primitive(fresh.kind) && fresh.kind != kind::enumerated) {
      fresh.name = schema::kind_name(fresh.kind); // bounds stay with the row
      const auto same = out_.by_name.find(fresh.name);
      if (same != out_.by_name.end()) return node_of_[td] = same->second;
    } else {
      fresh.name = path;
    }
    const auto id = static_cast<std::uint32_t>(out_.nodes.size());
    if (!out_.by_name.emplace(fresh.name, id).second) fail("two types are called " + fresh.name);
    out_.nodes.push_back(std::move(fresh));
    node_of_[td] = id;
    pending_.push_back(td);
    return id;
  }

  void fill(descriptor* td) {
    const std::uint32_t id = node_of_.at(td);
    const schema::kind k = out_.nodes[id].kind;
    model_row self;
    self.node = id;
    if (k != kind::choice) self.tag = convert_tag(td->tags[0]);
    set_bounds(self, *td, nullptr, nullptr, k);
    out_.nodes[id].self = self;
    if (k == kind::enumerated) return fill_enumerators(td, id);
    if (schema::is_primitive(k)) return;
    const bool list = k == kind::sequence_of || k == kind::set_of;
    for (int i = 0; i < td->elements_count; ++i) {
      const asn_TYPE_member_t& member = td->elements[i];
      const std::string name = list ? "" : member.name;
      const std::string path = out_.nodes[id].name + (list ? ".Item" : "." + name);
      model_row row = make_row(member, name, path);
      out_.nodes[id].rows.push_back(std::move(row));
    }
    if (k == kind::choice) {
      const auto* specifics = static_cast<asn_CHOICE_specifics_t*>(td->specifics);
      out_.nodes[id].extensible = specifics->ext_start >= 0;
      index(specifics->tag2el, specifics->tag2el_count, id);
    } else if (k == kind::sequence) {
      const auto* specifics = static_cast<asn_SEQUENCE_specifics_t*>(td->specifics);
      out_.nodes[id].extensible = specifics->ext_after >= 0;
      index(specifics->tag2el, specifics->tag2el_count, id);
    }
#ifdef LIHI_HAVE_SET
    if (k == kind::set) {
      const auto* specifics = static_cast<const asn_SET_specifics_t*>(td->specifics);
      out_.nodes[id].extensible = specifics->extensible != 0;
      index(specifics->tag2el, specifics->tag2el_count, id);
    }
#endif
  }

  model_row make_row(const asn_TYPE_member_t& member, const std::string& name, const std::string& path) {
    model_row row;
    row.name = name;
    row.node = node_of(member.type, path);
    row.optional = member.optional != 0 || member.default_value != nullptr;
    const schema::kind k = out_.nodes[row.node].kind;

    const descriptor& type = *member.type;
    if (member.tag_mode == 0) {
      if (type.tags_count > 1) fail(path + ": a type with more than one tag");
      if (k != kind::choice)
        row.tag = convert_tag(type.tags[0]);
      else if (type.tags_count == 1)
        fail(path + ": a CHOICE type with a tag of its own");
    } else {
      row.tag = convert_tag(member.tag);
      row.explicit_tag = member.tag_mode > 0 || k == kind::choice;
      if (row.explicit_tag && k != kind::choice)
        fail(path + ": an explicit tag on a type that is no CHOICE; the walker has no rule for it");
    }
    set_bounds(row, type, member.per_constraints, member.memb_constraints, k);
    return row;
  }

  // A member's own constraint goes before that of its type.
  void set_bounds(model_row& row, const descriptor& type, const asn_per_constraints_t* per,
                  asn_constr_check_f* check, schema::kind k) const {
    bound found;
    if (per == nullptr) per = type.per_constraints;
    if (k == kind::utf8_string) {
      found = probe_utf8_size(&type, check != nullptr ? check : check_of_.at(&type).call);
    } else if (per != nullptr && k == kind::integer) {
      found = convert(per->value, false);
    } else if (per != nullptr && k != kind::enumerated && k != kind::choice) {
      found = convert(per->size, true);
    }
    row.bounded = found.present;
    row.extensible = found.extensible;
    row.low = found.low;
    row.high = found.high;
  }

  void index(const asn_TYPE_tag2member_t* map, int count, std::uint32_t id) {
    for (int i = 0; i < count; ++i) {
      const ber::tag tag = convert_tag(map[i].el_tag);
      if (ber::class_of(tag) == ber::tag_class::context) // the first of several members of one tag
        out_.nodes[id].context_index.emplace(ber::number_of(tag), static_cast<unsigned>(map[i].el_no));
    }
  }

  void fill_enumerators(const descriptor* td, std::uint32_t id) {
    const auto* specifics = static_cast<const asn_INTEGER_specifics_t*>(td->specifics);
    for (int i = 0; i < specifics->map_count; ++i) {
      const asn_INTEGER_enum_map_t& entry = specifics->value2enum[i];
      out_.nodes[id].enumerators.emplace_back(entry.nat_value, std::string(entry.enum_name, entry.enum_len));
    }
    out_.nodes[id].extensible = specifics->extension != 0;
    std::sort(out_.nodes[id].enumerators.begin(), out_.nodes[id].enumerators.end());
  }

  model out_;
  std::map<const descriptor*, std::string> name_of_;
  std::map<const descriptor*, std::uint32_t> node_of_;
  std::map<const descriptor*, checker> check_of_;
  std::deque<descriptor*> pending_;
};

} // namespace

model read_descriptors() { return reader().read(); }

} // namespace lihi::tablegen
