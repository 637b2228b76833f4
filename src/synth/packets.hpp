// IP packets, with right checksums, by libtins.
#pragma once

#include <cstdint>
#include <lihi/bytes.hpp>
#include <optional>
#include <string>
#include <vector>

namespace lihi::synth {

struct udp_packet {
  std::string from, to; // addresses of one kind
  std::uint16_t from_port = 0, to_port = 0;
  std::size_t size = 0;                    // octets of its payload, behind an RTP header if there is one
  std::optional<std::uint16_t> rtp_number; // PCMU, a packet each 20 ms
};
[[nodiscard]] std::vector<std::uint8_t> packet_of(const udp_packet& of);

struct tcp_packet {
  std::string from = {}, to = {}; // IPv4 addresses
  std::uint16_t from_port = 0, to_port = 0;
  std::uint32_t sequence = 0, acknowledged = 0;
  bool syn = false, ack = false, fin = false;
  bytes payload = {};
};
[[nodiscard]] std::vector<std::uint8_t> packet_of(const tcp_packet& of);

} // namespace lihi::synth
