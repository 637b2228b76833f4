#include "corpus.hpp"

#include "schema/tables.hpp"
#include "schema_ids.hpp"

#include <algorithm>
#include <random>
#include <stdexcept>

namespace lihi::bench {
namespace {

using octets = std::vector<std::uint8_t>;
using schema::kind;

void append(octets& to, const octets& more) { to.insert(to.end(), more.begin(), more.end()); }

octets element(ber::tag tag, bool constructed, const octets& content) {
  octets out;
  const auto first = static_cast<std::uint8_t>((tag >> 24 & 0xC0) | (constructed ? 0x20 : 0));
  const std::uint32_t number = ber::number_of(tag);
  if (number < 31) {
    out.push_back(static_cast<std::uint8_t>(first | number));
  } else {
    out.push_back(static_cast<std::uint8_t>(first | 31));
    if (number >= 128) out.push_back(static_cast<std::uint8_t>(0x80 | number >> 7));
    out.push_back(static_cast<std::uint8_t>(number & 0x7F));
  }
  const std::size_t size = content.size();
  if (size >= 0x10000) throw std::length_error("element too large");
  if (size >= 0x100) {
    out.push_back(0x82);
    out.push_back(static_cast<std::uint8_t>(size >> 8));
  } else if (size >= 0x80) {
    out.push_back(0x81);
  }
  out.push_back(static_cast<std::uint8_t>(size));
  append(out, content);
  return out;
}

// Values of any type of the schema, within its bounds.
class generator {
 public:
  octets member(const schema::row& row, schema::row_id id, int depth) {
    const schema::node& type = schema::nodes[row.node];
    if (row.kind == kind::choice) {
      const octets arm = choice(type, depth);
      return row.has(schema::explicit_tag) ? element(row.tag, true, arm) : arm;
    }
    return element(row.tag, !schema::is_primitive(row.kind), content(row, id, depth));
  }

  octets choice(const schema::node& type, int depth) {
    const auto rows = schema::rows_of(type);
    const std::size_t pick = depth > 8 ? 0 : below(rows.size());
    return member(rows[pick], static_cast<schema::row_id>(type.first_row + pick), depth + 1);
  }

  octets sequence(const schema::node& type, int depth) {
    octets out;
    for (std::uint16_t i = 0; i < type.row_count; ++i) {
      const auto id = static_cast<schema::row_id>(type.first_row + i);
      const schema::row& row = schema::rows[id];
      const bool wanted = !row.has(schema::optional) || (depth < 7 && below(100) < (depth < 2 ? 45u : 25u));
      if (wanted) append(out, member(row, id, depth + 1));
    }
    return out;
  }

  octets content(const schema::row& row, schema::row_id id, int depth) {
    const schema::node& type = schema::nodes[row.node];
    const std::uint64_t low = row.has(schema::bounded) ? row.low : 0;
    const std::uint64_t high = row.has(schema::bounded) ? row.high : low + 12;
    const std::size_t size =
        static_cast<std::size_t>(low + below(std::min<std::uint64_t>(high - low, 12) + 1));
    switch (row.kind) {
    case kind::sequence:
    case kind::set: return sequence(type, depth);
    case kind::sequence_of:
    case kind::set_of: {
      octets out;
      const std::size_t count = std::max<std::size_t>(low, std::min<std::size_t>(size, depth < 6 ? 2 : 1));
      for (std::size_t i = 0; i < count; ++i)
        append(out, member(schema::rows[type.first_row], type.first_row, depth + 1));
      return out;
    }
    case kind::boolean: return {static_cast<std::uint8_t>(below(2) * 0xFF)};
    case kind::null: return {};
    case kind::integer: return integer(row);
    case kind::enumerated: {
      const auto all = schema::enumerators_of(type);
      return signed_octets(all[below(all.size())].value);
    }
    case kind::bit_string: {
      octets out{static_cast<std::uint8_t>((8 - size % 8) % 8)};
      for (std::size_t i = 0; i < (size + 7) / 8; ++i) out.push_back(static_cast<std::uint8_t>(below(256)));
      if (size % 8 != 0) out.back() &= static_cast<std::uint8_t>(0xFF << (8 - size % 8));
      return out;
    }
    case kind::octet_string: {
      octets out(size);
      for (auto& octet : out) octet = static_cast<std::uint8_t>(below(256));
      return out;
    }
    case kind::utf8_string:
      if (schema::row_name(id) == "latitude" || schema::row_name(id) == "longitude") return text("51.477800");
      return letters(size, "abcdefghijklmnopqrstuvwxyz0123456789");
    case kind::generalized_time: return text("20260206094401.608Z");
    case kind::utc_time: return text("260206094401Z");
    // {hi2epsDomainId}: that of a PSHeader would make an inner element look like a PS-PDU
    case kind::object_identifier: return {0x04, 0x00, 0x02, 0x02, 0x04, 0x08, 0x0F};
    case kind::relative_oid: return {0x04, 0x13, 0x13, 0x07, 0x03};
    case kind::numeric_string: return letters(size, "0123456789");
    default: return letters(size, "abcdefghijklmnopqrstuvwxyz0123456789");
    }
  }

