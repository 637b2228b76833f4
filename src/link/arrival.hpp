// What a ledger needs to know of a record.
#pragma once

#include "core/arena.hpp"
#include "core/plain_text.hpp"

#include <array>
#include <lihi/peek.hpp>
#include <lihi/record.hpp>
#include <lihi/stream_source.hpp>
#include <string>

namespace lihi {

// What sequence numbers belong to, besides the kind of payload: the session of an intercept (ETSI TS
// 102 232-1 clauses 5.2.4 and 5.2.5).
struct session_key {
  field::text liid, authorization_country, operator_id, network_element_id, cin_extension;
  text_encoding liid_encoding = {};
  field::number cin;

  static constexpr std::array texts{&session_key::liid, &session_key::authorization_country,
                                    &session_key::operator_id, &session_key::network_element_id,
                                    &session_key::cin_extension};

  friend bool operator==(const session_key& a, const session_key& b) noexcept {
    for (const auto part : texts)
      if ((a.*part).size() != (b.*part).size() ||
          !plain_text::equal((a.*part).data(), (b.*part).data(), (a.*part).size()))
        return false;
    return a.cin == b.cin && a.liid_encoding == b.liid_encoding;
  }

  // As octets: equal keys, and no others, are equal.
  void pack(std::string& to) const;
  [[nodiscard]] static session_key unpack(std::string_view from) noexcept; // of pack()
  [[nodiscard]] static bool is_packed(std::string_view octets) noexcept;
  [[nodiscard]] std::size_t octets() const noexcept;
};

// What a TRI means for its session or its link.
enum class tri_meaning : std::uint8_t {
  nothing,
  cin_reset,
  first_segment,
  last_segment,
  keep_alive,
  keep_alive_answer
};

struct arrival {
  session_key of;
  element_kind kind = {};
  lihi::iri_type iri_type = {};
  tri_meaning tri = {};
  stream_source source;
  bool first_of_pdu = true;             // only that one counts the PDU's number
  std::optional<std::uint32_t> number;  // the PDU's sequence number
  std::uint64_t id = 0;                 // equal for equal octets; 0: not known
  std::uint64_t header = 0;             // decoder::header_number(); 0: not known
  std::uint64_t offset = 0, length = 0; // of the PDU
  content_type content = {};            // of CC
  bytes octets;
};

// The first half of an id, which is a hash of the octets in hex: 64 bits of it; 0 of no id.
[[nodiscard]] inline std::uint64_t id_number(field::text id) noexcept {
  if (id.size() < 16) return 0;
  const auto digits = [&id](std::size_t at) { // eight of them, one in each octet
    const auto word = plain_text::load<std::uint64_t>(id.data() + at);
    return (word & 0x0F0F0F0F0F0F0F0F) + 9 * (word >> 6 & 0x0101010101010101);
  };
  return digits(0) << 4 | digits(8);
}

// Views of the record.
[[nodiscard]] inline session_key key_of(const record& one) noexcept {
  session_key out{.liid = one.liid,
                  .authorization_country = one.authorization_country,
                  .operator_id = one.operator_id,
                  .network_element_id = one.network_element_id,
                  .cin_extension = {},
                  .liid_encoding = one.liid_encoding,
                  .cin = one.cin};
  for (const correlation_key& each : one.correlation)
    if (each.scheme == correlation_scheme::cin_extension) out.cin_extension = each.value;
  return out;
}
[[nodiscard]] arrival arrival_of(const record& one, std::uint64_t header = 0) noexcept;

// Of a PDU that gave no record, when its header can be read and says what it was: its number came, though
// what it carried did not.
class damaged_arrival {
 public:
  damaged_arrival(const frame& pdu, const stream_source& source, const limits& bounds);
  [[nodiscard]] bool known() const noexcept { return known_; }
  [[nodiscard]] const arrival& view() const& noexcept { return view_; }

 private:
  header_fields header_;
  arena memory_;
  arrival view_;
  bool known_ = false;
};

} // namespace lihi
