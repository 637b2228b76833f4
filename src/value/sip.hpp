// SIP messages (RFC 3261): the start line, the headers that a record shows, and the media of an SDP body.
// Works on octets: header values are views of what was sent.
#pragma once

#include <lihi/bytes.hpp>
#include <optional>
#include <string_view>

namespace lihi::value {

struct sip_view {
  std::string_view method, request_uri; // of a request; the method also of a response, from its CSeq
  std::optional<int> status;
  std::string_view reason;
  std::string_view from, to, call_id, cseq, contact, user_agent, asserted_identity, access_info, content_type;
  std::string_view body;
  std::string_view media_address; // c= of the SDP
  std::optional<int> media_port;  // m= of the SDP
};

// Nothing when the octets do not begin with a SIP start line.
[[nodiscard]] std::optional<sip_view> read_sip(bytes octets) noexcept;

} // namespace lihi::value