  std::size_t below(std::uint64_t end) { return end == 0 ? 0 : random_() % end; }

 private:
  static octets text(std::string_view from) { return {from.begin(), from.end()}; }
  octets letters(std::size_t size, std::string_view alphabet) {
    octets out;
    for (std::size_t i = 0; i < size; ++i)
      out.push_back(static_cast<std::uint8_t>(alphabet[below(alphabet.size())]));
    return out;
  }
  static octets signed_octets(std::int64_t value) {
    octets out;
    do {
      out.insert(out.begin(), static_cast<std::uint8_t>(value));
      const bool negative = (value & 0x80) != 0;
      value >>= 8;
      if ((value == 0 && !negative) || (value == -1 && negative)) break;
    } while (true);
    return out;
  }
  octets integer(const schema::row& row) {
    if (!row.has(schema::bounded)) return signed_octets(static_cast<std::int64_t>(below(100'000)));
    std::int64_t low = row.low, high = row.high;
    if (row.has(schema::wide)) {
      low = schema::wide_bound_of(row).low;
      high = std::min<std::int64_t>(schema::wide_bound_of(row).high, 1LL << 40);
    }
    return signed_octets(low + static_cast<std::int64_t>(below(static_cast<std::uint64_t>(high - low) + 1)));
  }

  std::mt19937_64 random_{20260206};
};

octets text(std::string_view from) { return {from.begin(), from.end()}; }
octets context(std::uint32_t tag, bool constructed, const octets& content) {
  return element(ber::context(tag), constructed, content);
}
octets together(std::initializer_list<octets> parts) {
  octets out;
  for (const octets& each : parts) append(out, each);
  return out;
}

octets header(unsigned session, unsigned sequence) {
  const unsigned liid = session + 1;
  const octets target = text("LIID-BENCH-" + std::string(liid < 10 ? "0" : "") + std::to_string(liid));
  const octets network =
      context(0, true, together({context(0, false, text("EXAMPLE")), context(1, false, text("mdf-01"))}));
  const octets number{static_cast<std::uint8_t>(sequence >> 8), static_cast<std::uint8_t>(sequence)};
  return context(
      1, true,
      together(
          {context(0, false, {0x04, 0x00, 0x02, 0x02, 0x05, 0x01, 0x2B}), context(1, false, target),
           context(2, false, text("XX")),
           context(3, true,
                   together({network, context(1, false, {0x03, static_cast<std::uint8_t>(0xE9 + session)}),
                             context(2, false, text("XX"))})),
           context(4, false, number),
           context(7, true,
                   together(
                       {context(0, false, {0x69, 0x85, 0xB7, 0xE1}), context(1, false, {0x09, 0x47, 0x00})})),
           context(8, false, {0x01})}));
}

class maker {
 public:
  // `sessions` take turns, at most 16.
  explicit maker(std::string name, unsigned sessions = 1) : sessions_(sessions) {
    out_.name = std::move(name);
  }

  void iri(const octets& contents) {
    pdu(context(0, true,
                element(0x10, true, together({context(0, false, {0x04}), context(2, true, contents)}))));
  }
  void cc(const octets& contents) {
    pdu(context(1, true,
                element(0x10, true, together({context(0, false, {0x00}), context(2, true, contents)}))));
  }

  // An OCTET STRING [tag] with a TS 33.128 payload; where it lies is remembered.
  octets contained(std::uint32_t tag, const octets& payload) {
    contained_ = payload.size();
    return context(tag, false, payload);
  }

  corpus finish() {
    std::size_t at = 0;
    for (const auto& [size, inner] : sizes_) {
      const bytes whole = bytes(out_.stream).subspan(at, size);
      out_.pdus.push_back(whole);
      if (inner != 0) out_.contained.push_back(whole.last(inner)); // the payload ends the PDU
      at += size;
    }
    return std::move(out_);
  }

 private:
  void pdu(const octets& payload) {
    const octets whole = element(
        0x10, true,
        together({header(count_ % sessions_, first_number + count_ / sessions_), context(2, true, payload)}));
    ++count_;
    append(out_.stream, whole);
    sizes_.emplace_back(whole.size(), contained_);
    contained_ = 0;
  }

  corpus out_;
  std::vector<std::pair<std::size_t, std::size_t>> sizes_;
  std::size_t contained_ = 0;
  static constexpr unsigned first_number = 0x100; // numbers of two octets, as long as they last: up to 0x7FFF
  unsigned sessions_, count_ = 0;
};

corpus ts33128_iri() {
  generator random;
  maker to("ts33128_iri");
  const schema::node& events = schema::nodes[schema::type::IRIEvent];
  for (int round = 0; round < 8; ++round)
    for (std::uint16_t i = 0; i < events.row_count; ++i) {
      const auto id = static_cast<schema::row_id>(events.first_row + i);
      const octets event = random.member(schema::rows[id], id, 0);
      if (event.size() > 4000) continue;
      to.iri(to.contained(
          19,
          element(0x10, true, together({context(1, false, {4, 19, 19, 7, 3}), context(2, true, event)}))));
    }
  return to.finish();
}

corpus cc(const std::string& name, std::size_t packet, unsigned sessions = 1) {
  generator random;
  maker to(name, sessions);
  for (int i = 0; i < 1000; ++i) {
    octets ip(packet);
    for (auto& octet : ip) octet = static_cast<std::uint8_t>(random.below(256));
    ip[0] = 0x45;
    const octets pdu =
        context(2, true, together({context(1, true, context(1, false, ip)), context(2, false, {9})}));
    to.cc(to.contained(
        23, element(0x10, true, together({context(1, false, {4, 19, 19, 7, 4}), context(2, true, pdu)}))));
  }
  return to.finish();
}

corpus other_iri(const std::string& name, schema::row_id arm) {
  generator random;
  maker to(name);
  for (int i = 0; i < 1000; ++i) to.iri(random.member(schema::rows[arm], arm, 1));
  return to.finish();
}

} // namespace

corpus repeated(const corpus& from, std::size_t octets) {
  corpus out;
  out.name = from.name;
  const std::size_t times = octets / from.stream.size() + 1;
  out.stream.reserve(times * from.stream.size());
  for (std::size_t i = 0; i < times; ++i)
    out.stream.insert(out.stream.end(), from.stream.begin(), from.stream.end());
  for (std::size_t i = 0; i < times; ++i) {
    const std::uint8_t* const begin = out.stream.data() + i * from.stream.size();
    const auto moved = [&](bytes piece) {
      return bytes(begin + (piece.data() - from.stream.data()), piece.size());
    };
    for (const bytes each : from.pdus) out.pdus.push_back(moved(each));
    for (const bytes each : from.contained) out.contained.push_back(moved(each));
  }
  return out;
}

std::vector<corpus> make_corpora() {
  std::vector<corpus> all;
  all.push_back(ts33128_iri());
  all.push_back(cc("cc_1400", 1400));
  all.push_back(cc("cc_60", 60));
  all.push_back(cc("cc_60_turns", 60, 16));
  all.push_back(other_iri("ip_iri", schema::member::IRIContents_::iPIRI));
  all.push_back(other_iri("eps_iri", schema::member::IRIContents_::ePSIRI));
  return all;
}

} // namespace lihi::bench
