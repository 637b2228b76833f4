// From a packet to the TCP segment in it: link layers, VLAN tags, IP and its fragments, tunnels.
#pragma once

#include "capture/endpoint.hpp"
#include "capture/fragments.hpp"
#include "capture/packet_file.hpp"

#include <lihi/function_ref.hpp>

namespace lihi::capture {

// RFC 9293. A view of the packet.
struct tcp_segment {
  endpoint from, to;
  std::uint32_t sequence = 0, acknowledged = 0;
  bool syn = false, ack = false, fin = false, rst = false;
  bytes payload; // what was captured of it
  moment at;
};

// What was in the packets.
struct packet_counts {
  std::uint64_t packets = 0;
  std::uint64_t other = 0;          // not TCP, or of a link type or protocol that is not read
  std::uint64_t malformed = 0;      // a header that cannot be
  std::uint64_t cut = 0;            // captured in part only
  std::uint64_t fragments_lost = 0; // datagrams of which fragments are missing
};

class dissector {
 public:
  // Calls `give` with the segment, when there is one: at most once a packet. What is in tunnels (GRE, IP in
  // IP) is looked for too.
  void take(const packet& from, function_ref<void(const tcp_segment&)> give);
  // Of all packets so far; datagrams that are not whole yet count as lost.
  [[nodiscard]] packet_counts counts() const noexcept;

 private:
  enum class layer : std::uint8_t { ethernet, ipv4, ipv6, tcp, gre, other, malformed };
  struct step {
    layer is;
    bytes rest;
  };
  [[nodiscard]] static step link_layer(const packet& from) noexcept;
  [[nodiscard]] static step ethernet(bytes frame) noexcept;
  [[nodiscard]] static step by_ethertype(std::uint16_t type, bytes rest) noexcept;
  [[nodiscard]] static step by_protocol(std::uint8_t protocol, bytes rest) noexcept;
  [[nodiscard]] step ipv4(bytes packet);
  [[nodiscard]] step ipv6(bytes packet);
  [[nodiscard]] static step gre(bytes packet) noexcept;
  [[nodiscard]] bool tcp(bytes segment) noexcept;

  fragments fragments_;
  tcp_segment out_;
  packet_counts counts_;
};

} // namespace lihi::capture
