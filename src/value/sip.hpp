// SIP messages (RFC 3261): the start line, headers one by one, addresses in them, and the media of an SDP
// body (RFC 8866). Works on octets: values are views of what was sent.
#pragma once

#include <lihi/bytes.hpp>
#include <lihi/record/words.hpp>

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace lihi::value {

enum class sip_header_name : std::uint8_t {
  other,
  from,
  to,
  call_id,
  cseq,
  contact,
  user_agent,
  asserted_identity,
  access_info,
  content_type,
  diversion,
  history_info,
  referred_by,
  reason,
};
struct sip_header {
  sip_header_name name = {};
  std::string_view value; // may be folded over lines
};

struct sip_view {
  std::string_view method, request_uri; // of a request; the method also of a response, from its CSeq
  std::optional<int> status;
  std::string_view reason;
  std::string_view from, to, call_id, cseq, contact, user_agent, asserted_identity, access_info, content_type;
  std::string_view body;
  // Headers of the names above, in their order: as many as fit, and what is behind them, for next_header().
  std::array<sip_header, 32> headers;
  std::size_t count = 0;
  std::string_view more;
};

// Nothing when the octets do not begin with a SIP start line. Of a header that comes more than once, the
// fields have the first.
[[nodiscard]] std::optional<sip_view> read_sip(bytes octets) noexcept;

// Takes a header off the front, of any name; nothing when there is none left.
[[nodiscard]] std::optional<sip_header> next_header(std::string_view& headers) noexcept;

// Calls `each(header)` for the headers of the names above.
template <class Each>
void for_each_header(const sip_view& sip, const Each& each) {
  for (std::size_t i = 0; i < sip.count; ++i) each(sip.headers[i]);
  std::string_view more = sip.more;
  while (const auto header = next_header(more))
    if (header->name != sip_header_name::other) each(*header);
}

// Takes what stands in front of the next comma, outside of quotes and angle brackets: one of several values.
[[nodiscard]] std::string_view next_value(std::string_view& values) noexcept;
// The same with a semicolon: the value, then its parameters.
[[nodiscard]] std::string_view next_parameter(std::string_view& value) noexcept;

// The address in a value: of <...>, else up to the parameters. Without its own parameters; empty when it is
// none.
[[nodiscard]] std::string_view uri_of(std::string_view value) noexcept;
// "user" of sip:user@host, or the number of a tel URI; empty when there is none.
[[nodiscard]] std::string_view user_of(std::string_view uri) noexcept;
// Whether a user is a telephone number: digits and visual separators, at most 15 digits. They are written to
// `digits`, and `global` tells whether they began with +.
struct phone_digits {
  std::array<char, 15> digits;
  std::size_t count = 0;
  bool global = false;
  [[nodiscard]] std::string_view text() const noexcept { return {digits.data(), count}; }
};
[[nodiscard]] std::optional<phone_digits> phone_of(std::string_view user) noexcept;
// A parameter's value, without quotes; empty when there is none. Names in any case.
[[nodiscard]] std::string_view parameter_of(std::string_view value, std::string_view name) noexcept;

// A medium of an SDP body: its m= line, the address that holds for it, and its attributes.
struct sdp_media {
  std::string_view kind, transport, address;
  std::optional<int> port;
  media_direction direction = {};
  std::string_view formats; // payload types of the m= line
  std::string_view lines;   // behind it, for next_codec()
};
// Takes a medium off the front of a body; `session_address` and `session_direction` hold until a medium says
// otherwise, and are taken from what stands before the first.
struct sdp_session {
  std::string_view address;
  media_direction direction = {};
};
[[nodiscard]] std::optional<sdp_media> next_media(std::string_view& body, sdp_session& session) noexcept;
// Takes the next rtpmap's codec off a medium's lines: "AMR-WB/16000"; empty when there is none left.
[[nodiscard]] std::string_view next_codec(std::string_view& lines) noexcept;

} // namespace lihi::value
