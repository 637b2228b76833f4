#include "write/pcapng.hpp"

#include <algorithm>
#include <limits>

namespace lihi::pcapng {
namespace {

enum block : std::uint32_t {
  interface_block = 1,
  statistics_block = 5,
  packet_block = 6,
  section_block = 0x0A0D0D0A
};
enum option : std::uint16_t {
  end_of_options = 0,
  comment = 1,
  interface_name = 2,
  packet_flags = 2,
  application = 4
};

void put(octets& out, std::uint64_t value, std::size_t size, bool big = false) {
  for (std::size_t i = 0; i < size; ++i)
    out.push_back(static_cast<std::uint8_t>(value >> 8 * (big ? size - 1 - i : i)));
}
void put_padded(octets& out, bytes what) {
  out.insert(out.end(), what.begin(), what.end());
  out.resize(out.size() + (4 - what.size() % 4) % 4);
}
void put_option(octets& out, option code, bytes value) {
  value = value.first(std::min<std::size_t>(value.size(), std::numeric_limits<std::uint16_t>::max()));
  put(out, code, 2);
  put(out, value.size(), 2);
  put_padded(out, value);
}
void put_time(octets& out, moment at) {
  const auto microseconds = static_cast<std::uint64_t>(std::max<std::int64_t>(at.microseconds, 0));
  put(out, microseconds >> 32, 4);
  put(out, microseconds & 0xffffffffU, 4);
}

// A block, with its length before and behind it.
template <class Body>
void put_block(octets& out, block type, const Body& body) {
  const std::size_t begin = out.size();
  put(out, type, 4);
  put(out, 0, 4);
  body();
  const std::size_t length = out.size() + 4 - begin;
  for (std::size_t i = 0; i < 4; ++i) out[begin + 4 + i] = static_cast<std::uint8_t>(length >> 8 * i);
  put(out, length, 4);
}

} // namespace

void put_section(octets& out, std::string_view about) {
  put_block(out, section_block, [&] {
    put(out, 0x1A2B3C4D, 4); // of this order of octets
    put(out, 1, 2);
    put(out, 0, 2);
    put(out, std::numeric_limits<std::uint64_t>::max(), 8); // its length is not known
    put_option(out, comment, as_bytes(about));
    put_option(out, application, as_bytes("lihi"));
    put(out, end_of_options, 4);
  });
}

void put_interface(octets& out, link_type type, std::string_view name) {
  put_block(out, interface_block, [&] {
    put(out, static_cast<std::uint16_t>(type), 2);
    put(out, 0, 2);
    put(out, 0, 4); // no packet is cut
    put_option(out, interface_name, as_bytes(name));
    put(out, end_of_options, 4);
  });
}

void put_packet(octets& out, const packet& one) {
  put_block(out, packet_block, [&] {
    put(out, one.interface, 4);
    put_time(out, one.at);
    put(out, one.octets.size(), 4);
    put(out, std::max<std::size_t>(one.length, one.octets.size()), 4);
    put_padded(out, one.octets);
    for (const std::string& each : one.comments) put_option(out, comment, as_bytes(each));
    octets flags;
    put(flags, static_cast<std::uint8_t>(one.direction), 4);
    put_option(out, packet_flags, flags);
    put(out, end_of_options, 4);
  });
}

void put_comments(octets& out, std::uint32_t interface, moment at, const std::vector<std::string>& comments) {
  put_block(out, statistics_block, [&] {
    put(out, interface, 4);
    put_time(out, at);
    for (const std::string& each : comments) put_option(out, comment, as_bytes(each));
    put(out, end_of_options, 4);
  });
}

// Tags of Wireshark's exported PDUs; numbers in network order.
void put_upper_pdu(octets& out, const upper_pdu& about, bytes payload) {
  enum : std::uint16_t {
    end = 0,
    dissector = 12,
    ipv4_source = 20,
    ipv6_source = 22,
    port_type = 24,
    source_port = 25,
    destination_port = 26
  };
  const auto tag = [&out](std::uint16_t code, bytes value) {
    put(out, code, 2, true);
    put(out, (value.size() + 3) / 4 * 4, 2, true);
    put_padded(out, value);
  };
  const auto number = [&](std::uint16_t code, std::uint32_t value) {
    octets in_order;
    put(in_order, value, 4, true);
    tag(code, in_order);
  };
  tag(dissector, as_bytes(about.dissector));
  std::uint16_t next = 0; // the destination's tag is the one behind the source's
  for (const bytes each : {about.source, about.destination}) {
    if (each.size() == 4 || each.size() == 16)
      tag(static_cast<std::uint16_t>((each.size() == 4 ? ipv4_source : ipv6_source) + next), each);
    ++next;
  }
  if (about.source_port != 0 || about.destination_port != 0) {
    constexpr std::uint32_t udp = 3;
    number(port_type, udp);
    number(source_port, about.source_port);
    number(destination_port, about.destination_port);
  }
  put(out, end, 4);
  out.insert(out.end(), payload.begin(), payload.end());
}

} // namespace lihi::pcapng
