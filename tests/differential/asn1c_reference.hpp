// asn1c's own decoder as the reference: decodes a PS-PDU and writes the C structs it made as JER.
#pragma once

#include <lihi/bytes.hpp>
#include <optional>
#include <string>

namespace lihi::test {

// Nothing when asn1c rejects the octets. Contained TS 33.128 payloads are decoded too (asn1c reads over
// CONTAINING); one that does not decode stays hex.
[[nodiscard]] std::optional<std::string> asn1c_jer(bytes pdu);

} // namespace lihi::test
