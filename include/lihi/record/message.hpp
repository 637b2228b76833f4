// Messages, SIP, and content of communication.
#pragma once

#include <lihi/record/fields.hpp>

namespace lihi {

// What became of a short message: TP-Status of a status report.
struct delivery_status {
  field::number code;
  field::text text_value;
  field::flag permanent;
  template <class V, class S>
  static constexpr void fields(V&& v, S& s) {
    v("code", s.code, "TP-Status, TS 23.040 9.2.3.15");
    v("text", s.text_value, "its meaning");
    v("permanent", s.permanent,
      "true: given up for good; false: failed for now; absent when it was delivered");
  }
};

// Of a message in several parts.
struct concatenation {
  field::number reference, part, parts;
  template <class V, class S>
  static constexpr void fields(V&& v, S& s) {
    v("reference", s.reference, "the same for all parts");
    v("part", s.part, "which part, from 1");
    v("parts", s.parts, "how many parts");
  }
};

struct message_data {
  message_type type = {};
  lihi::tpdu_type tpdu_type = {};
  sms_alphabet encoding = {};
  lihi::transfer_status transfer_status = {};
  lihi::delivery_status delivery_status;
  lihi::concatenation concatenation;
  field::text status, text_value, subject_text, id, transaction_id;
  field::timestamp time, discharge_time, wanted_time, previous_time;
  field::number reference, rp_reference, protocol, size;
  field::octets tpdu;
  template <class V, class S>
  static constexpr void fields(V&& v, S& s) {
    v("type", s.type, "what it is");
    v("tpdu_type", s.tpdu_type, "of a short message");
    v("id", s.id, "message identifier");
    v("transaction_id", s.transaction_id, "transaction of a multimedia message");
    v("subject", s.subject_text, "subject line");
    v("transfer_status", s.transfer_status, "whether the short message was handed over");
    v("delivery_status", s.delivery_status, "what became of an earlier short message");
    v("status", s.status, "of a multimedia message, as the module has it");
    v("time", s.time, "service centre time stamp, or time of the message");
    v("wanted_time", s.wanted_time, "when the sender wants a multimedia message delivered");
    v("previous_time", s.previous_time, "when a forwarded message was sent before");
    v("discharge_time", s.discharge_time, "when the service centre was done with an earlier short message");
    v("encoding", s.encoding, "alphabet of a short message");
    v("text", s.text_value, "text of the message");
    v("reference", s.reference, "TP-Message-Reference: ties a status report to its message");
    v("rp_reference", s.rp_reference, "RP-Message-Reference: ties a report to its message");
    v("concatenation", s.concatenation, "of a message in several parts");
    v("protocol", s.protocol, "TP-Protocol-Identifier");
    v("size", s.size, "octets");
    v("tpdu", s.tpdu, "the short message as sent");
  }
};

// What an SDP body describes.
struct media {
  field::text kind, address, transport;
  field::number port;
  media_direction direction = {};
  field::list<field::text> codecs;
  template <class V, class S>
  static constexpr void fields(V&& v, S& s) {
    v("kind", s.kind, "audio, video, text, message, ...");
    v("address", s.address, "where its sender wants to get it");
    v("port", s.port, "0: refused");
    v("transport", s.transport, "RTP/AVP, RTP/SAVP, TCP/MSRP, ...");
    v("direction", s.direction, "of the media");
    v("codecs", s.codecs, "of the rtpmap attributes; else the payload types, as sent");
  }
};

struct sip_message {
  field::text method, request_uri, reason, from, to, call_id, cseq, contact, user_agent, asserted_identity,
      access_info, instance;
  field::list<field::text> source_addresses, destination_addresses;
  field::number status;
  field::list<lihi::media> media;
  field::unwritten_octets octets;
  template <class V, class S>
  static constexpr void fields(V&& v, S& s) {
    v("method", s.method, "of a request, or of the CSeq of a response");
    v("request_uri", s.request_uri, "of a request");
    v("status", s.status, "of a response");
    v("reason", s.reason, "of a response");
    v("from", s.from, "header as sent");
    v("to", s.to, "header as sent");
    v("asserted_identity", s.asserted_identity, "P-Asserted-Identity as sent: the first");
    v("contact", s.contact, "header as sent");
    v("instance", s.instance, "+sip.instance of the Contact: the sender's device");
    v("call_id", s.call_id, "header");
    v("cseq", s.cseq, "header");
    v("user_agent", s.user_agent, "header");
    v("access_info", s.access_info, "P-Access-Network-Info as sent: the first");
    v("source_addresses", s.source_addresses, "of the IP packets: of several messages, each once");
    v("destination_addresses", s.destination_addresses, "of the IP packets");
    v("media", s.media, "of the SDP");
    v("octets", s.octets, "the message of an IRI as sent; that of a CC is the content");
  }
};

struct content_data {
  content_type type = {};
  field::number length;
  lihi::field::octets octets;
  template <class V, class S>
  static constexpr void fields(V&& v, S& s) {
    v("type", s.type, "what the octets are");
    v("length", s.length, "octets");
    v("octets", s.octets, "the content");
  }
};

} // namespace lihi
