// The oracle for loss: what a bare walk over the TLVs of a PDU finds must have been shown by the walker, and
// what the PSHeader says must be in the record.
#pragma once

#include "core/time.hpp"
#include "core/text.hpp"
#include "fuzz/fuzz.hpp"
#include "schema/walker.hpp"
#include "schema_ids.hpp"

#include <algorithm>
#include <string>
#include <vector>

namespace lihi::fuzz {

// Where in the PDU something was shown: values, and unknown members whole; and the values of the header as
// text.
struct shown_ranges {
  struct range {
    const std::uint8_t* begin;
    const std::uint8_t* end;
  };
  const schema::walk_state* where = nullptr;
  bytes pdu;
  std::vector<range> ranges;
  std::vector<range> contained;    // types in strings: their elements are looked at too
  std::vector<std::string> header; // each as hex, and as a record may show it, separated by line ends
  unsigned in_extension = 0;
  unsigned depth_of_payload = 0;

  [[nodiscard]] bool inside(const std::uint8_t* at) const noexcept {
    return at >= pdu.data() && at < pdu.data() + pdu.size();
  }
  void whole(const std::uint8_t* at) {
    std::size_t octets = 0;
    if (inside(at) && ber::measure(at, pdu.data() + pdu.size(), 128, octets) == fault_code::none)
      ranges.push_back({at, at + octets});
  }
  bool enter(const schema::place& at) {
    // a type in a string that was joined from segments: all of it stands elsewhere
    if (inside(at.begin) && !inside(at.content.data()) && !at.content.empty()) whole(at.begin);
    const bool ends_pdu = at.content.empty() && at.content.data() == pdu.data() + pdu.size();
    if (at.row.has(schema::contains) && inside(at.begin) && (inside(at.content.data()) || ends_pdu)) {
      ranges.push_back({at.begin, at.content.data()});
      contained.push_back({at.content.data(), at.content.data() + at.content.size()});
    }
    if (at.id == schema::member::PS_CommunicationIdentifier_::cINExtension) ++in_extension;
    if (at.id == schema::member::PS_PDU_::payload) ++depth_of_payload;
    return true;
  }
  void leave(const schema::place& at) {
    if (at.id == schema::member::PS_CommunicationIdentifier_::cINExtension) --in_extension;
    if (at.id == schema::member::PS_PDU_::payload) --depth_of_payload;
  }
  void value(const schema::place& at, fault_code) {
    whole(at.begin);
    if (depth_of_payload == 0 && in_extension == 0 && !at.content.empty()) header.push_back(forms(at));
  }
  void unknown(const schema::place&, ber::tag, bytes element) {
    ranges.push_back({element.data(), element.data() + element.size()});
  }
  void note(fault_code, const std::uint8_t*) noexcept {}
  void fault(const error&) noexcept {}

