// Captures of TCP connections, put together by libtins: the headers and their checksums are another
// encoder's.
#pragma once

#include "support/hex.hpp"

#include <filesystem>
#include <lihi/moment.hpp>
#include <random>
#include <string>
#include <vector>

namespace lihi::test {

struct captured {
  octets packet;
  std::uint32_t length = 0; // that it had; 0: all of it was captured
  std::int64_t microseconds = 0;
};

// How the packets of a connection are wrapped.
enum class wrapping { ethernet, vlan, qinq, sll, sll2, raw, null_loopback, gre, gre_key_ethernet, ip_in_ip };
[[nodiscard]] int link_type_of(wrapping how) noexcept;

// One TCP connection, of which the packets come in the order of the calls. Sequence numbers begin at
// `initial`.
class tcp_session {
 public:
  struct ends {
    std::string client = "192.0.2.1", server = "192.0.2.2";
    std::uint16_t client_port = 40000, server_port = 50000;
    bool v6 = false;
  };
  explicit tcp_session(ends of, wrapping how = wrapping::ethernet, std::uint32_t initial = 1000);
  tcp_session() : tcp_session(ends{}) {}

  tcp_session& open();
  // In segments of so many octets, each acknowledged.
  tcp_session& send(const octets& what, std::size_t segment = 1400, bool by_client = true);
  tcp_session& close();
  // A packet by itself; its sequence number is so many octets behind the first of the stream.
  captured data(std::size_t at, const octets& what, bool by_client = true);
  captured acknowledgement(std::size_t of_client); // by the server: it has so many octets
  tcp_session& add(captured packet) {
    packets.push_back(std::move(packet));
    return *this;
  }
  tcp_session& wait(std::int64_t microseconds) {
    now_ += microseconds;
    return *this;
  }

  std::vector<captured> packets;

 private:
  captured wrap(unsigned flags, bool by_client, std::uint32_t sequence, std::uint32_t acknowledged,
                const octets& payload);

  ends of_;
  wrapping how_;
  std::uint32_t initial_;
  std::size_t sent_[2] = {0, 0}; // by the client, by the server
  std::int64_t now_ = 1'770'371'041'608'000;
  std::uint16_t id_ = 1;
};

// The IP packet in a captured packet of `raw`, in fragments of so many octets.
[[nodiscard]] std::vector<captured> fragments_of(const captured& raw, std::size_t octets_each);

// As files: pcap, with the times in microseconds or nanoseconds, in the order of octets of this machine or
// the other; pcapng.
struct pcap_form {
  bool nanoseconds = false, swapped = false;
};
[[nodiscard]] octets pcap_of(const std::vector<captured>& packets, int link_type, pcap_form form = {});
[[nodiscard]] octets pcapng_of(const std::vector<captured>& packets, int link_type);

} // namespace lihi::test
