#include "support/capture.hpp"

#include <algorithm>
#include <pcap/dlt.h>
#include <tins/ip.h>
#include <tins/ipv6.h>
#include <tins/rawpdu.h>
#include <tins/tcp.h>

namespace lihi::test {
namespace {

void put(octets& to, std::uint64_t value, std::size_t size, bool big) {
  for (std::size_t i = 0; i < size; ++i)
    to.push_back(static_cast<std::uint8_t>(value >> 8 * (big ? size - 1 - i : i)));
}

} // namespace

int link_type_of(wrapping how) noexcept {
  switch (how) {
  case wrapping::sll: return DLT_LINUX_SLL;
  case wrapping::sll2: return DLT_LINUX_SLL2;
  case wrapping::raw: return 101; // LINKTYPE_RAW: in files
  case wrapping::null_loopback: return DLT_NULL;
  default: return DLT_EN10MB;
  }
}

tcp_session::tcp_session(ends of, wrapping how, std::uint32_t initial)
    : of_(std::move(of)), how_(how), initial_(initial) {}

captured tcp_session::wrap(unsigned flags, bool by_client, std::uint32_t sequence, std::uint32_t acknowledged,
                           const octets& payload) {
  Tins::TCP tcp(by_client ? of_.server_port : of_.client_port, by_client ? of_.client_port : of_.server_port);
  tcp.seq(sequence);
  tcp.ack_seq(acknowledged);
  tcp.flags(static_cast<Tins::small_uint<12>>(flags));
  tcp.window(65535);
  const std::string& from = by_client ? of_.client : of_.server;
  const std::string& to = by_client ? of_.server : of_.client;
  octets packet;
  const auto finish = [&](auto ip) {
    auto whole = ip / tcp;
    if (!payload.empty()) whole /= Tins::RawPDU(payload.data(), static_cast<std::uint32_t>(payload.size()));
    packet = whole.serialize();
  };
  if (of_.v6) {
    finish(Tins::IPv6(to, from));
  } else {
    Tins::IP ip(to, from);
    ip.id(id_++);
    finish(ip);
  }
  const std::uint16_t type = of_.v6 ? 0x86dd : 0x0800;
  const octets addresses{2, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0, 1};
  captured out;
  switch (how_) {
  case wrapping::raw: out.packet = packet; break;
  case wrapping::ethernet:
    out.packet = addresses;
    put(out.packet, type, 2, true);
    out.packet = out.packet + packet;
    if (out.packet.size() < 60) out.packet.resize(60, 0xee); // padding of short frames
    break;
  case wrapping::vlan:
    out.packet = addresses;
    put(out.packet, 0x81000064, 4, true);
    put(out.packet, type, 2, true);
    out.packet = out.packet + packet;
    break;
  case wrapping::qinq:
    out.packet = addresses;
    put(out.packet, 0x88a80001, 4, true);
    put(out.packet, 0x81000064, 4, true);
    put(out.packet, type, 2, true);
    out.packet = out.packet + packet;
    break;
  case wrapping::sll: // packet type, ARPHRD_ETHER, address of six octets
    put(out.packet, by_client ? 0 : 4, 2, true);
    put(out.packet, 1, 2, true);
    put(out.packet, 6, 2, true);
    put(out.packet, 0x0200000000010000, 8, true);
    put(out.packet, type, 2, true);
    out.packet = out.packet + packet;
    break;
  case wrapping::sll2:
    put(out.packet, type, 2, true);
    put(out.packet, 0, 2, true);
    put(out.packet, 3, 4, true); // interface
    put(out.packet, 1, 2, true);
    put(out.packet, by_client ? 0x0006 : 0x0406, 2, true);
    put(out.packet, 0x0200000000010000, 8, true);
    out.packet = out.packet + packet;
    break;
  case wrapping::null_loopback:
    put(out.packet, of_.v6 ? 30 : 2, 4, false);
    out.packet = out.packet + packet;
    break;
  case wrapping::gre:
  case wrapping::gre_key_ethernet:
  case wrapping::ip_in_ip: {
    octets inner;
    if (how_ == wrapping::gre) {
      put(inner, type, 4, true);
    } else if (how_ == wrapping::gre_key_ethernet) {
      put(inner, 0x30006558, 4, true); // with key and sequence number
      put(inner, 0x00000007, 4, true);
      put(inner, id_, 4, true);
      inner = inner + addresses;
      put(inner, type, 2, true);
    }
    inner = inner + packet;
    Tins::IP outer("198.51.100.2", "198.51.100.1");
    outer.protocol(how_ == wrapping::ip_in_ip ? (of_.v6 ? 41 : 4) : 47);
    auto whole = outer / Tins::RawPDU(inner.data(), static_cast<std::uint32_t>(inner.size()));
    out.packet = addresses;
    put(out.packet, 0x0800, 2, true);
    out.packet = out.packet + whole.serialize();
    break;
  }
  }
  out.microseconds = now_;
  now_ += 1000;
  return out;
}

tcp_session& tcp_session::open() {
  add(wrap(Tins::TCP::SYN, true, initial_ - 1, 0, {}));
  add(wrap(Tins::TCP::SYN | Tins::TCP::ACK, false, initial_ - 1, initial_, {}));
  return add(wrap(Tins::TCP::ACK, true, initial_, initial_, {}));
}

captured tcp_session::data(std::size_t at, const octets& what, bool by_client) {
  return wrap(Tins::TCP::PSH | Tins::TCP::ACK, by_client, initial_ + static_cast<std::uint32_t>(at),
              initial_ + static_cast<std::uint32_t>(sent_[by_client ? 1 : 0]), what);
}

captured tcp_session::acknowledgement(std::size_t of_client) {
  return wrap(Tins::TCP::ACK, false, initial_ + static_cast<std::uint32_t>(sent_[1]),
              initial_ + static_cast<std::uint32_t>(of_client), {});
}

tcp_session& tcp_session::send(const octets& what, std::size_t segment, bool by_client) {
  std::size_t& sent = sent_[by_client ? 0 : 1];
  for (std::size_t at = 0; at < what.size(); at += segment) {
    const std::size_t size = std::min(segment, what.size() - at);
    add(data(sent,
             octets(what.begin() + static_cast<std::ptrdiff_t>(at),
                    what.begin() + static_cast<std::ptrdiff_t>(at + size)),
             by_client));
    sent += size;
    add(wrap(Tins::TCP::ACK, !by_client, initial_ + static_cast<std::uint32_t>(sent_[by_client ? 1 : 0]),
             initial_ + static_cast<std::uint32_t>(sent), {}));
  }
  return *this;
}

tcp_session& tcp_session::close() {
  const auto client = initial_ + static_cast<std::uint32_t>(sent_[0]);
  const auto server = initial_ + static_cast<std::uint32_t>(sent_[1]);
  add(wrap(Tins::TCP::FIN | Tins::TCP::ACK, true, client, server, {}));
  add(wrap(Tins::TCP::FIN | Tins::TCP::ACK, false, server, client + 1, {}));
  return add(wrap(Tins::TCP::ACK, true, client + 1, server + 1, {}));
}

std::vector<captured> fragments_of(const captured& raw, std::size_t octets_each) {
  const bool v6 = raw.packet[0] >> 4 == 6;
  const std::size_t header = v6 ? 40 : 20;
  std::vector<captured> out;
  for (std::size_t at = header; at < raw.packet.size(); at += octets_each) {
    const std::size_t size = std::min(octets_each, raw.packet.size() - at);
    const bool more = at + size < raw.packet.size();
    octets part(raw.packet.begin(), raw.packet.begin() + static_cast<std::ptrdiff_t>(header));
    if (v6) {
      const std::uint8_t next = part[6];
      part[6] = 44;
      part[4] = static_cast<std::uint8_t>((size + 8) >> 8);
      part[5] = static_cast<std::uint8_t>(size + 8);
      put(part, next, 1, true);
      put(part, 0, 1, true);
      put(part, (at - header) | (more ? 1U : 0U), 2, true);
      put(part, 0x01020304, 4, true);
    } else {
      const std::size_t place = (at - header) / 8 | (more ? 0x2000U : 0U);
      part[2] = static_cast<std::uint8_t>((size + header) >> 8);
      part[3] = static_cast<std::uint8_t>(size + header);
      part[6] = static_cast<std::uint8_t>(place >> 8);
      part[7] = static_cast<std::uint8_t>(place);
    }
    part.insert(part.end(), raw.packet.begin() + static_cast<std::ptrdiff_t>(at),
                raw.packet.begin() + static_cast<std::ptrdiff_t>(at + size));
    out.push_back({std::move(part), 0, raw.microseconds});
  }
  return out;
}

octets pcap_of(const std::vector<captured>& packets, int link_type, pcap_form form) {
  octets out;
  const auto number = [&](std::uint64_t value, std::size_t size) { put(out, value, size, form.swapped); };
  number(form.nanoseconds ? 0xa1b23c4d : 0xa1b2c3d4, 4);
  number(2, 2);
  number(4, 2);
  number(0, 8);
  number(262144, 4);
  number(static_cast<std::uint64_t>(link_type), 4);
  for (const captured& each : packets) {
    const auto when = static_cast<std::uint64_t>(each.microseconds);
    number(when / 1'000'000, 4);
    number(when % 1'000'000 * (form.nanoseconds ? 1000 : 1), 4);
    number(each.packet.size(), 4);
    number(each.length == 0 ? each.packet.size() : each.length, 4);
    out.insert(out.end(), each.packet.begin(), each.packet.end());
  }
  return out;
}

// IETF draft-ietf-opsawg-pcapng: a section header, an interface, enhanced packets.
octets pcapng_of(const std::vector<captured>& packets, int link_type) {
  octets out;
  const auto number = [&out](std::uint64_t value, std::size_t size) { put(out, value, size, false); };
  number(0x0a0d0d0a, 4);
  number(28, 4);
  number(0x1a2b3c4d, 4);
  number(1, 4); // version 1.0
  number(~std::uint64_t{0}, 8);
  number(28, 4);
  number(1, 4);
  number(20, 4);
  number(static_cast<std::uint64_t>(link_type), 4);
  number(0, 4);
  number(20, 4);
  for (const captured& each : packets) {
    const std::size_t padded = (each.packet.size() + 3) / 4 * 4;
    number(6, 4);
    number(32 + padded, 4);
    number(0, 4);
    number(static_cast<std::uint64_t>(each.microseconds) >> 32, 4);
    number(static_cast<std::uint64_t>(each.microseconds) & 0xffffffffU, 4);
    number(each.packet.size(), 4);
    number(each.length == 0 ? each.packet.size() : each.length, 4);
    out.insert(out.end(), each.packet.begin(), each.packet.end());
    out.resize(out.size() + padded - each.packet.size());
    number(32 + padded, 4);
  }
  return out;
}

} // namespace lihi::test
