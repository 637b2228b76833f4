// IP packets, with right checksums, by libtins.
#pragma once

#include <cstdint>
#include <lihi/bytes.hpp>
#include <string>
#include <vector>

namespace lihi::synth {

struct udp_packet {
  std::string from, to; // addresses of one kind
  std::uint16_t from_port = 0, to_port = 0;
  bytes payload = {};
};
[[nodiscard]] std::vector<std::uint8_t> packet_of(const udp_packet& of);

// RTP with PCMU (RFC 3550, RFC 3551): silence of so many octets, a packet each 20 ms. Each source has an
// SSRC.
[[nodiscard]] std::vector<std::uint8_t> rtp_of(std::uint32_t source, std::uint16_t number, std::size_t size);

// DNS (RFC 1035): who asks for a name's address, IPv4 or IPv6 as the answer is, and the answer.
struct dns_message {
  std::uint16_t id = 0;
  std::string name, address; // an answer's; of a query ""
};
[[nodiscard]] std::vector<std::uint8_t> dns_of(const dns_message& of);

struct tcp_packet {
  std::string from = {}, to = {}; // IPv4 addresses
  std::uint16_t from_port = 0, to_port = 0;
  std::uint32_t sequence = 0, acknowledged = 0;
  bool syn = false, ack = false, fin = false;
  bytes payload = {};
};
[[nodiscard]] std::vector<std::uint8_t> packet_of(const tcp_packet& of);

} // namespace lihi::synth
