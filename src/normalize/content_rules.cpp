// Content of communication: which octets, and what they are (TS 102 232-2..-6, TS 33.108, TS 33.128).
#include "normalize/rules.hpp"

#include <algorithm>

namespace lihi::normalize {
namespace {

namespace m = schema::member;

template <const char* type>
void content(build& b, const place& at) {
  if (b.out.kind == "iri") return; // a message inside an event: the detail has it
  content_data& to = b.out.content;
  to.type = type;
  to.length = static_cast<std::int64_t>(at.content.size());
  to.octets.value = at.content;
}
template <const char* type>
void content_bits(build& b, const place& at) { // a BIT STRING of whole octets
  content<type>(b, at);
  b.out.content.octets.value = schema::read_bit_string(at.content).octets;
  b.out.content.length = static_cast<std::int64_t>(b.out.content.octets.value.size());
}

constexpr char ip[] = "ip", ethernet[] = "ethernet", gtpu[] = "gtpu", unstructured[] = "unstructured",
               mms[] = "mms", nidd[] = "nidd", ptc[] = "ptc", rtp[] = "rtp", mime[] = "mime", msrp[] = "msrp",
               mail[] = "mail", audio[] = "audio", l2[] = "l2", ppp[] = "ppp", unknown[] = "unknown",
               mcvideo[] = "mcvideo", mcptt[] = "mcptt", encrypted[] = "encrypted";

// IMS content (TS 33.128 7.12.7) is the packet that was copied: with its IP header, or from RTP on.
void ims_content(build& b, const place& at) {
  content<rtp>(b, at);
  const bytes octets = at.content;
  const bool v4 = octets.size() >= 20 && octets[0] >> 4 == 4 &&
                  (static_cast<std::size_t>(octets[2]) << 8 | octets[3]) == octets.size();
  const bool v6 = octets.size() >= 40 && octets[0] >> 4 == 6 &&
                  (static_cast<std::size_t>(octets[4]) << 8 | octets[5]) + 40 == octets.size();
  if (v4 || v6) b.out.content.type = ip;
}

// IPMMCC says what its octets are: TS 102 232-5 frameType ipFrame(0), udpFrame(1), rtpFrame(2),
// audioFrame(3), tcpFrame(4), artificialRtpFrame(5), udptlFrame(6), msrpFrame(7). The frame type comes behind
// the octets.
void ipmm_frame(build& b, const place& at) {
  switch (integer_of(b, at).value_or(-1)) {
  case 0: b.out.content.type = "ip"; break;
  case 1: b.out.content.type = "udp"; break;
  case 2:
  case 5: b.out.content.type = "rtp"; break;
  case 3: b.out.content.type = "audio"; break;
  case 4: b.out.content.type = "tcp"; break;
  case 6: b.out.content.type = "udptl"; break;
  case 7: b.out.content.type = "msrp"; break;
  default: b.out.content.type = "unknown"; break;
  }
}
void email_format(build& b, const place& at) { // ip-packet(1), application(2): before the content
  b.out.content.type = integer_of(b, at) == 1 ? "ip" : "mail";
}
void email_content(build& b, const place& at) {
  const text type = b.out.content.type;
  content<mail>(b, at);
  if (!type.empty()) b.out.content.type = type;
}

constexpr auto rules = std::to_array<rule>({
    of_member(m::IPCCContents_::iPPackets, content<ip>, "content"),
    of_member(m::IPTruncatedPacket_::truncatedPacket, content<ip>, "content"),
    of_member(m::CCContents_::uMTSCC, content<unknown>, "content"),
    of_member(m::CCContents_::ePSCC, content<unknown>, "content"),
    of_member(m::UmtsCC_PDU_::payload, content<ip>, "content"),
    of_member(m::EpsCC_PDU_::payload, content<ip>, "content"),
    of_member(m::Conf_CC_PDU_::payload, content<ip>, "content"),
    of_member(m::Voip_CC_PDU_::payload, content<ip>, "content"),
    of_member(m::Gcse_CC_PDU_::payload, content<ip>, "content"),
    of_member(m::CSvoice_CC_PDU_::payload, content<rtp>, "content"),
    of_member(m::EmailCC_::email_Format, email_format, "content.type"),
    of_member(m::EmailCC_::content, email_content, "content"),
    of_member(m::MessagingCC_::content, content<mime>, "content"),
    of_member(m::PstnIsdnCC_::pstnIsdnCCContents, content<audio>, "content"),
    of_member(m::IPMMCC_::mMCCContents, content<unknown>, "content"),
    of_member(m::IPMMCC_::frameType, ipmm_frame, "content.type"),
    of_member(m::L2CC_l2CCContents_::l2TP, content<l2>, "content"),
    of_member(m::L2CC_l2CCContents_::l2F, content<l2>, "content"),
    of_member(m::L2CC_l2CCContents_::pPTP, content<l2>, "content"),
    of_member(m::L2CC_l2CCContents_::pPP, content<ppp>, "content"),
    of_member(m::L2CC_l2CCContents_::ethernet, content<ethernet>, "content"),
    of_member(m::L2CC_l2CCContents_::l2ATM2684, content<l2>, "content"),
    of_member(m::L2CC_l2CCContents_::l2FR2427, content<l2>, "content"),
    of_member(m::L2TruncatedDatagram_::truncatedDatagram, content<l2>, "content"),
    of_member(m::TTRAFFIC_1_::trafficPacket, content_bits<ip>, "content"),
    of_member(m::CTTRAFFIC_1_::trafficPacket, content_bits<ip>, "content"),
    of_member(m::TTRAFFIC_2_::trafficPacket, content_bits<ip>, "content"),
    of_member(m::CTTRAFFIC_2_::trafficPacket, content_bits<ip>, "content"),
    of_member(m::CCPDU_::uPFCCPDU, content<gtpu>, "content"),
    of_member(m::UPFCCPDUPayload_::uPFIPCC, content<ip>, "content"),
    of_member(m::UPFCCPDUPayload_::uPFEthernetCC, content<ethernet>, "content"),
    of_member(m::UPFCCPDUPayload_::uPFUnstructuredCC, content<unstructured>, "content"),
    of_member(m::MMSCCPDU_::mMSContent, content<mms>, "content"),
    of_member(m::CCPDU_::nIDDCCPDU, content<nidd>, "content"),
    of_member(m::CCPDU_::pTCCCPDU, content<ptc>, "content"),
    of_member(m::IMSCCPDU_::payload, ims_content, "content"),
    of_member(m::CCPDU_::mCVideoCCPDU, content<mcvideo>, "content"),
    of_member(m::CCPDU_::mCPTTCCPDU, content<mcptt>, "content"),
    of_member(m::MIMEEntity_::encapsulatedMIMEEntity, content<mime>, "content"),
    of_member(m::MSRPMessage_::encapsulatedMSRP, content<msrp>, "content"),
    of_member(m::EncryptionContainer_::encryptedPayload, content<encrypted>, "content"),
});
// content_reader finds them by member.
static_assert(std::all_of(rules.begin(), rules.end(),
                          [](const rule& each) { return each.kind == key_kind::member; }));

} // namespace

std::span<const rule> content_rules() { return rules; }

} // namespace lihi::normalize
