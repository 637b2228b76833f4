// A PDU as an indented tree: names, types, values, tags, offsets, hex.
#pragma once

#include "etsi/reader.hpp"
#include "write/jer_writer.hpp"

#include <lihi/function_ref.hpp>

namespace lihi {

class tree_printer {
 public:
  explicit tree_printer(const limits& bounds, bool colours = false);

  // Writes the lines of one PDU, or one of octets that are none; the error is the frame's. `more` is called
  // between lines, and may take away what is in `out`. Nothing that a value holds acts on a terminal
  // (append_visible).
  error write(text_buffer& out, const frame& piece, function_ref<void()> more);
  // Values of the last PDU that break their type or bounds.
  [[nodiscard]] std::uint64_t defects() const noexcept { return reader_.visitor().defects; }

 private:
  struct visitor {
    const schema::walk_state* where = nullptr;
    text_buffer* out = nullptr;
    const function_ref<void()>* more = nullptr;
    text_buffer scratch;
    std::uint64_t defects = 0;
    bool colours = false;

    bool enter(const schema::place& at);
    void leave(const schema::place&) {}
    void value(const schema::place& at, fault_code fault);
    void unknown(const schema::place& parent, ber::tag tag, bytes element);
    void note(fault_code what, const std::uint8_t* at);
    void fault(const error& what);

    void margin(std::uint64_t offset);
    void indent();
    void line(const schema::place& at);
    void name(std::string_view text);
    void dim(std::string_view text);
    void warn(std::string_view kind, fault_code what, std::string_view path = {});
  };

  reader<visitor> reader_;
};

} // namespace lihi
