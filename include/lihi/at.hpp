// One value of a PS-PDU by its path, without reading the rest:
//
//   lihi::at<"payload.iRIPayloadSequence.iRIContents.threeGPP33128DefinedIRI.event.registration.sUPI.iMSI">
//   imsi; if (const auto found = imsi(pdu)) route(*found);
//
// The path consists of member names as in the modules, from PS-PDU on. Lists are looked through for the first
// element that has the rest of the path, and contained types are part of it. A path that the schema does not
// have does not compile. Including this header takes a compiler about half a second.
#pragma once

#include <lihi/export.hpp>
#include <algorithm>
#include <array>
#include <cstdint>
#include <lihi/framer.hpp>
#include <lihi/moment.hpp>
#include <lihi/schema_paths.hpp>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <type_traits>

namespace lihi {

// A path as a template argument.
template <std::size_t size>
struct path_text {
  consteval path_text(const char (&text)[size]) { std::copy_n(text, size, characters); } // NOLINT: implicit
  char characters[size];
  [[nodiscard]] constexpr std::string_view view() const { return {characters, size - 1}; }
};

namespace paths {

inline constexpr std::size_t most_steps = 64;

struct resolved {
  std::array<std::uint16_t, most_steps> members{};
  std::size_t size = 0;
  char kind = 'c';
};

template <std::size_t size>
constexpr resolved
resolve(path_text<size> text) { // by value: g++ with UBSan wants no address of a template argument
  std::string_view path = text.view();
  resolved out;
  std::uint16_t type = ps_pdu;
  while (true) {
    if (types[type].kind == 'l') { // its one member is the element
      out.members[out.size++] = types[type].first_member;
      type = members[types[type].first_member].type;
      continue;
    }
    if (path.empty()) break;
    const std::string_view name = path.substr(0, path.find('.'));
    path.remove_prefix(std::min(path.size(), name.size() + 1));
    std::uint16_t id = types[type].first_member;
    const std::uint16_t end = id + types[type].member_count;
    while (id != end && members[id].name != name) ++id;
    if (id == end) throw "the schema has no such member";
    if (out.size == most_steps) throw "the path is too long";
    out.members[out.size++] = id;
    type = members[id].type;
    out.kind = types[type].kind;
  }
  out.kind = types[type].kind;
  if (out.kind == 'c') throw "the path ends at a type with members: name one of them";
  return out;
}

} // namespace paths

// Finds values by members; `at` makes it typed.
class LIHI_EXPORT path_reader {
 public:
  struct found {
    bytes octets; // content octets
    bool present = false;
    lihi::error error;
  };

  // `tables`: that the paths were resolved with; those of another library do not link.
  explicit path_reader(const limits& bounds = {}, const char* tables = paths::of_library);
  ~path_reader();
  path_reader(path_reader&&) noexcept;
  path_reader& operator=(path_reader&&) noexcept;

  // The first value at the path. When it is no value of its type, the error says so.
  found find(const frame& pdu, std::span<const std::uint16_t> members);

 private:
  struct parts;
  std::unique_ptr<parts> parts_;
};

// What content octets say; of their type already.
[[nodiscard]] LIHI_EXPORT std::optional<std::int64_t>
path_integer(bytes octets) noexcept; // none above 64 bits
[[nodiscard]] LIHI_EXPORT std::optional<moment> path_generalized_time(bytes octets) noexcept;
[[nodiscard]] LIHI_EXPORT std::optional<moment> path_utc_time(bytes octets) noexcept;

// A function object; one per thread. What it returns is valid until its next call, and as long as the PDU.
template <path_text path>
class at {
  static constexpr paths::resolved to = paths::resolve(path);

 public:
  // INTEGER and ENUMERATED: std::int64_t; BOOLEAN and NULL: bool; times: moment; character strings:
  // std::string_view; OCTET STRING, BIT STRING, OBJECT IDENTIFIER: bytes, the content octets.
  using value_type = std::conditional_t<
      to.kind == 'i' || to.kind == 'e', std::int64_t,
      std::conditional_t<to.kind == 'b' || to.kind == 'n', bool,
                         std::conditional_t<to.kind == 't' || to.kind == 'u', moment,
                                            std::conditional_t<to.kind == 's', std::string_view, bytes>>>>;

  explicit at(const limits& bounds = {}) : reader_(bounds) {}

  // The first value at the path; none when there is none, or when it cannot be read (then fault() tells).
  std::optional<value_type> operator()(const frame& pdu) & {
    const path_reader::found found = reader_.find(pdu, std::span(to.members).first(to.size));
    fault_ = found.error;
    if (!found.present || fault_) return std::nullopt;
    if constexpr (to.kind == 'i' || to.kind == 'e')
      return path_integer(found.octets);
    else if constexpr (to.kind == 't')
      return path_generalized_time(found.octets);
    else if constexpr (to.kind == 'u')
      return path_utc_time(found.octets);
    else if constexpr (to.kind == 'b')
      return found.octets[0] != 0;
    else if constexpr (to.kind == 'n')
      return true;
    else if constexpr (to.kind == 's')
      return as_text(found.octets);
    else
      return found.octets;
  }
  std::optional<value_type> operator()(const frame& pdu) && = delete; // would dangle

  // Of the last call: what kept the walk from going on before the value was found, or what is wrong with it.
  [[nodiscard]] const error& fault() const noexcept { return fault_; }

 private:
  path_reader reader_;
  error fault_;
};

} // namespace lihi
