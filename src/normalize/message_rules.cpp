// Messages: short messages (3GPP TS 23.040), multimedia messages (TS 33.128 7.4).
#include "normalize/rules.hpp"
#include "value/sms.hpp"

#include <array>

namespace lihi::normalize {
namespace {

namespace m = schema::member;
namespace n = schema::name;
namespace type = schema::type;

// The address in a TPDU is that of the other side: the sender of a deliver, the receiver of a submit; of a
// status report and a command, the receiver of an earlier message (TS 23.040 9.2.2).
party_role role_of_address(tpdu_type type) {
  switch (type) {
  case tpdu_type::deliver: return party_role::originating;
  case tpdu_type::submit: return party_role::terminating;
  default: return party_role::recipient;
  }
}

void party_of_tpdu(build& b, const value::sms_tpdu& tpdu) {
  if (tpdu.address.number.empty()) return;
  const party_role role = role_of_address(tpdu.type);
  // in a SIP MESSAGE the parties so far are those of the MESSAGE: devices and the service centre
  for (party& known : b.out.parties)
    if (known.role == role && !b.sip.present) return put_number(b, known, tpdu.address);
  put_number(b, b.add_party(role), tpdu.address);
}

void sms_tpdu(build& b, const place& at) { read_tpdu(b, at, at.content); }

// Cut or blanked by the sender on purpose: kept, not read.
void sms_raw(build& b, const place& at) {
  b.out.message.type = message_type::sms;
  b.out.message.tpdu.value = at.content;
}

void sms_message_type(build& b, const place& at) {
  b.out.message.type = message_type::sms;
  // deliver, status report and submit reports come from the network
  const std::int64_t value = integer_of(b, at).value_or(0);
  const bool network = value == 1 || value == 4 || value == 7 || value == 8;
  const bool mobile = value == 2 || value == 3 || value == 5 || value == 6;
  if (network) b.sender = value::sms_sender::network;
  if (mobile) b.sender = value::sms_sender::mobile;
}

void sms_transfer_status(build& b, const place& at) {
  b.out.message.transfer_status = word_of<lihi::transfer_status>(b, at);
}
void sms_rp_reference(build& b, const place& at) { b.out.message.rp_reference = integer_of(b, at); }

// ---- multimedia messages (TS 33.128 7.4)

void mms_begin(build& b, const place&) {
  if (b.out.message.type == message_type::none) b.out.message.type = message_type::mms;
}
template <field::text message_data::*field>
void mms_text(build& b, const place& at) {
  put(b, at, b.out.message.*field, text_of(b, at));
}
void mms_status(build& b, const place& at) { put(b, at, b.out.message.status, enumerator_of(at)); }
void previous_party_time(build& b, const place& at) {
  if (b.out.parties.empty() || b.out.parties.back().role != party_role::previous) return keep(b, at, true);
  put(b, at, b.out.parties.back().time, time_of(b, at));
}
template <field::timestamp message_data::*field>
void message_time(build& b, const place& at) {
  put(b, at, b.out.message.*field, time_of(b, at));
}
void mms_size(build& b, const place& at) { put(b, at, b.out.message.size, integer_of(b, at)); }
void mms_direction(build& b, const place& at) {
  constexpr std::array names{direction::from_target, direction::to_target};
  put(b, at, b.out.direction, word_of(b, at, names));
}

constexpr auto rules = std::to_array<rule>({
    of_member(m::SMSTPDUData_::sMSTPDU, sms_tpdu, "message"),
    of_member(m::SMSTPDUData_::truncatedSMSTPDU, sms_raw, "message.tpdu"),
    of_member(m::SMSTPDUData_::redactedSMSTPDU, sms_raw, "message.tpdu"),
    of_member(m::SMSTPDUData_::threeGPP2SMSTPDU, sms_raw, "message.tpdu"),
    of_member(m::SMSTPDUData_::redacted3GPP2SMSTPDU, sms_raw, "message.tpdu"),
    of_type(type::SMSMessageType, sms_message_type, "message.type"),
    of_type(type::SMSTransferStatus, sms_transfer_status, "message.transfer_status"),
    of_type(type::SMSRPMessageReference, sms_rp_reference, "message.rp_reference"),

    around_type(type::MMSVersion, mms_begin, nullptr, "message.type"), // in every event of them
    of_type(type::MMSDirection, mms_direction, "direction"),
    of_type(type::MMSSubject, mms_text<&message_data::subject_text>, "message.subject"),
    of_name(n::transactionID, mms_text<&message_data::transaction_id>, "message.transaction_id"),
    of_name(n::messageID, mms_text<&message_data::id>, "message.id"),
    of_name(n::messageSize, mms_size, "message.size"),
    of_name(n::dateTime, message_time<&message_data::time>, "message.time"),
    of_name(n::mMSDateTime, message_time<&message_data::time>, "message.time"),
    of_name(n::desiredDeliveryTime, message_time<&message_data::wanted_time>, "message.wanted_time"),
    of_name(n::prevSentByDateTime, message_time<&message_data::previous_time>, "message.previous_time"),
    of_name(n::previouslySentByDateTime, message_time<&message_data::previous_time>, "message.previous_time"),
    of_name(n::previousSendDateTime, previous_party_time, "parties.time"),
    of_type(type::MMStatus, mms_status, "message.status"),
    of_type(type::MMSReadStatus, mms_status, "message.status"),
    of_type(type::MMSResponseStatus, mms_status, "message.status"),
    of_type(type::MMSRetrieveStatus, mms_status, "message.status"),
    of_type(type::MMSDeleteResponseStatus, mms_status, "message.status"),
    of_type(type::MMSStoreStatus, mms_status, "message.status"),
});

} // namespace

void read_tpdu(build& b, const place& at, bytes octets) {
  message_data& to = b.out.message;
  put(b, at, to.type, message_type::sms);
  to.tpdu.value = octets;
  const auto tpdu = value::read_tpdu(octets, b.sender, b.memory);
  if (!tpdu) return note(b, fault_code::bad_value, at);
  to.tpdu_type = tpdu->type;
  to.encoding = tpdu->encoding;
  to.text_value = tpdu->text;
  to.time = tpdu->time;
  to.discharge_time = tpdu->discharged;
  if (tpdu->protocol) to.protocol = *tpdu->protocol;
  if (tpdu->message_reference) to.reference = *tpdu->message_reference;
  if (tpdu->concatenation)
    to.concatenation = {tpdu->concatenation->reference, tpdu->concatenation->part,
                        tpdu->concatenation->parts};
  if (tpdu->status) {
    const value::sms_status status = value::status_of(*tpdu->status);
    to.delivery_status = {*tpdu->status, status.text, status.permanent};
  }
  if (tpdu->failure) add_cause(b, cause_space::sms, *tpdu->failure);
  if (tpdu->unknown_language) note(b, fault_code::unknown_language, at);
  party_of_tpdu(b, *tpdu);
}

std::span<const rule> message_rules() { return rules; }

} // namespace lihi::normalize
