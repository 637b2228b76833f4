// A PS-PDU as one line of `decode --to jer`: the value, and beside it what the value cannot show.
#pragma once

#include "export/jer_writer.hpp"
#include "normalize/build.hpp"

#include <lihi/framer.hpp>

namespace lihi {

class jer_line {
 public:
  explicit jer_line(const limits& bounds)
      : bounds_(bounds), memory_(bounds.arena), visitor_(value_), walk_(visitor_, memory_, bounds_) {
    visitor_.where = &walk_;
  }

  // {"offset","length",["error"],"pdu",["unknown"],["notes"]} without a line end. The error returned is
  // the PDU's; with `source` the line begins with it.
  error write(text_buffer& out, const frame& pdu);
  // Values of the last PDU that break their type or bounds.
  [[nodiscard]] std::uint64_t defects() const noexcept { return visitor_.defects; }

 private:
  struct visitor : jer_writer {
    explicit visitor(text_buffer& out) noexcept : jer_writer(out) {}
    void unknown(const schema::place& parent, ber::tag tag, bytes element);
    void note(code what, const std::uint8_t* at);
    void fault(const error&) { fault_path = where->path(); }

    const schema::walk_state* where = nullptr;
    text_buffer unknown_text, note_text;
    std::string fault_path;
    std::uint64_t defects = 0;
    std::size_t notes = 0;
  };

  limits bounds_;
  arena memory_;
  text_buffer value_;
  visitor visitor_;
  schema::walker<visitor> walk_;
};

// The line of octets that are no PS-PDU at all.
void write_reject(text_buffer& out, const frame& piece);
// "error":{...}
void write_error(text_buffer& out, code what, std::uint64_t offset, std::string_view path);

} // namespace lihi
