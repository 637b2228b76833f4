#include "support/hex.hpp"

#include <stdexcept>
#include <utility>

namespace lihi::test {

octets from_hex(std::string_view text) {
  octets out;
  int high = -1;
  for (const char c : text) {
    if (c == ' ' || c == '\n') continue;
    const char lower = static_cast<char>(c | 0x20);
    const int digit = c >= '0' && c <= '9' ? c - '0' : lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
    if (digit < 0) throw std::invalid_argument("not hex");
    if (high < 0) {
      high = digit;
    } else {
      out.push_back(static_cast<std::uint8_t>(high << 4 | digit));
      high = -1;
    }
  }
  if (high >= 0) throw std::invalid_argument("half an octet");
  return out;
}

std::string to_hex(bytes from) {
  std::string out;
  for (const std::uint8_t octet : from) {
    out += "0123456789abcdef"[octet >> 4];
    out += "0123456789abcdef"[octet & 15];
  }
  return out;
}

octets text(std::string_view from) { return {from.begin(), from.end()}; }

octets operator+(octets a, const octets& b) {
  a.insert(a.end(), b.begin(), b.end());
  return a;
}

octets tlv(std::string_view identifier, const std::vector<octets>& contents) {
  octets content;
  for (const octets& each : contents) content = std::move(content) + each;
  octets out = from_hex(identifier);
  const std::size_t size = content.size();
  if (size < 0x80) {
    out.push_back(static_cast<std::uint8_t>(size));
  } else {
    octets length;
    for (std::size_t left = size; left != 0; left >>= 8)
      length.insert(length.begin(), static_cast<std::uint8_t>(left));
    out.push_back(static_cast<std::uint8_t>(0x80 | length.size()));
    out = std::move(out) + length;
  }
  return std::move(out) + content;
}

octets ps_header() { return ps_header(tlv("81", {text("L1")})); }

octets ps_header(const octets& liid, const octets& more) {
  return tlv("A1", {from_hex("80 07 04000202 05 01 2B"), liid,
                    tlv("A3", {tlv("A0", {tlv("80", {text("OP")})}), from_hex("81 01 01")}),
                    from_hex("84 01 00"), tlv("85", {text("20260206094401.608Z")}), more});
}

octets cc_element() {
  return tlv("30", {from_hex("80 01 00"), tlv("A2", {tlv("A2", {from_hex("80 07 04 00 02 02 05 03 0A"),
                                                                tlv("A1", {from_hex("80 03 45 00 01")})})})});
}

octets ps_pdu(const octets& payload_arm) { return tlv("30", {ps_header(), tlv("A2", {payload_arm})}); }

octets iri_pdu(const octets& event) {
  const octets payload = tlv("30", {from_hex("81 05 04 13 13 07 03"), tlv("A2", {event})});
  return ps_pdu(tlv("A0", {tlv("30", {from_hex("80 01 04"), tlv("A2", {tlv("93", {payload})})})}));
}

namespace {

void begin_of(octets& out, std::size_t pdu, std::size_t header) {
  for (const auto& [tag, length] : {std::pair{0x30, pdu}, std::pair{0xA1, header}}) {
    out.insert(out.end(), {static_cast<std::uint8_t>(tag), 0x84});
    for (int shift = 24; shift >= 0; shift -= 8) out.push_back(static_cast<std::uint8_t>(length >> shift));
  }
  const octets id = from_hex("80 08 04 00 02 02 05 01 2B 00 00 00");
  out.insert(out.end(), id.begin(), id.end());
}

} // namespace

octets nested_beginnings(std::size_t size) {
  octets out;
  for (std::size_t left = size; left > 24; left -= 24) begin_of(out, left - 6, left - 20);
  return out;
}

octets beginnings_and_a_pdu() {
  const octets beginning = from_hex("30 80 A1 80 80 07 04 00 02 02 05 01 2B 81 09 4C 49 49 BF 82");
  octets out;
  for (int i = 0; i < 8; ++i) out.insert(out.end(), beginning.begin(), beginning.end());
  return out + from_hex("30 17 A1 11 80 07 04 00 02 02 05 01 2B 81 06 4C 49 49 44 2D 31 A2 02 A0 00");
}

octets nested_beginnings_of_elements(std::size_t size) {
  octets out;
  for (std::size_t left = size; left > size / 2 + 24; left -= 24)
    begin_of(out, left - 6, left - size / 2 - 12);
  while (out.size() < size) out.insert(out.end(), {0x04, 0x00});
  out.back() = 0x7F;
  return out;
}

} // namespace lihi::test
