// Blocks of pcapng (IETF draft-ietf-opsawg-pcapng), little-endian, times in microseconds.
#pragma once

#include <cstdint>
#include <lihi/bytes.hpp>
#include <lihi/moment.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace lihi::pcapng {

using octets = std::vector<std::uint8_t>;

// LINKTYPE_... of tcpdump.org.
enum class link_type : std::uint16_t { ethernet = 1, ppp = 9, raw_ip = 101, upper_pdu = 252 };
// Of epb_flags.
enum class way : std::uint8_t { unknown = 0, inbound = 1, outbound = 2 };

struct packet {
  std::uint32_t interface = 0; // of the section, from 0 on
  moment at;
  bytes octets;
  std::uint32_t length = 0; // that it had; no less than its octets
  way direction = way::unknown;
  const std::vector<std::string>& comments;
};

// Each adds a block.
void put_section(octets& out, std::string_view comment);
void put_interface(octets& out, link_type type, std::string_view name);
void put_packet(octets& out, const packet& one);
// Comments that stand beside no packet: with the statistics of an interface.
void put_comments(octets& out, std::uint32_t interface, moment at, const std::vector<std::string>& comments);

// What stands before the octets of an upper_pdu: which of Wireshark's dissectors reads them, and the ends.
struct upper_pdu {
  std::string_view dissector;
  bytes source, destination;                           // IP addresses, of 4 or 16 octets, or none
  std::uint32_t source_port = 0, destination_port = 0; // of UDP; 0: not known
};
void put_upper_pdu(octets& out, const upper_pdu& about, bytes payload);

} // namespace lihi::pcapng
