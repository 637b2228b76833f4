// Content of communication: which octets, and what they are (TS 102 232-2..-6, TS 33.108, TS 33.128).
#include "normalize/rules.hpp"

#include <algorithm>

namespace lihi::normalize {
namespace {

namespace m = schema::member;

template <content_type type>
void content(build& b, const place& at) {
  if (b.out.kind == element_kind::iri) return; // a message inside an event: the detail has it
  content_data& to = b.out.content;
  to.type = type;
  to.length = static_cast<std::int64_t>(at.content.size());
  to.octets.value = at.content;
}
template <content_type type>
void content_bits(build& b, const place& at) { // a BIT STRING of whole octets
  content<type>(b, at);
  b.out.content.octets.value = schema::read_bit_string(at.content).octets;
  b.out.content.length = static_cast<std::int64_t>(b.out.content.octets.value.size());
}

// IMS content (TS 33.128 7.12.7) is the packet that was copied: with its IP header, or from RTP on.
void ims_content(build& b, const place& at) {
  content<content_type::rtp>(b, at);
  const bytes octets = at.content;
  const bool v4 = octets.size() >= 20 && octets[0] >> 4 == 4 &&
                  (static_cast<std::size_t>(octets[2]) << 8 | octets[3]) == octets.size();
  const bool v6 = octets.size() >= 40 && octets[0] >> 4 == 6 &&
                  (static_cast<std::size_t>(octets[4]) << 8 | octets[5]) + 40 == octets.size();
  if (v4 || v6) b.out.content.type = content_type::ip;
}

// IPMMCC says what its octets are: TS 102 232-5 frameType ipFrame(0), udpFrame(1), rtpFrame(2),
// audioFrame(3), tcpFrame(4), artificialRtpFrame(5), udptlFrame(6), msrpFrame(7). The frame type comes behind
// the octets.
void ipmm_frame(build& b, const place& at) {
  switch (integer_of(b, at).value_or(-1)) {
  case 0: b.out.content.type = content_type::ip; break;
  case 1: b.out.content.type = content_type::udp; break;
  case 2:
  case 5: b.out.content.type = content_type::rtp; break;
  case 3: b.out.content.type = content_type::audio; break;
  case 4: b.out.content.type = content_type::tcp; break;
  case 6: b.out.content.type = content_type::udptl; break;
  case 7: b.out.content.type = content_type::msrp; break;
  default: b.out.content.type = content_type::unknown; break;
  }
}
void email_format(build& b, const place& at) { // ip-packet(1), application(2): before the content
  b.out.content.type = integer_of(b, at) == 1 ? content_type::ip : content_type::mail;
}
void email_content(build& b, const place& at) {
  const content_type type = b.out.content.type;
  content<content_type::mail>(b, at);
  if (type != content_type::none) b.out.content.type = type;
}

constexpr auto rules = std::to_array<rule>({
    of_member(m::IPCCContents_::iPPackets, content<content_type::ip>, "content"),
    of_member(m::IPTruncatedPacket_::truncatedPacket, content<content_type::ip>, "content"),
    of_member(m::CCContents_::uMTSCC, content<content_type::unknown>, "content"),
    of_member(m::CCContents_::ePSCC, content<content_type::unknown>, "content"),
    of_member(m::UmtsCC_PDU_::payload, content<content_type::ip>, "content"),
    of_member(m::EpsCC_PDU_::payload, content<content_type::ip>, "content"),
    of_member(m::Conf_CC_PDU_::payload, content<content_type::ip>, "content"),
    of_member(m::Voip_CC_PDU_::payload, content<content_type::ip>, "content"),
    of_member(m::Gcse_CC_PDU_::payload, content<content_type::ip>, "content"),
    of_member(m::CSvoice_CC_PDU_::payload, content<content_type::rtp>, "content"),
    of_member(m::EmailCC_::email_Format, email_format, "content.type"),
    of_member(m::EmailCC_::content, email_content, "content"),
    of_member(m::MessagingCC_::content, content<content_type::mime>, "content"),
    of_member(m::PstnIsdnCC_::pstnIsdnCCContents, content<content_type::audio>, "content"),
    of_member(m::IPMMCC_::mMCCContents, content<content_type::unknown>, "content"),
    of_member(m::IPMMCC_::frameType, ipmm_frame, "content.type"),
    of_member(m::L2CC_l2CCContents_::l2TP, content<content_type::l2>, "content"),
    of_member(m::L2CC_l2CCContents_::l2F, content<content_type::l2>, "content"),
    of_member(m::L2CC_l2CCContents_::pPTP, content<content_type::l2>, "content"),
    of_member(m::L2CC_l2CCContents_::pPP, content<content_type::ppp>, "content"),
    of_member(m::L2CC_l2CCContents_::ethernet, content<content_type::ethernet>, "content"),
    of_member(m::L2CC_l2CCContents_::l2ATM2684, content<content_type::l2>, "content"),
    of_member(m::L2CC_l2CCContents_::l2FR2427, content<content_type::l2>, "content"),
    of_member(m::L2TruncatedDatagram_::truncatedDatagram, content<content_type::l2>, "content"),
    of_member(m::TTRAFFIC_1_::trafficPacket, content_bits<content_type::ip>, "content"),
    of_member(m::CTTRAFFIC_1_::trafficPacket, content_bits<content_type::ip>, "content"),
    of_member(m::TTRAFFIC_2_::trafficPacket, content_bits<content_type::ip>, "content"),
    of_member(m::CTTRAFFIC_2_::trafficPacket, content_bits<content_type::ip>, "content"),
    of_member(m::CCPDU_::uPFCCPDU, content<content_type::gtpu>, "content"),
    of_member(m::UPFCCPDUPayload_::uPFIPCC, content<content_type::ip>, "content"),
    of_member(m::UPFCCPDUPayload_::uPFEthernetCC, content<content_type::ethernet>, "content"),
    of_member(m::UPFCCPDUPayload_::uPFUnstructuredCC, content<content_type::unstructured>, "content"),
    of_member(m::MMSCCPDU_::mMSContent, content<content_type::mms>, "content"),
    of_member(m::CCPDU_::nIDDCCPDU, content<content_type::nidd>, "content"),
    of_member(m::CCPDU_::pTCCCPDU, content<content_type::ptc>, "content"),
    of_member(m::IMSCCPDU_::payload, ims_content, "content"),
    of_member(m::CCPDU_::mCVideoCCPDU, content<content_type::mcvideo>, "content"),
    of_member(m::CCPDU_::mCPTTCCPDU, content<content_type::mcptt>, "content"),
    of_member(m::MIMEEntity_::encapsulatedMIMEEntity, content<content_type::mime>, "content"),
    of_member(m::MSRPMessage_::encapsulatedMSRP, content<content_type::msrp>, "content"),
    of_member(m::EncryptionContainer_::encryptedPayload, content<content_type::encrypted>, "content"),
});
// content_reader finds them by member.
static_assert(std::all_of(rules.begin(), rules.end(),
                          [](const rule& each) { return each.kind == key_kind::member; }));

} // namespace

std::span<const rule> content_rules() { return rules; }

} // namespace lihi::normalize
