// Octets as tests write them: hex with spaces, and a little DER to put PDUs together with.
#pragma once

#include <cstdint>
#include <lihi/bytes.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace lihi::test {

using octets = std::vector<std::uint8_t>;

[[nodiscard]] octets
from_hex(std::string_view text); // spaces and line ends are skipped; throws on anything else
[[nodiscard]] std::string to_hex(bytes from);
[[nodiscard]] octets text(std::string_view from);

// identifier octets in hex, contents one after the other, the length in DER
[[nodiscard]] octets tlv(std::string_view identifier, const std::vector<octets>& contents);
[[nodiscard]] octets operator+(octets a, const octets& b);

// A PSHeader with LIID "L1", operator "OP", CIN 1 and sequence number 0, as an element [1]; or with another
// element [1] for the LIID, and with `more` behind all.
[[nodiscard]] octets ps_header();
[[nodiscard]] octets ps_header(const octets& liid, const octets& more = {});
// A PS-CCPayload from the target with an IP packet of three octets, 45 00 01 (TS 102 232-3).
[[nodiscard]] octets cc_element();
// A PS-PDU of that header and a Payload arm, whose octets are given.
[[nodiscard]] octets ps_pdu(const octets& payload_arm);
// The same with a TS 33.128 r19 event arm: `event` is the arm's whole element.
[[nodiscard]] octets iri_pdu(const octets& event);

// Hostile streams, of about `size` octets. Beginnings of PS-PDUs that each claim all that follows, and so
// does their PSHeader; or their PSHeader ends where `size / 2` octets of empty elements begin, the last of
// which overruns.
[[nodiscard]] octets nested_beginnings(std::size_t size);
[[nodiscard]] octets nested_beginnings_of_elements(std::size_t size);
// Eight beginnings of indefinite length, and a whole PS-PDU.
[[nodiscard]] octets beginnings_and_a_pdu();

} // namespace lihi::test
