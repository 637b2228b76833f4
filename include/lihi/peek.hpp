// The little that routing needs, without reading the rest of a PS-PDU.
#pragma once

#include <lihi/export.hpp>
#include <algorithm>
#include <array>
#include <cstdint>
#include <lihi/error.hpp>
#include <lihi/framer.hpp>
#include <optional>

namespace lihi {

// What a PS-PDU carries (Payload of ETSI TS 102 232-1 annex A).
enum class payload_kind : std::uint8_t {
  none, // no payload, or an arm that the schema does not know
  iri,
  cc,
  tri,
  hi1,
  encrypted,
  ilhi,
  hi4,
};

// A few octets, copied: a header field may come in segments, of which no view can be given.
class short_octets {
 public:
  static constexpr std::size_t most = 63;

  [[nodiscard]] bytes octets() const& noexcept { return {octets_.data(), size_}; }
  bytes octets() && = delete; // would dangle
  [[nodiscard]] bool empty() const noexcept { return size_ == 0; }
  void clear() noexcept { size_ = 0; }
  // False, and nothing is copied, when they are too many.
  bool assign(bytes from) noexcept {
    if (from.size() > most) return false;
    std::copy(from.begin(), from.end(), octets_.begin());
    size_ = static_cast<std::uint8_t>(from.size());
    return true;
  }

 private:
  std::array<std::uint8_t, most> octets_;
  std::uint8_t size_ = 0;
};

// The PSHeader fields that say whose a PS-PDU is and where it belongs, as sent.
struct header_fields {
  short_octets liid;                                    // 1 to 25 octets
  short_octets operator_id;                             // 1 to 16 octets
  short_octets network_element_id;                      // 1 to 16 octets, or none
  short_octets authorization_country, delivery_country; // two letters (ISO 3166-1), or none
  std::optional<std::uint32_t> cin, sequence;
  payload_kind payload = payload_kind::none;

  void clear() noexcept {
    for (short_octets* each :
         {&liid, &operator_id, &network_element_id, &authorization_country, &delivery_country})
      each->clear();
    cin.reset();
    sequence.reset();
    payload = payload_kind::none;
  }
};

// Reads the header and the tag of the payload; the payload itself is stepped over, and its faults are not
// seen. Allocates only for a field in segments. The error is the first thing that could not be forgiven
// (out_of_bounds: a field of more than short_octets::most octets); fields before it are set.
[[nodiscard]] LIHI_EXPORT error peek_header(const frame& pdu, header_fields& out,
                                            const limits& bounds = {}) noexcept;

} // namespace lihi
