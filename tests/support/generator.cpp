#include "support/generator.hpp"

namespace lihi::test {
namespace {

constexpr std::size_t deepest = 24, most_elements = 4000;

octets header(ber::tag tag, bool constructed, std::size_t length) {
  octets out;
  const std::uint32_t number = ber::number_of(tag);
  const auto first =
      static_cast<std::uint8_t>(static_cast<unsigned>(ber::class_of(tag)) << 6 | (constructed ? 0x20U : 0U));
  if (number < 31) {
    out.push_back(static_cast<std::uint8_t>(first | number));
  } else {
    out.push_back(static_cast<std::uint8_t>(first | 31));
    for (int shift = number >= 1U << 14 ? 14 : number >= 1U << 7 ? 7 : 0; shift >= 0; shift -= 7)
      out.push_back(static_cast<std::uint8_t>((number >> shift & 0x7F) | (shift != 0 ? 0x80U : 0U)));
  }
  if (length < 0x80) {
    out.push_back(static_cast<std::uint8_t>(length));
  } else {
    out.push_back(0x83);
    for (const int shift : {16, 8, 0}) out.push_back(static_cast<std::uint8_t>(length >> shift));
  }
  return out;
}

octets integer(std::int64_t value) {
  octets out;
  for (int shift = 56; shift >= 0; shift -= 8) out.push_back(static_cast<std::uint8_t>(value >> shift));
  while (out.size() > 1 && ((out[0] == 0 && out[1] < 0x80) || (out[0] == 0xFF && out[1] >= 0x80)))
    out.erase(out.begin());
  return out;
}

} // namespace

octets generator::element(schema::row_id row) {
  const schema::row& member = schema::rows[row];
  const schema::node& type = schema::nodes[member.node];
  path_.push_back(row);
  ++elements_;
  octets out;
  if (member.tag == schema::any_tag) {
    out = content(row); // its alternative
  } else {
    const bool wraps = member.has(schema::explicit_tag);
    const octets inside =
        wraps && type.kind != schema::kind::choice ? element(schema::self_row(member.node)) : content(row);
    out = header(member.tag, wraps || !schema::is_primitive(type.kind), inside.size());
    out.insert(out.end(), inside.begin(), inside.end());
  }
  path_.pop_back();
  return out;
}

octets generator::content(schema::row_id row) {
  const schema::node& type = schema::nodes[schema::rows[row].node];
  switch (type.kind) {
  case schema::kind::choice:
    // deep down the last alternative, which is mostly a leaf
    return element(static_cast<schema::row_id>(
        type.first_row + (path_.size() > deepest ? type.row_count - 1U : (number_ + row) % type.row_count)));
  case schema::kind::sequence_of:
  case schema::kind::set_of: return element(type.first_row);
  case schema::kind::sequence:
  case schema::kind::set: return members(type);
  default: return primitive(row);
  }
}

octets generator::members(const schema::node& type) {
  octets out;
  for (std::uint16_t i = 0; i < type.row_count; ++i) {
    const auto row = static_cast<schema::row_id>(type.first_row + i);
    if (schema::rows[row].has(schema::optional) && (path_.size() > deepest || elements_ > most_elements))
      continue;
    const octets one = element(row);
    out.insert(out.end(), one.begin(), one.end());
  }
  return out;
}

octets generator::primitive(schema::row_id row) {
  if (auto wanted = choose_(path_)) return *std::move(wanted);
  const schema::row& member = schema::rows[row];
  const schema::node& type = schema::nodes[member.node];
  std::int64_t low = member.has(schema::bounded) ? member.low : 1;
  if (member.has(schema::bounded) && member.has(schema::wide)) low = schema::wide_bound_of(member).low;
  const std::size_t size = static_cast<std::size_t>(low < 1 ? 1 : low);
  switch (type.kind) {
  case schema::kind::boolean: return {0xFF};
  case schema::kind::null: return {};
  case schema::kind::integer: return integer(low);
  case schema::kind::enumerated: {
    const auto all = schema::enumerators_of(type);
    return all.empty() ? octets{0} : integer(all[0].value);
  }
  case schema::kind::bit_string: {
    octets out(1 + (size + 7) / 8);
    out[0] = static_cast<std::uint8_t>((8 - size % 8) % 8);
    return out;
  }
  case schema::kind::octet_string: return octets(size, 0x11);
  case schema::kind::generalized_time: return text("20260206094401Z");
  case schema::kind::utc_time: return text("260206094401Z");
  case schema::kind::object_identifier:
  case schema::kind::relative_oid: return {0x04, 0x00};
  default: return octets(size, '1');
  }
}

} // namespace lihi::test
