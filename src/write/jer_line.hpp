// A PS-PDU as one line of JSON: of `decode --to jer`, and of what was rejected.
#pragma once

#include "etsi/reader.hpp"
#include "write/jer_writer.hpp"

#include <lihi/stream_source.hpp>

namespace lihi {

class jer_line {
 public:
  explicit jer_line(const limits& bounds) : reader_(bounds) {}

  // {"offset","length","source","pdu",["unknown"],["notes"]}, or, when something is wrong with the PDU, what
  // write_reject() writes; without a line end. `source` is where it came from.
  error write(text_buffer& out, const frame& pdu, const stream_source& source);
  // {"record":"lihi-event/1","kind":"reject","source","code","offset",["path"],"message",["pdu"],["unknown"],
  // ["notes"]} (docs/event.schema.json): the frame, what is wrong with it, and what could be read of it.
  void write_reject(text_buffer& out, const frame& piece, const stream_source& source, const error& fault);

  // Values of the last PDU that break their type or bounds.
  [[nodiscard]] std::uint64_t defects() const noexcept { return reader_.visitor().defects; }

 private:
  struct visitor : jer_writer {
    visitor() noexcept : jer_writer(unknown_text) {}
    bool enter(const schema::place& at);
    void value(const schema::place& at, fault_code fault);
    void unknown(const schema::place& parent, ber::tag tag, bytes element);
    void note(fault_code what, const std::uint8_t* at);
    void fault(const error&) {}

    const schema::walk_state* where = nullptr;
    text_buffer* out = nullptr;
    std::size_t end = 0; // of the text, at most
    text_buffer unknown_text, note_text;
    std::uint64_t defects = 0;
    std::size_t notes = 0;
  };

  error write_value(text_buffer& out, const frame& pdu);

  reader<visitor> reader_;
};

} // namespace lihi
