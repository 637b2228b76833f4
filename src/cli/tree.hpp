// A PDU as an indented tree: names, types, values, tags, offsets, hex.
#pragma once

#include "export/jer_writer.hpp"

#include <lihi/framer.hpp>

namespace lihi::cli {

class tree_printer {
 public:
  explicit tree_printer(const limits& bounds, bool colours = false);

  // Writes the lines of one PDU; the error is the PDU's.
  error write(text_buffer& out, const frame& pdu);
  [[nodiscard]] std::uint64_t defects() const noexcept { return visitor_.defects; }

 private:
  struct visitor {
    bool enter(const schema::place& at);
    void leave(const schema::place&) {}
    void value(const schema::place& at, code fault);
    void unknown(const schema::place& parent, ber::tag tag, bytes element);
    void note(code what, const std::uint8_t* at);
    void fault(const error& what);

    void line(const schema::place& at);
    void name(std::string_view text);
    void dim(std::string_view text);
    void warn(std::string_view text);

    const schema::walk_state* where = nullptr;
    text_buffer* out = nullptr;
    std::uint64_t defects = 0;
    bool colours = false;
  };

  limits bounds_;
  arena memory_;
  visitor visitor_;
  schema::walker<visitor> walk_;
};

} // namespace lihi::cli
