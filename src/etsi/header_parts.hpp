// Parts of a PS-PDU for those who write one: tags, and times.
#pragma once

#include "ber/encoder.hpp"

#include <lihi/moment.hpp>

namespace lihi::etsi {

// Tags of PS-PDU, PSHeader, CommunicationIdentifier, NetworkIdentifier, MicroSecondTimeStamp, Payload (ETSI
// TS 102 232-1 annex A).
namespace tags {
using ber::context;
constexpr ber::tag ps_pdu = 16, header = context(1), payload = context(2), tri = context(2);
constexpr ber::tag domain = context(0), liid = context(1), authorization_country = context(2),
                   communication = context(3), sequence = context(4), time = context(5),
                   microsecond_time = context(7);
constexpr ber::tag network = context(0), cin = context(1), delivery_country = context(2);
constexpr ber::tag operator_id = context(0), network_element_id = context(1);
constexpr ber::tag seconds = context(0), microseconds = context(1);
constexpr ber::tag integrity_check = context(0), test = context(1), padding = context(2),
                   keep_alive = context(3), keep_alive_response = context(4), first_segment = context(5),
                   last_segment = context(6), cin_reset = context(7), option_complete = context(11),
                   acknowledgement_request = context(12),
                   acknowledgement = context(13); // of TRIPayload
} // namespace tags

// timeStamp, a GeneralizedTime with milliseconds: "20260206094401.608Z".
void put_time(ber::encoder& out, moment when, ber::tag as = tags::time);
// microSecondTimeStamp.
void put_microsecond_time(ber::encoder& out, moment when, ber::tag as = tags::microsecond_time);

// The message of a TRI, the element inside of its tRIPayload; nothing of another PDU, or one that is not
// sound.
[[nodiscard]] bytes tri_in(bytes pdu);

} // namespace lihi::etsi
