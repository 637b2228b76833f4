// The deliveries in a capture of a handover link: connections that carry PS-PDUs, put together from their
// packets and cut into frames (docs/captures.md). pcap and pcapng, read by libpcap.
//
// In the library lihi::capture: find_package(lihi REQUIRED COMPONENTS capture).
#pragma once

#include <cstdint>
#include <functional>
#include <lihi/framer.hpp>
#include <lihi/stream_source.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace lihi {

// What is found, in the order of the capture. A source names the capture, the connection ("A>B") and when the
// last octet was captured; offsets are those of the connection's stream.
class capture_handler {
 public:
  virtual void take(const frame& piece, const stream_source& source) = 0;
  // A segment of the stream ended before that octet; frames that it ends are taken next.
  virtual void segment(const stream_source& source, std::uint64_t end) { (void)source, (void)end; }
  // So many octets of the stream are missing from there on.
  virtual void lost(const stream_source& source, std::uint64_t offset, std::uint64_t octets) {
    (void)source, (void)offset, (void)octets;
  }
  // So many came again from there on, and differed: the first count.
  virtual void conflict(const stream_source& source, std::uint64_t offset, std::uint64_t octets) {
    (void)source, (void)offset, (void)octets;
  }
  // Nothing more comes of that stream.
  virtual void ended(const stream_source& source) { (void)source; }
  // Nothing more is wanted: reading ends.
  [[nodiscard]] virtual bool over() const { return false; }

 protected:
  ~capture_handler() = default;
};

struct capture_options {
  limits bounds;                    // of a frame
  std::vector<std::uint16_t> ports; // TCP: what goes to or from them is a delivery, whatever it begins with
};

struct capture_counts {
  std::uint64_t packets = 0;
  std::uint64_t malformed = 0, cut = 0; // of them: with a header that cannot be; captured in part only
  std::uint64_t fragments_lost = 0;     // datagrams of which fragments are missing
  std::uint64_t connections = 0;        // of TCP
  std::uint64_t outside = 0;            // segments that belong to no window of their connection
  std::uint64_t forgotten = 0;          // connections that ended because too many were open
  std::uint64_t deliveries = 0, tls = 0, other = 0;  // directions of connections that carry octets
  std::uint64_t octets = 0, lost = 0, conflicts = 0; // of deliveries
  std::uint64_t not_read = 0;                        // octets of TLS and other
};

struct capture_result {
  bool opened = false; // it is a capture that can be read
  std::string problem; // why not, or why it ends before its end; "" none
  capture_counts counts;
  std::vector<std::string> tls; // connections with TLS, which are not read; the first few
};

// Reads a capture. `next` gives the next octets of the file, valid until its next call, and none at the end;
// what it throws goes through.
[[nodiscard]] capture_result read_capture(std::string_view name, const std::function<bytes()>& next,
                                          capture_handler& to, const capture_options& options = {});
// Of a file, by its path.
[[nodiscard]] capture_result read_capture(const std::string& path, capture_handler& to,
                                          const capture_options& options = {});

} // namespace lihi
