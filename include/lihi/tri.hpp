// PS-PDUs of transport related information (TRI, ETSI TS 102 232-1 clauses 6.2.4 and 6.3): what a receiver
// answers, and what a sender keeps a link alive with.
#pragma once

#include <lihi/export.hpp>
#include <cstdint>
#include <lihi/framer.hpp>
#include <lihi/moment.hpp>
#include <optional>
#include <string_view>
#include <vector>

namespace lihi {

// The TRI messages without content.
enum class tri_message : std::uint8_t {
  test,                    // testPDU
  keep_alive,              // keep-alive
  keep_alive_response,     // keep-aliveResponse
  first_segment,           // firstSegmentFlag
  last_segment,            // lastSegmentFlag
  cin_reset,               // cINReset
  option_complete,         // optionComplete
  acknowledgement_request, // pDUAcknowledgementRequest
  acknowledgement,         // pDUAcknowledgementResponse
};

// What its PSHeader says. Octets as they are sent; an empty optional member is left out.
struct tri_header {
  std::string_view liid;                    // 1 to 25 octets
  std::string_view authorization_country;   // two letters
  std::string_view operator_id;             // 1 to 16 octets
  std::string_view network_element_id = {}; // 1 to 16 octets, optional
  std::optional<std::uint32_t> cin = {};    // optional
  std::string_view delivery_country = {};   // two letters, optional
  std::uint32_t sequence = 0;
  moment time = {};          // in UTC: timeStamp, in milliseconds
  std::uint8_t version = 43; // the last arc of li-psDomainId
};

// The PS-PDU, in DER.
[[nodiscard]] LIHI_EXPORT std::vector<std::uint8_t> tri_pdu(const tri_header& header, tri_message message);
// paddingPDU, with so many octets of zero.
[[nodiscard]] LIHI_EXPORT std::vector<std::uint8_t> padding_pdu(const tri_header& header, std::size_t octets);

// The answer to a keep-alive (clause 6.3.4): its PSHeader, sequence number included, with the time of the
// answer in the form in which the request gives its own. None when the PDU is no keep-alive.
[[nodiscard]] LIHI_EXPORT std::optional<std::vector<std::uint8_t>> keep_alive_response(const frame& request,
                                                                                       moment now);
// The same for pDUAcknowledgementRequest (clause 6.3.6). Send it only where the option was negotiated.
[[nodiscard]] LIHI_EXPORT std::optional<std::vector<std::uint8_t>>
acknowledgement_response(const frame& request, moment now);

} // namespace lihi
