#include "capture/dissector.hpp"

#include <algorithm>
#include <pcap/dlt.h>

namespace lihi::capture {
namespace {

constexpr int most_layers = 16; // tags and tunnels inside of each other

// EtherTypes (IEEE 802 numbers) and IP protocols (IANA).
constexpr std::uint16_t type_ipv4 = 0x0800, type_ipv6 = 0x86dd, type_vlan = 0x8100, type_qinq = 0x88a8,
                        type_old_qinq = 0x9100, type_bridged = 0x6558;
constexpr std::uint8_t hop_by_hop = 0, in_ipv4 = 4, tcp_protocol = 6, in_ipv6 = 41, routing = 43,
                       fragment_header = 44, gre_protocol = 47, destination_options = 60;

// Callers know that the octets are there.
std::uint16_t get16(bytes from, std::size_t at) noexcept {
  return static_cast<std::uint16_t>(from[at] << 8 | from[at + 1]);
}
std::uint32_t get32(bytes from, std::size_t at) noexcept {
  return std::uint32_t{get16(from, at)} << 16 | get16(from, at + 2);
}

template <std::size_t Size>
std::array<std::uint8_t, 16> address_at(bytes from, std::size_t at) noexcept {
  std::array<std::uint8_t, 16> out{};
  std::copy_n(from.begin() + static_cast<std::ptrdiff_t>(at), Size, out.begin());
  return out;
}

} // namespace

void dissector::take(const packet& from, function_ref<void(const tcp_segment&)> give) {
  ++counts_.packets;
  counts_.cut += from.octets.size() < from.length ? 1 : 0;
  out_ = {};
  out_.at = from.at;
  step at = link_layer(from);
  for (int depth = 0; depth < most_layers; ++depth) {
    switch (at.is) {
    case layer::ethernet: at = ethernet(at.rest); continue;
    case layer::ipv4: at = ipv4(at.rest); continue;
    case layer::ipv6: at = ipv6(at.rest); continue;
    case layer::gre: at = gre(at.rest); continue;
    case layer::tcp:
      if (tcp(at.rest)) return give(out_);
      ++counts_.malformed;
      return;
    case layer::malformed: ++counts_.malformed; return;
    case layer::other: ++counts_.other; return;
    }
  }
  ++counts_.malformed;
}

packet_counts dissector::counts() const noexcept {
  packet_counts out = counts_;
  out.fragments_lost = fragments_.lost();
  return out;
}

dissector::step dissector::link_layer(const packet& from) noexcept {
  const bytes all = from.octets;
  const auto behind = [all](std::size_t header, auto next) -> step {
    return all.size() < header ? step{layer::malformed, {}} : next(all.subspan(header));
  };
  switch (from.link_type) {
  case DLT_EN10MB: return {layer::ethernet, all};
  case DLT_LINUX_SLL: return behind(16, [all](bytes rest) { return by_ethertype(get16(all, 14), rest); });
  case DLT_LINUX_SLL2: return behind(20, [all](bytes rest) { return by_ethertype(get16(all, 0), rest); });
  case DLT_NULL: // BSD loopback: a family whose numbers differ by system, in the order of its octets
  case DLT_LOOP:
    return behind(4, [](bytes rest) {
      return rest.empty() ? step{layer::malformed, {}}
                          : step{rest[0] >> 4 == 6 ? layer::ipv6 : layer::ipv4, rest};
    });
  case DLT_RAW:
    return behind(1, [all](bytes) { return step{all[0] >> 4 == 6 ? layer::ipv6 : layer::ipv4, all}; });
  case DLT_IPV4: return {layer::ipv4, all};
  case DLT_IPV6: return {layer::ipv6, all};
  default: return {layer::other, {}};
  }
}

dissector::step dissector::ethernet(bytes frame) noexcept {
  constexpr std::size_t header = 14;
  if (frame.size() < header) return {layer::malformed, {}};
  return by_ethertype(get16(frame, 12), frame.subspan(header));
}

dissector::step dissector::by_ethertype(std::uint16_t type, bytes rest) noexcept {
  for (int tags = 0; type == type_vlan || type == type_qinq || type == type_old_qinq; ++tags) {
    if (rest.size() < 4 || tags == most_layers) return {layer::malformed, {}};
    type = get16(rest, 2);
    rest = rest.subspan(4);
  }
  switch (type) {
  case type_ipv4: return {layer::ipv4, rest};
  case type_ipv6: return {layer::ipv6, rest};
  case type_bridged: return {layer::ethernet, rest};
  default: return {layer::other, {}};
  }
}

dissector::step dissector::by_protocol(std::uint8_t protocol, bytes rest) noexcept {
  switch (protocol) {
  case tcp_protocol: return {layer::tcp, rest};
  case in_ipv4: return {layer::ipv4, rest};
  case in_ipv6: return {layer::ipv6, rest};
  case gre_protocol: return {layer::gre, rest};
  default: return {layer::other, {}};
  }
}

dissector::step dissector::ipv4(bytes packet) {
  if (packet.size() < 20 || packet[0] >> 4 != 4) return {layer::malformed, {}};
  const std::size_t header = (packet[0] & 15U) * 4U;
  std::size_t total = get16(packet, 2);
  if (total == 0) total = packet.size(); // segmentation offload: the card fills it in behind the capture
  if (header < 20 || header > total || header > packet.size()) return {layer::malformed, {}};
  out_.from.address = address_at<4>(packet, 12);
  out_.to.address = address_at<4>(packet, 16);
  out_.from.is_v6 = out_.to.is_v6 = false;
  const bool whole = total <= packet.size();
  const bytes rest = packet.subspan(header, std::min(total, packet.size()) - header);
  const std::uint16_t place = get16(packet, 6);
  const bool more = (place & 0x2000U) != 0;
  const std::size_t offset = (place & 0x1fffU) * 8U;
  if (!more && offset == 0) return by_protocol(packet[9], rest);
  if (!whole) return {layer::malformed, {}}; // a fragment that was cut cannot be put together
  const auto done = fragments_.add(
      {out_.from.address, out_.to.address, false, packet[9], get16(packet, 4), offset, more, rest});
  return done.octets.empty() ? step{layer::other, {}} : by_protocol(done.protocol, done.octets);
}

dissector::step dissector::ipv6(bytes packet) {
  constexpr std::size_t header = 40;
  if (packet.size() < header || packet[0] >> 4 != 6) return {layer::malformed, {}};
  out_.from.address = address_at<16>(packet, 8);
  out_.to.address = address_at<16>(packet, 24);
  out_.from.is_v6 = out_.to.is_v6 = true;
  std::size_t length = get16(packet, 4);
  if (length == 0) length = packet.size() - header; // segmentation offload, as above
  const bool whole = length <= packet.size() - header;
  bytes rest = packet.subspan(header, std::min(length, packet.size() - header));
  std::uint8_t next = packet[6];
  for (int headers = 0; headers < most_layers; ++headers) {
    if (next == hop_by_hop || next == routing || next == destination_options) {
      if (rest.size() < 8) return {layer::malformed, {}};
      const std::size_t size = 8 + std::size_t{rest[1]} * 8;
      if (size > rest.size()) return {layer::malformed, {}};
      next = rest[0];
      rest = rest.subspan(size);
      continue;
    }
    if (next != fragment_header) return by_protocol(next, rest);
    if (rest.size() < 8) return {layer::malformed, {}};
    const std::uint16_t place = get16(rest, 2);
    const bool more = (place & 1U) != 0;
    const std::size_t offset = place & 0xfff8U;
    if (more || offset != 0) {
      if (!whole) return {layer::malformed, {}};
      const auto done = fragments_.add(
          {out_.from.address, out_.to.address, true, rest[0], get32(rest, 4), offset, more, rest.subspan(8)});
      return done.octets.empty() ? step{layer::other, {}} : by_protocol(done.protocol, done.octets);
    }
    next = rest[0];
    rest = rest.subspan(8);
  }
  return {layer::malformed, {}};
}

// RFC 2784 and 2890, version 0. ERSPAN and PPTP are not read.
dissector::step dissector::gre(bytes packet) noexcept {
  if (packet.size() < 4) return {layer::malformed, {}};
  const std::uint16_t flags = get16(packet, 0);
  if ((flags & 7U) != 0) return {layer::other, {}};
  std::size_t header = 4;
  for (const unsigned optional : {0x8000U, 0x2000U, 0x1000U}) // checksum, key, sequence number
    header += (flags & optional) != 0 ? 4 : 0;
  if ((flags & 0x4000U) != 0 || packet.size() < header)
    return {layer::malformed, {}}; // source routes are gone
  return by_ethertype(get16(packet, 2), packet.subspan(header));
}

bool dissector::tcp(bytes segment) noexcept {
  if (segment.size() < 20) return false;
  const std::size_t header = (segment[12] >> 4) * 4U;
  if (header < 20 || header > segment.size()) return false;
  out_.from.port = get16(segment, 0);
  out_.to.port = get16(segment, 2);
  out_.sequence = get32(segment, 4);
  out_.acknowledged = get32(segment, 8);
  const unsigned flags = segment[13];
  out_.fin = (flags & 1U) != 0;
  out_.syn = (flags & 2U) != 0;
  out_.rst = (flags & 4U) != 0;
  out_.ack = (flags & 16U) != 0;
  out_.payload = segment.subspan(header);
  return true;
}

} // namespace lihi::capture
