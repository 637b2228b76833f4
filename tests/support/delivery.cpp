#include "support/delivery.hpp"

#include "write/record_writer.hpp"

#include <algorithm>

namespace lihi::test {
namespace {

octets integer(const std::string& tag, std::uint32_t value) {
  octets out;
  for (int shift = 24; shift >= 0; shift -= 8) out.push_back(static_cast<std::uint8_t>(value >> shift));
  out.insert(out.begin(), 0);
  return tlv(tag, {out});
}

octets pdu(const sent_pdu& header, const octets& arm) {
  const octets cin = header.cin ? integer("81", *header.cin) : octets{};
  return tlv("30", {tlv("A1", {from_hex("80 07 04 00 02 02 05 01 2B"), tlv("81", {text(header.liid)}),
                               from_hex("82 02 58 58"), tlv("A3", {from_hex("A0 04 80 02 4F 50"), cin}),
                               integer("84", header.sequence)}),
                    tlv("A2", {arm})});
}

} // namespace

octets iri(const sent_pdu& header, int type) {
  // IRIContents iPIRI [2] {iPIRIObjId [0], contents [1] {accessEventType [0] accessAttempt(0)}}
  const octets contents = from_hex("A2 12 A2 10 80 04 05 03 0A 01 A1 08 80 01 00 A5 03 80 01 00");
  return pdu(header, tlv("A0", {tlv("30", {tlv("80", {{static_cast<std::uint8_t>(type)}}), contents})}));
}

octets cc(const sent_pdu& header, const octets& packet) {
  // CCContents iPCC [2] {iPCCObjId [0], contents [1] {iPPackets [0]}}
  const octets contents =
      tlv("A2", {tlv("A2", {from_hex("80 04 05 03 0A 02"), tlv("A1", {tlv("80", {packet})})})});
  return pdu(header, tlv("A1", {tlv("30", {from_hex("80 01 00"), contents})}));
}

octets tri(const sent_pdu& header, const std::string& tag) {
  return pdu(header, tlv("A2", {from_hex(tag + "00")}));
}

std::string text_of(const item& one) {
  if (const auto* bad = std::get_if<reject>(&one))
    return "reject " + std::to_string(bad->where.offset) + "+" + std::to_string(bad->where.octets.size()) +
           " " + std::string(name_of(bad->why.code));
  text_buffer out;
  if (const auto* of_record = std::get_if<std::reference_wrapper<const record>>(&one))
    write_record(out, *of_record, {});
  else
    write_event(out, std::get<std::reference_wrapper<const link_event>>(one), {});
  return std::string(out.view());
}

std::vector<std::string> items_of(bytes stream, std::size_t piece, const link_options& options) {
  std::vector<std::string> out;
  const auto add = [&out](const item& one) { out.push_back(text_of(one)); };
  link from("test", options);
  for (std::size_t at = 0; at < stream.size(); at += piece) {
    const std::vector<std::uint8_t> chunk(
        stream.begin() + static_cast<std::ptrdiff_t>(at),
        stream.begin() + static_cast<std::ptrdiff_t>(std::min(stream.size(), at + piece)));
    from.octets(chunk, add);
  }
  from.close(add);
  return out;
}

} // namespace lihi::test
