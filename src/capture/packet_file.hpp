// Packets of a capture, pcap or pcapng, as libpcap reads them.
#pragma once

#include <cstdint>
#include <functional>
#include <lihi/bytes.hpp>
#include <lihi/moment.hpp>
#include <memory>
#include <optional>
#include <string>

namespace lihi::capture {

// One packet as it was captured. A view: valid until the next packet is read.
struct packet {
  bytes octets;             // what was captured of it
  std::uint32_t length = 0; // octets that it had
  moment at;
  int link_type = 0; // DLT_... of libpcap
};

// Whether octets at the start of a file are those of a capture: pcap of either byte order and resolution, or
// pcapng.
[[nodiscard]] bool is_capture(bytes start) noexcept;

class packet_file {
 public:
  // Gives the next octets of the file, valid until the next call; none at its end.
  using octet_source = std::function<bytes()>;

  packet_file() noexcept;
  ~packet_file();
  packet_file(const packet_file&) = delete;
  packet_file& operator=(const packet_file&) = delete;

  // False when it is no capture that libpcap reads; error() tells why. The source is called until this is
  // destroyed.
  [[nodiscard]] bool open(octet_source from);
  // Nothing at the end, or when the file is cut or broken there (see error()). Throws what the source throws.
  [[nodiscard]] std::optional<packet> next();
  [[nodiscard]] const std::string& error() const noexcept { return error_; }

 private:
  struct parts;
  std::unique_ptr<parts> parts_;
  std::string error_;
};

} // namespace lihi::capture
