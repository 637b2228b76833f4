// asn1c's own decoder as the reference: decodes a PS-PDU and writes the C structs it made as JER.
#pragma once

#include <lihi/bytes.hpp>
#include <optional>
#include <string>

namespace lihi::test {

// How many octets asn1c may allocate for so many octets of BER. Its largest struct has 1352 octets for an
// element of two or more; what needs more than this is a fault of its runtime.
constexpr std::size_t asn1c_budget(std::size_t octets) { return (std::size_t{64} << 10) + 1024 * octets; }

struct asn1c_reading {
  std::optional<std::string> jer; // nothing when asn1c rejects the octets, or the budget did not suffice
  std::size_t allocated = 0;      // octets, in all
  bool over_budget = false;
};
[[nodiscard]] asn1c_reading asn1c_read(bytes pdu, std::size_t budget);

// Nothing when asn1c rejects the octets. Contained TS 33.128 payloads are decoded too (asn1c reads over
// CONTAINING); one that does not decode stays hex.
[[nodiscard]] std::optional<std::string> asn1c_jer(bytes pdu);

} // namespace lihi::test
