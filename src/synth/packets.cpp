#include "synth/packets.hpp"

#include <tins/ip.h>
#include <tins/ipv6.h>
#include <tins/rawpdu.h>
#include <tins/tcp.h>
#include <tins/udp.h>

namespace lihi::synth {
namespace {

using octets = std::vector<std::uint8_t>;

octets finish(Tins::PDU& whole, const octets& payload) {
  Tins::PDU* innermost = &whole;
  while (innermost->inner_pdu() != nullptr) innermost = innermost->inner_pdu();
  if (!payload.empty())
    innermost->inner_pdu(Tins::RawPDU(payload.data(), static_cast<std::uint32_t>(payload.size())));
  return whole.serialize();
}

} // namespace

octets packet_of(const udp_packet& of) {
  octets payload;
  if (of.rtp_number) { // RFC 3550: version 2, payload type 0, SSRC 0x1001
    constexpr std::uint32_t samples = 160;
    const std::uint16_t number = *of.rtp_number;
    const std::uint32_t stamp = number * samples;
    payload = {0x80, 0x00};
    for (int shift = 8; shift >= 0; shift -= 8) payload.push_back(static_cast<std::uint8_t>(number >> shift));
    for (int shift = 24; shift >= 0; shift -= 8) payload.push_back(static_cast<std::uint8_t>(stamp >> shift));
    payload.insert(payload.end(), {0x00, 0x00, 0x10, 0x01});
  }
  payload.insert(payload.end(), of.size, of.rtp_number ? std::uint8_t{0xFF} : std::uint8_t{'.'});
  const Tins::UDP udp(of.to_port, of.from_port);
  if (of.from.find(':') != of.from.npos) {
    auto whole = Tins::IPv6(of.to, of.from) / udp;
    return finish(whole, payload);
  }
  auto whole = Tins::IP(of.to, of.from) / udp;
  whole.ttl(64);
  return finish(whole, payload);
}

octets packet_of(const tcp_packet& of) {
  Tins::TCP tcp(of.to_port, of.from_port);
  tcp.seq(of.sequence);
  tcp.ack_seq(of.acknowledged);
  tcp.window(65535);
  tcp.set_flag(Tins::TCP::SYN, of.syn ? 1 : 0);
  tcp.set_flag(Tins::TCP::ACK, of.ack ? 1 : 0);
  tcp.set_flag(Tins::TCP::FIN, of.fin ? 1 : 0);
  tcp.set_flag(Tins::TCP::PSH, of.payload.empty() ? 0 : 1);
  auto whole = Tins::IP(of.to, of.from) / tcp;
  whole.ttl(64);
  return finish(whole, {of.payload.begin(), of.payload.end()});
}

} // namespace lihi::synth
