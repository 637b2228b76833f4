// IP datagrams that came in fragments (RFC 791 section 3.2, RFC 8200 section 4.5).
#pragma once

#include "capture/endpoint.hpp"
#include "capture/first_wins.hpp"

#include <list>
#include <lihi/bytes.hpp>
#include <map>
#include <vector>

namespace lihi::capture {

struct fragment {
  std::array<std::uint8_t, 16> from{}, to{};
  bool is_v6 = false;
  std::uint8_t protocol = 0; // of the datagram; of IPv6 only the first fragment's counts
  std::uint32_t id = 0;
  std::size_t offset = 0; // octets
  bool more = false;
  bytes octets;
};

// Few at a time are kept: a datagram that does not get whole goes when others come.
class fragments {
 public:
  static constexpr std::size_t most_datagrams = 256, most_octets = 65535;

  struct datagram {
    std::uint8_t protocol = 0;
    bytes octets; // empty: it is not whole yet. Valid until the next call.
  };
  // Where fragments overlap, the first counts.
  [[nodiscard]] datagram add(const fragment& one);
  // Datagrams that never got whole, those that may still do so included.
  [[nodiscard]] std::uint64_t lost() const noexcept { return given_up_ + by_key_.size(); }

 private:
  struct key {
    std::array<std::uint8_t, 16> from, to;
    bool is_v6;
    std::uint8_t protocol;
    std::uint32_t id;
    friend auto operator<=>(const key&, const key&) = default;
  };
  struct partial {
    pieces<std::size_t> came;       // by offset
    std::size_t held = 0, size = 0; // size: 0 until the last one came
    std::uint8_t protocol = 0;
    std::list<key>::iterator age;
  };
  void forget(std::map<key, partial>::iterator which);

  std::map<key, partial> by_key_;
  std::list<key> by_age_; // the oldest first
  std::vector<std::uint8_t> whole_;
  std::uint64_t given_up_ = 0;
};

} // namespace lihi::capture
