// Deliveries as a capture: HI2 and HI3 on a TCP connection each.
#pragma once

#include "synth/packets.hpp"
#include "write/pcapng.hpp"

#include <array>
#include <lihi/moment.hpp>

namespace lihi::synth {

class capture_writer {
 public:
  // Each adds blocks to `to`.
  void begin(pcapng::octets& to, std::string_view about);
  void pdu(pcapng::octets& to, bool hi3, bytes octets, moment at);
  // Closes the connections that were opened.
  void end(pcapng::octets& to);

 private:
  struct connection {
    std::uint32_t sent = 0; // octets
    bool open = false;
  };
  void packet(pcapng::octets& to, bool hi3, bool by_sender, tcp_packet what);

  std::array<connection, 2> both_;
  moment last_;
};

} // namespace lihi::synth
