// The content of communication without anything else: for those who forward or store HI3 as it comes.
#pragma once

#include <lihi/export.hpp>
#include <lihi/function_ref.hpp>
#include <lihi/peek.hpp>
#include <lihi/record/message.hpp>
#include <memory>

namespace lihi {

// One per thread; keeps its memory between PDUs, so that it allocates nothing in steady state.
class LIHI_EXPORT content_reader {
 public:
  explicit content_reader(const limits& bounds = {});
  ~content_reader();
  content_reader(content_reader&&) noexcept;
  content_reader& operator=(content_reader&&) noexcept;

  // Reads the header, and calls `each` for every CC element of the PS-PDU that has
  // content (TS 102 232-2 to -6, TS 33.108, TS 33.128), and for an encrypted payload, in order. Other kinds
  // of payload are stepped over. Views are valid until the next call.
  //
  // The error is the first thing that could not be forgiven, with what was read before it already delivered.
  error read(const frame& pdu, header_fields& header, function_ref<void(const content_data&)> each) &;
  error read(const frame&, header_fields&,
             function_ref<void(const content_data&)>) && = delete; // views would dangle

 private:
  struct parts;
  std::unique_ptr<parts> parts_;
};

} // namespace lihi
