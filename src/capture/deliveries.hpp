// Which connections of a capture carry PS-PDUs, on any port: told by their first octets.
#pragma once

#include "capture/connections.hpp"

#include <lihi/bytes.hpp>
#include <string>
#include <unordered_map>
#include <vector>

namespace lihi::capture {

struct delivery_counts {
  std::uint64_t deliveries = 0, tls = 0, other = 0; // directions of connections that carry octets
  std::uint64_t not_read = 0;                       // octets of the last two
};

// Hands on the streams that are deliveries, whole, and nothing of the others.
class deliveries final : public flow_sink {
 public:
  // A connection that was open before the capture begins inside a PS-PDU: the first one that begins within so
  // many octets makes it a delivery.
  static constexpr std::size_t most_searched = 64u << 10;
  // Octets that may wait for that in all; then less is searched.
  static constexpr std::size_t most_undecided = 16u << 20, least_searched = 4u << 10;

  // What goes from or to one of the ports is a delivery whatever it begins with, unless it is TLS.
  deliveries(flow_sink& to, std::vector<std::uint16_t> ports) : to_(to), ports_(std::move(ports)) {}

  void octets(const flow& of, bytes what, moment arrived) override;
  void lost(const flow& of, std::uint64_t octets, moment noticed) override;
  void conflict(const flow& of, std::uint64_t offset, std::uint64_t octets, moment arrived) override;
  void closed(const flow& of) override;

  [[nodiscard]] const delivery_counts& counts() const noexcept { return counts_; }
  // Connections that carry TLS, by their ends; the first few.
  [[nodiscard]] const std::vector<std::string>& tls() const noexcept { return tls_; }

 private:
  enum class verdict : std::uint8_t { undecided, delivery, tls, other };
  struct run { // octets without a hole between them
    std::vector<std::uint8_t> octets;
    std::uint64_t lost_before = 0;
    moment arrived;
  };
  struct clash { // octets that came again and differed
    std::uint64_t offset, octets;
    moment arrived;
  };
  // Of a connection that is not decided; of more, their octets are told with the last.
  static constexpr std::size_t most_clashes = 64;
  struct state {
    verdict is = verdict::undecided;
    std::vector<run> runs; // until it is decided
    std::vector<clash> clashes;
    std::size_t held = 0; // octets in them
    std::size_t searched = 0;
  };

  [[nodiscard]] bool is_wanted(const flow& of) const noexcept;
  [[nodiscard]] verdict judge(const flow& of, state& now) const;
  void decide(const flow& of, state& now, verdict found);

  flow_sink& to_;
  std::vector<std::uint16_t> ports_;
  std::unordered_map<std::uint64_t, state> all_; // by the flow's id
  std::size_t undecided_ = 0;                    // octets
  delivery_counts counts_;
  std::vector<std::string> tls_;
};

} // namespace lihi::capture
