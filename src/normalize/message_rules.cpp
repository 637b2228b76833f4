// Messages: short messages (3GPP TS 23.040), multimedia messages, SIP.
#include "normalize/rules.hpp"
#include "core/text.hpp"
#include "value/sip.hpp"
#include "value/sms.hpp"

namespace lihi::normalize {
namespace {

namespace m = schema::member;
namespace n = schema::name;
namespace type = schema::type;

void concatenation_key(build& b, const value::sms_tpdu& tpdu) {
  b.out.message.reference = *tpdu.part_reference;
  b.out.message.part = *tpdu.part;
  b.out.message.parts = *tpdu.parts;
}

void sms_tpdu(build& b, const place& at) {
  message_data& to = b.out.message;
  to.type = message_type::sms;
  to.tpdu.value = at.content;
  const auto tpdu = value::read_tpdu(at.content, b.sender, b.memory);
  if (!tpdu) return note(b, code::bad_value, at);
  to.tpdu_type = tpdu->type;
  to.encoding = tpdu->encoding;
  to.text_value = tpdu->text;
  to.time = tpdu->time;
  if (tpdu->protocol) to.protocol = *tpdu->protocol;
  if (tpdu->part)
    concatenation_key(b, *tpdu);
  else if (tpdu->message_reference)
    to.reference = *tpdu->message_reference;
  if (tpdu->failure) {
    b.out.cause.space = cause_space::sms;
    b.out.cause.code = *tpdu->failure;
  }
  if (tpdu->address.number.empty()) return;
  // The address in the TPDU is that of the other side: the sender of a deliver, the receiver of a submit.
  const party_role role =
      tpdu->type == tpdu_type::deliver ? party_role::originating : party_role::terminating;
  for (party& known : b.out.parties) {
    if (known.role != role) continue;
    if (known.nature == number_nature::none) known.nature = tpdu->address.nature;
    if (known.who.msisdn.empty() && tpdu->address.nature != number_nature::alphanumeric)
      known.who.msisdn = tpdu->address.number;
    else if (known.who.msisdn != tpdu->address.number)
      known.who.identifiers.add({"sms_address", tpdu->address.number, {}});
    return;
  }
  party& fresh = b.out.parties.add();
  fresh.role = role;
  fresh.nature = tpdu->address.nature;
  if (tpdu->address.nature == number_nature::alphanumeric)
    fresh.who.identifiers.add({"alphanumeric", tpdu->address.number, {}});
  else
    fresh.who.msisdn = tpdu->address.number;
}

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

template <text message_data::*field>
void message_enumerator(build& b, const place& at) {
  b.out.message.*field = enumerator_of(at);
}
template <text message_data::*field, message_type kind>
void message_text(build& b, const place& at) {
  if (b.out.message.type == message_type::none) b.out.message.type = kind;
  b.out.message.*field = text_of(b, at);
}
void message_size(build& b, const place& at) { b.out.message.size = integer_of(b, at); }

void sip(build& b, const place& at) {
  if (b.out.kind == element_kind::cc) {
    b.out.content.type = content_type::sip;
    b.out.content.length = static_cast<std::int64_t>(at.content.size());
    b.out.content.octets.value = at.content;
  }
  const auto read = value::read_sip(at.content);
  if (!read) return note(b, code::bad_value, at);
  sip_message& to = b.out.sip;
  std::size_t characters = 0;
  // The record is UTF-8; header values that are not stay in the detail, as hex.
  const auto put = [&characters](text& field, std::string_view value) {
    if (valid_utf8(as_bytes(value), characters)) field = value;
  };
  put(to.method, read->method);
  put(to.request_uri, read->request_uri);
  put(to.reason, read->reason);
  put(to.from, read->from);
  put(to.to, read->to);
  put(to.call_id, read->call_id);
  put(to.cseq, read->cseq);
  put(to.contact, read->contact);
  put(to.user_agent, read->user_agent);
  put(to.asserted_identity, read->asserted_identity);
  put(to.access_info, read->access_info);
  put(to.media_address, read->media_address);
  if (read->status) to.status = *read->status;
  if (read->media_port) to.media_port = *read->media_port;
  if (!to.call_id.empty()) b.out.correlation.add({correlation_scheme::call_id, to.call_id});
}

constexpr auto rules = std::to_array<rule>({
    of_member(m::SMSTPDUData_::sMSTPDU, sms_tpdu, "message"),
    of_member(m::SMSTPDUData_::truncatedSMSTPDU, sms_raw, "message.tpdu"),
    of_member(m::SMSTPDUData_::redactedSMSTPDU, sms_raw, "message.tpdu"),
    of_member(m::SMSTPDUData_::threeGPP2SMSTPDU, sms_raw, "message.tpdu"),
    of_member(m::SMSTPDUData_::redacted3GPP2SMSTPDU, sms_raw, "message.tpdu"),
    of_type(type::SMSMessageType, sms_message_type, "message.type"),
    of_type(type::SMSTransferStatus, message_enumerator<&message_data::status>, "message.status"),

    of_type(type::MMSSubject, message_text<&message_data::subject_text, message_type::mms>,
            "message.subject"),
    of_name(n::transactionID, message_text<&message_data::id, message_type::mms>, "message.id"),
    of_name(n::messageID, message_text<&message_data::id, message_type::mms>, "message.id"),
    of_name(n::messageSize, message_size, "message.size"),

    marked_member(m::SIPMessage_::iPSourceAddress, {.address = address_of::sip_source}),
    marked_member(m::SIPMessage_::iPDestinationAddress, {.address = address_of::sip_destination}),
    of_member(m::SIPMessage_::sIPContent, sip, "sip"),
});

} // namespace

std::span<const rule> message_rules() { return rules; }

} // namespace lihi::normalize