  // A part of a MicroSecondTimeStamp, as the time shows it.
  static void put_time(text_buffer& out, const schema::place& at) {
    const auto value = schema::unsigned_of(at.content);
    if (!value) return;
    if (at.id == schema::member::MicroSecondTimeStamp_::seconds && *value <= 253402300799) {
      char rfc[rfc3339_size];
      const moment when{static_cast<std::int64_t>(*value) * 1'000'000, false};
      out.put({rfc, write_rfc3339(rfc, when) - 8});
    }
    if (at.id == schema::member::MicroSecondTimeStamp_::microSeconds && *value <= 999999) {
      const std::string digits = std::to_string(*value + 1'000'000);
      out.put("." + digits.substr(1) + "Z");
    }
  }
  // How a record may show it.
  static std::string forms(const schema::place& at) {
    text_buffer out;
    append_hex(out, at.content);
    out.put('\n');
    std::size_t characters = 0;
    if (valid_utf8(at.content, characters)) append_json_escaped(out, as_text(at.content));
    out.put('\n');
    switch (at.row.kind) {
    case schema::kind::integer:
      if (at.content.size() <= 16) {
        char decimal[48];
        out.put({decimal, static_cast<std::size_t>(put_integer(decimal, at.content) - decimal)});
        out.put('\n');
        append_number(out, schema::read_unsigned(at.content));
        out.put('\n');
        put_time(out, at);
      }
      break;
    case schema::kind::generalized_time:
      if (const auto when = parse_generalized_time(at.content); when && in_rfc3339(*when)) {
        char rfc[rfc3339_size];
        out.put({rfc, write_rfc3339(rfc, *when) -
                          (when->local ? 7 : 8)}); // to the second: the micro-second time may be finer
      }
      break;
    case schema::kind::enumerated: // the record has words of its own for those that it knows
      if (const auto name = schema::enumerator_name(at.node, schema::read_integer(at.content)); !name.empty())
        out.put("\"");
      else
        append_number(out, schema::read_integer(at.content));
      break;
    case schema::kind::object_identifier: {
      std::string arcs(4 * at.content.size() + 4, '\0');
      arcs.resize(static_cast<std::size_t>(schema::put_oid(arcs.data(), at.content, false) - arcs.data()));
      out.put(arcs);
      if (at.id == schema::member::PSHeader_::li_psDomainId && at.content.size() == 7) {
        out.put("\n\"header_version\":");
        append_number(out, std::uint64_t{at.content.back()});
      }
      break;
    }
    default: break;
    }
    return std::string(out.view());
  }
};

// Calls `each(begin, octets)` for the primitive elements below [at, end), types in strings not looked into.
// Stops where the structure breaks.
template <class Each>
const std::uint8_t* primitives(const std::uint8_t* at, const std::uint8_t* end, bool indefinite, int depth,
                               const Each& each) {
  while (at < end) {
    ber::header head;
    if (depth > 64 || ber::read_header(at, end, head) != fault_code::none) return nullptr;
    if (head.tag == ber::end_of_contents) return indefinite ? at + 2 : nullptr;
    const std::uint8_t* const content = at + head.size;
    if (head.length > static_cast<std::size_t>(end - content)) return nullptr;
    if (head.constructed) {
      at = primitives(content, head.indefinite ? end : content + head.length, head.indefinite, depth + 1,
                      each);
      if (at == nullptr) return nullptr;
    } else {
      each(at, bytes{at, head.size + head.length});
      at = content + head.length;
    }
  }
  return indefinite ? nullptr : at;
}

// `fault` is what reading the PDU found; what stands behind it need not have been shown.
inline void require_no_loss(bytes pdu, const error& fault, const shown_ranges& shown) {
  std::vector<shown_ranges::range> all = shown.ranges;
  std::sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.begin < b.begin; });
  const std::uint8_t* const limit =
      fault ? pdu.data() + std::min<std::uint64_t>(fault.offset, pdu.size()) : nullptr;
  std::vector<shown_ranges::range> looked_at = shown.contained;
  looked_at.push_back({pdu.data(), pdu.data() + pdu.size()});
  for (const shown_ranges::range& one : looked_at) {
    std::size_t next = 0;
    const std::uint8_t* covered = pdu.data();
    (void)primitives(one.begin, one.end, false, 0, [&](const std::uint8_t* at, bytes element) {
      if (limit != nullptr && at + element.size() > limit) return;
      for (; next < all.size() && all[next].begin <= at; ++next) covered = std::max(covered, all[next].end);
      require(at < covered, "every primitive value is shown");
    });
  }
}

// Whether one of the forms of each header value stands in the text of the record.
inline void require_header(const shown_ranges& shown, std::string_view record) {
  for (const std::string& forms : shown.header) {
    bool found = false;
    for (std::size_t at = 0; at <= forms.size() && !found;) {
      const std::size_t end = std::min(forms.find('\n', at), forms.size());
      const std::string_view form = std::string_view(forms).substr(at, end - at);
      found = !form.empty() && record.find(form) != record.npos;
      at = end + 1;
    }
    require(found, "every value of the header is in the record");
  }
}

} // namespace lihi::fuzz
