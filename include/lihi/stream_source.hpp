// Where a PS-PDU came from: what the reader of a stream knows beside its octets.
#pragma once

#include <concepts>
#include <lihi/moment.hpp>
#include <optional>
#include <string_view>

namespace lihi {

// A view, as long as what it was made of. A name alone will do: a string is taken for one.
struct stream_source {
  std::string_view name;         // of a file, or of a link
  std::string_view link;         // of the connection, when the file holds several: "A>B"
  std::optional<moment> arrived; // when the PS-PDU's last octet was captured or received

  constexpr stream_source() noexcept = default;
  template <std::convertible_to<std::string_view> Text>
  constexpr stream_source(const Text& of) noexcept : name(of) {} // NOLINT(google-explicit-constructor)
  constexpr stream_source(std::string_view of, std::string_view connection,
                          std::optional<moment> when) noexcept
      : name(of), link(connection), arrived(when) {}
};

} // namespace lihi
