#include "replay/rewrite.hpp"

#include "ber/elements.hpp"
#include "core/time.hpp"
#include "etsi/header_parts.hpp"

#include <algorithm>

namespace lihi::replay {
namespace {

using ber::context;
using ber::elements_in;
namespace tags = etsi::tags;

constexpr std::size_t depth = limits{}.depth;

// Of Payload, IRIPayload and CCPayload (ETSI TS 102 232-1 annex A).
constexpr ber::tag iri_sequence = context(0), cc_sequence = context(1), element_time = context(1),
                   element_microsecond_time = context(3);

// Contents of a primitive element; of one in segments nothing.
bytes content_of(bytes element) noexcept {
  ber::header head;
  if (ber::read_header(element.data(), element.data() + element.size(), head) != fault_code::none ||
      head.constructed)
    return {};
  return element.subspan(head.size);
}

void put_shifted_time(ber::encoder& out, bytes element, ber::tag as, std::int64_t shift) {
  const auto when = parse_generalized_time(content_of(element));
  // a year that has more than four digits cannot be written
  if (!when || !in_rfc3339(*when) || !in_rfc3339({when->microseconds + shift})) return out.elements(element);
  etsi::put_time(out, {when->microseconds + shift}, as);
}

void put_shifted_microsecond_time(ber::encoder& out, bytes element, ber::tag as, std::int64_t shift) {
  std::int64_t parts[2] = {0, 0};
  for (const bytes each : elements_in(element, depth)) {
    const ber::tag tag = ber::tag_at(each.data());
    const bytes content = content_of(each);
    if ((tag != tags::seconds && tag != tags::microseconds) || content.size() > 5)
      return out.elements(element);
    for (const std::uint8_t octet : content)
      parts[tag == tags::seconds ? 0 : 1] = parts[tag == tags::seconds ? 0 : 1] << 8 | octet;
  }
  const moment shifted{parts[0] * 1'000'000 + parts[1] + shift};
  if (shifted.microseconds < 0) return out.elements(element); // it counts from 1970 on
  etsi::put_microsecond_time(out, shifted, as);
}

// Times of the elements of a sequence of IRIPayload or CCPayload; all else as it is.
void put_elements(ber::encoder& out, bytes sequence, ber::tag as, std::int64_t shift) {
  out.constructed(as, [&] {
    for (const bytes element : elements_in(sequence, depth)) {
      if (ber::tag_at(element.data()) != tags::ps_pdu) { // a SEQUENCE too
        out.elements(element);
        continue;
      }
      out.constructed(tags::ps_pdu, [&] {
        for (const bytes member : elements_in(element, depth)) {
          const ber::tag tag = ber::tag_at(member.data());
          if (tag == element_time)
            put_shifted_time(out, member, tag, shift);
          else if (tag == element_microsecond_time)
            put_shifted_microsecond_time(out, member, tag, shift);
          else
            out.elements(member);
        }
      });
    }
  });
}

} // namespace

// Flags of segments have the number of the PDU beside them, and so no count of their own (PDUs of an
// intercept are counted by their kind, ETSI TS 102 232-1 clause 5.2.5).
std::uint32_t rewriter::next_number(const header_fields& of, bytes tri) {
  std::string key;
  const auto add = [&key](bytes part) {
    key += static_cast<char>(part.size());
    key += as_text(part);
  };
  for (const short_octets* each :
       {&of.liid, &of.operator_id, &of.network_element_id, &of.authorization_country})
    add(each->octets());
  key += of.cin ? std::to_string(*of.cin) : "-";
  const auto numbers_of = [&](payload_kind kind) -> std::uint32_t& {
    return numbers_[key + static_cast<char>('a' + static_cast<int>(kind))];
  };
  if (of.payload != payload_kind::tri) return numbers_of(of.payload)++;
  const ber::tag which = tri.empty() ? ber::tag{} : ber::tag_at(tri.data());
  if (which == tags::first_segment) return numbers_of(payload_kind::cc);
  if (which == tags::last_segment) return std::max(numbers_of(payload_kind::cc), 1U) - 1;
  if (which == tags::cin_reset) {
    numbers_of(payload_kind::iri) = numbers_of(payload_kind::cc) = 0;
    return 0;
  }
  return of.sequence.value_or(0);
}

std::optional<std::vector<std::uint8_t>> rewriter::change(const frame& pdu) {
  header_fields header;
  if (!pdu.is_pdu || pdu.fault != fault_code::none || peek_header(pdu, header)) return std::nullopt;
  const bytes tri = header.payload == payload_kind::tri ? etsi::tri_in(pdu.octets) : bytes();
  integrity_checks_ += !tri.empty() && ber::tag_at(tri.data()) == tags::integrity_check ? 1 : 0;
  if (!how_.changes()) return std::nullopt;

  const auto liid = how_.liids.find(std::string(as_text(header.liid.octets())));
  if (liid == how_.liids.end() && how_.shift == 0 && !how_.renumber) return std::nullopt;
  ++changed_;
  const std::vector<bytes> parts = elements_in(pdu.octets, depth);
  ber::encoder out;
  const auto put_header = [&](bytes part) {
    for (const bytes member : elements_in(part, depth)) {
      const ber::tag tag = ber::tag_at(member.data());
      if (tag == tags::liid && liid != how_.liids.end())
        out.primitive(tag, as_bytes(liid->second));
      else if (tag == tags::sequence && how_.renumber)
        out.unsigned_integer(tag, next_number(header, tri));
      else if (tag == tags::time && how_.shift != 0)
        put_shifted_time(out, member, tag, how_.shift);
      else if (tag == tags::microsecond_time && how_.shift != 0)
        put_shifted_microsecond_time(out, member, tag, how_.shift);
      else
        out.elements(member);
    }
  };
  const auto put_payload = [&](bytes part) {
    for (const bytes arm : elements_in(part, depth)) {
      const ber::tag tag = ber::tag_at(arm.data());
      if (how_.shift != 0 && (tag == iri_sequence || tag == cc_sequence))
        put_elements(out, arm, tag, how_.shift);
      else
        out.elements(arm);
    }
  };
  out.constructed(tags::ps_pdu, [&] {
    for (const bytes part : parts) {
      const ber::tag tag = ber::tag_at(part.data());
      if (tag == tags::header)
        out.constructed(tag, [&] { put_header(part); });
      else if (tag == tags::payload)
        out.constructed(tag, [&] { put_payload(part); });
      else
        out.elements(part);
    }
  });
  return out.take();
}

} // namespace lihi::replay
