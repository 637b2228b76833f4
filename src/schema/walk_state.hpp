// What a walk is made of: the element at hand, the elements around it, and where in the PDU and in the schema
// that is.
#pragma once

#include "core/text_buffer.hpp"
#include "schema/tables.hpp"

#include <array>
#include <string>

namespace lihi::schema {

// Where in the schema a value is.
struct place {
  row_id id; // the member; 0 for the whole PDU
  const schema::row& row;
  const schema::node& node;  // the type of the value (the contained one of a `contains` row)
  const std::uint8_t* begin; // its identifier octet
  bytes content;             // content octets; of an indefinite element: up to the parent's end
};

struct level {
  const std::uint8_t* end;   // definite: behind the content; indefinite: the parent's end
  const std::uint8_t* begin; // identifier octet
  const schema::node* node;
  std::uint64_t seen;  // members that came: fast_row::mark
  std::uint32_t count; // elements so far
  std::uint16_t next;  // behind the last member with a shared mark; 0: `seen` has them all
  bool indefinite;
  bool around; // a CHOICE without a tag of its own: ends with its one element
  row_id id;
  bool plain; // neither of these, and nothing to resume at

  // Unless plain:
  const std::uint8_t* resume;   // behind a contained type: where the parent goes on; else null
  const std::uint8_t* behind;   // the end of the string that holds it
  const std::uint8_t* readable; // what readable_ was before it
};

// A type's name in paths: an overlay's is that of the type it was made from.
[[nodiscard]] std::string_view type_name(const node& type) noexcept;

// What a visitor may ask the walker while it is called: where am I?
class walk_state {
 public:
  static constexpr std::size_t most_levels = 128;

  // The ASN.1 path of the element being read, as in
  // "PS-PDU.payload.iRIPayloadSequence[0].iRIContents.threeGPP33128DefinedIRI.event.registration.sUPI".
  [[nodiscard]] std::string path() const;
  void append_path(text_buffer& out) const;
  // The member being read inside the top level; 0 when that itself is.
  [[nodiscard]] row_id current() const noexcept { return current_; }
  // Octets from the start of the stream. What was joined from segments is said to be where the joined
  // string begins.
  [[nodiscard]] std::uint64_t offset_of(const std::uint8_t* at) const noexcept {
    const std::uintptr_t distance = distance_of(at);
    return base_ + (distance <= size_ ? distance : static_cast<std::uintptr_t>(joined_at_ - begin_));
  }
  [[nodiscard]] std::uint16_t depth() const noexcept { return depth_; }
  // The structure broke: what ends now is not complete.
  [[nodiscard]] bool broken() const noexcept { return fatal_; }
  // However the PDU is cut into elements, they are no more than the limit: so it makes no difference how many
  // of them are walked.
  [[nodiscard]] bool never_too_many() const noexcept { return never_too_many_; }
  [[nodiscard]] const level& top() const noexcept { return levels_[depth_]; }
  [[nodiscard]] const level& at_depth(std::size_t depth) const noexcept { return levels_[depth]; }

 protected:
  [[nodiscard]] bool in_pdu(const std::uint8_t* at) const noexcept { return distance_of(at) <= size_; }

  // No std::array: the walk itself keeps to the limit of depth, and its checks would cost 2 % of reading. The
  // sanitizers know this one's bounds too.
  level levels_[most_levels + 1];       // NOLINT(*-avoid-c-arrays)
  const std::uint8_t* begin_ = nullptr; // the PDU
  const std::uint8_t* end_ = nullptr;
  std::size_t size_ = 0;
  const std::uint8_t* joined_at_ = nullptr;
  std::uint64_t base_ = 0;
  std::uint16_t depth_ = 0;
  row_id current_ = 0; // the member being read inside the top level
  bool fatal_ = false;
  bool never_too_many_ = false;

 private:
  // From the start of the PDU; more than its size for what is not in it.
  [[nodiscard]] std::uintptr_t distance_of(const std::uint8_t* at) const noexcept {
    return reinterpret_cast<std::uintptr_t>(at) - reinterpret_cast<std::uintptr_t>(begin_);
  }
};

} // namespace lihi::schema
