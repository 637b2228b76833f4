// A PDU as an indented tree: names, types, values, tags, offsets, hex.
#pragma once

#include "export/jer_writer.hpp"

#include <functional>
#include <lihi/framer.hpp>

namespace lihi::cli {

class tree_printer {
 public:
  explicit tree_printer(const limits& bounds, bool colours = false);

  // Writes the lines of one PDU, or one of octets that are none; the error is the frame's. `more` is called
  // between lines, and may take away what is in `out`. Nothing that a value holds acts on a terminal
  // (append_visible).
  error write(text_buffer& out, const frame& piece, const std::function<void()>& more);
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
    const std::function<void()>* more = nullptr;
    text_buffer scratch;
    std::uint64_t defects = 0;
    bool colours = false;
  };

  limits bounds_;
  arena memory_;
  visitor visitor_;
  schema::walker<visitor> walk_;
};

} // namespace lihi::cli
