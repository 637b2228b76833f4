// The content of communication without anything else: for those who forward or store HI3 as it comes.
#pragma once

#include <lihi/peek.hpp>
#include <lihi/record/message.hpp>
#include <memory>

namespace lihi {

// One per thread; keeps its memory between PDUs, so that it allocates nothing in steady state.
class content_reader {
 public:
  explicit content_reader(const limits& bounds = {});
  ~content_reader();
  content_reader(content_reader&&) noexcept;
  content_reader& operator=(content_reader&&) noexcept;

  // Reads the header, and calls `each(const content_data&)` for every CC element of the PS-PDU that has
  // content (TS 102 232-2 to -6, TS 33.108, TS 33.128), and for an encrypted payload, in order. Other kinds
  // of payload are stepped over. Views are valid until the next call.
  //
  // The error is the first thing that could not be forgiven, with what was read before it already delivered.
  template <class Each>
  error read(const frame& pdu, header_fields& header, Each&& each) & {
    return read_into(
        pdu, header, [](void* self, const content_data& one) { (*static_cast<Each*>(self))(one); },
        const_cast<void*>(static_cast<const void*>(&each)));
  }
  template <class Each>
  error read(const frame& pdu, header_fields& header, Each&& each) && = delete; // views would dangle

 private:
  using sink = void (*)(void*, const content_data&);
  error read_into(const frame& pdu, header_fields& header, sink call, void* self);

  struct parts;
  std::unique_ptr<parts> parts_;
};

} // namespace lihi
