#include "synth/capture_writer.hpp"

#include <algorithm>
#include <utility>

namespace lihi::synth {
namespace {

constexpr std::uint32_t initial = 1000; // sequence number of both sides
constexpr std::size_t segment = 1400;

} // namespace

void capture_writer::begin(pcapng::octets& to, std::string_view about) {
  pcapng::put_section(to, about);
  pcapng::put_interface(to, pcapng::link_type::raw_ip, "lihi synth");
}

void capture_writer::packet(pcapng::octets& to, bool hi3, bool by_sender, tcp_packet what) {
  const std::string mediation = "192.0.2.1", receiver = "192.0.2.2";
  what.from = by_sender ? mediation : receiver;
  what.to = by_sender ? receiver : mediation;
  const auto ours = static_cast<std::uint16_t>(hi3 ? 40003 : 40002);
  const auto theirs = static_cast<std::uint16_t>(hi3 ? 50003 : 50002);
  what.from_port = by_sender ? ours : theirs;
  what.to_port = by_sender ? theirs : ours;
  const std::vector<std::uint8_t> octets = packet_of(what);
  pcapng::put_packet(to,
                     {0, last_, octets, static_cast<std::uint32_t>(octets.size()), pcapng::way::unknown, {}});
  ++last_.microseconds; // times of packets go forward
}

void capture_writer::pdu(pcapng::octets& to, bool hi3, bytes octets, moment at) {
  last_.microseconds = std::max(last_.microseconds, at.microseconds);
  connection& now = both_[hi3 ? 1 : 0];
  if (!now.open) {
    now.open = true;
    packet(to, hi3, true, {.sequence = initial - 1, .syn = true});
    packet(to, hi3, false, {.sequence = initial - 1, .acknowledged = initial, .syn = true, .ack = true});
    packet(to, hi3, true, {.sequence = initial, .acknowledged = initial, .ack = true});
  }
  while (!octets.empty()) {
    const bytes part = octets.first(std::min(octets.size(), segment));
    packet(to, hi3, true,
           {.sequence = initial + now.sent, .acknowledged = initial, .ack = true, .payload = part});
    now.sent += static_cast<std::uint32_t>(part.size());
    octets = octets.subspan(part.size());
  }
  packet(to, hi3, false, {.sequence = initial, .acknowledged = initial + now.sent, .ack = true});
}

void capture_writer::end(pcapng::octets& to) {
  for (const bool hi3 : {false, true}) {
    connection& now = both_[hi3 ? 1 : 0];
    if (!std::exchange(now.open, false)) continue;
    packet(to, hi3, true,
           {.sequence = initial + now.sent, .acknowledged = initial, .ack = true, .fin = true});
    packet(to, hi3, false,
           {.sequence = initial, .acknowledged = initial + now.sent + 1, .ack = true, .fin = true});
    packet(to, hi3, true, {.sequence = initial + now.sent + 1, .acknowledged = initial + 1, .ack = true});
  }
}

} // namespace lihi::synth
