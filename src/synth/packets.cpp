#include "synth/packets.hpp"

#include <tins/dns.h>
#include <tins/ip.h>
#include <tins/ipv6.h>
#include <tins/rawpdu.h>
#include <tins/tcp.h>
#include <tins/udp.h>

namespace lihi::synth {
namespace {

using octets = std::vector<std::uint8_t>;

octets finish(Tins::PDU& whole, bytes payload) {
  Tins::PDU* innermost = &whole;
  while (innermost->inner_pdu() != nullptr) innermost = innermost->inner_pdu();
  if (!payload.empty())
    innermost->inner_pdu(Tins::RawPDU(payload.data(), static_cast<std::uint32_t>(payload.size())));
  return whole.serialize();
}

} // namespace

octets packet_of(const udp_packet& of) {
  const Tins::UDP udp(of.to_port, of.from_port);
  if (of.from.find(':') != of.from.npos) {
    auto whole = Tins::IPv6(of.to, of.from) / udp;
    return finish(whole, of.payload);
  }
  auto whole = Tins::IP(of.to, of.from) / udp;
  whole.ttl(64);
  return finish(whole, of.payload);
}

octets rtp_of(std::uint32_t source, std::uint16_t number, std::size_t size) {
  constexpr std::uint32_t samples = 160;
  const std::uint32_t stamp = number * samples;
  octets out{0x80, 0x00}; // version 2, payload type 0
  for (int shift = 8; shift >= 0; shift -= 8) out.push_back(static_cast<std::uint8_t>(number >> shift));
  for (const std::uint32_t word : {stamp, source})
    for (int shift = 24; shift >= 0; shift -= 8) out.push_back(static_cast<std::uint8_t>(word >> shift));
  out.insert(out.end(), size, 0xFF);
  return out;
}

octets dns_of(const dns_message& of) {
  Tins::DNS out;
  out.id(of.id);
  out.recursion_desired(1);
  const bool answer = !of.address.empty();
  const Tins::DNS::QueryType type =
      answer && of.address.find(':') == of.address.npos ? Tins::DNS::A : Tins::DNS::AAAA;
  out.add_query(Tins::DNS::query(of.name, type, Tins::DNS::INTERNET));
  if (answer) {
    constexpr std::uint32_t seconds = 300; // that it may be kept
    out.type(Tins::DNS::RESPONSE);
    out.recursion_available(1);
    out.add_answer(Tins::DNS::resource(of.name, of.address, type, Tins::DNS::INTERNET, seconds));
  }
  return out.serialize();
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
  return finish(whole, of.payload);
}

} // namespace lihi::synth
