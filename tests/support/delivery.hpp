// PS-PDUs of a delivery, put together by hand.
#pragma once

#include "support/hex.hpp"

#include <lihi/link.hpp>
#include <optional>
#include <string>
#include <vector>

namespace lihi::test {

struct sent_pdu {
  std::string liid = "LIID-1";
  std::optional<std::uint32_t> cin = 1;
  std::uint32_t sequence = 0;
};
// An IRI of type begin(1), end(2), continue(3) or report(4), with an IP-IRI access event; a CC with an IP
// packet of these octets; a TRI of that tag without content.
[[nodiscard]] octets iri(const sent_pdu& header, int type);
[[nodiscard]] octets cc(const sent_pdu& header, const octets& packet);
[[nodiscard]] octets tri(const sent_pdu& header, const std::string& tag);

// An item as text: the record or the event as JSON, a reject by its place and code.
[[nodiscard]] std::string text_of(const item& one);
// What a link says of a stream, cut into such pieces, up to its close.
[[nodiscard]] std::vector<std::string> items_of(bytes stream, std::size_t piece,
                                                const link_options& options = {});

} // namespace lihi::test
