// Reads PS-PDUs into records.
#pragma once

#include <lihi/framer.hpp>
#include <lihi/record.hpp>
#include <memory>
#include <string>
#include <string_view>

namespace lihi {

struct decoder_options {
  limits bounds;
  bool detail = true; // make record::detail; costs about as much as all the rest
};

// One per thread; shares nothing. Keeps its memory between PDUs, so that it allocates nothing once it has
// seen its largest one. Throws nothing but std::bad_alloc.
class decoder {
 public:
  explicit decoder(const decoder_options& options = {});
  ~decoder();
  decoder(decoder&&) noexcept;
  decoder& operator=(decoder&&) noexcept;

  // Reads one PS-PDU (ETSI TS 102 232-1, its contents after TS 33.128 and the other specifications that
  // the schema has) and calls `each(const record&)` for every element that is complete, in order.
  // `source` names the file or link; it goes into the record.
  //
  // The error is the first thing that could not be forgiven, or the frame's own fault (fault_of()), with what
  // was read before it already delivered. A record is valid while `each` runs.
  template <class Each>
  error read(const frame& pdu, std::string_view source, Each&& each) & {
    return read_into(
        pdu, source, [](void* self, const record& one) { (*static_cast<Each*>(self))(one); },
        const_cast<void*>(static_cast<const void*>(&each)));
  }
  template <class Each>
  error read(const frame& pdu, std::string_view source, Each&& each) && = delete; // records would dangle

  // The whole PS-PDU in JER (ITU-T X.697); of a damaged one, what could be read. The text is valid until
  // the next call of read() or jer().
  error jer(const frame& pdu, std::string_view& text) &;
  error jer(const frame& pdu, std::string_view& text) && = delete;

  // Of the last PDU: values that broke their type or bounds (they are kept, and noted in the records).
  [[nodiscard]] std::uint64_t defects() const noexcept;

 private:
  using sink = void (*)(void*, const record&);
  error read_into(const frame& pdu, std::string_view source, sink call, void* self);

  struct parts;
  std::unique_ptr<parts> parts_;
};

// The ASN.1 path of an error, as in "PS-PDU.payload.iRIPayloadSequence[0].iRIContents": found by reading
// the PDU again. Contains names of the schema only, never a value. Empty of a frame that is no PDU.
[[nodiscard]] std::string path_of(const error& fault, const frame& pdu, const limits& bounds = {});
// "length_past_parent at 71: PS-PDU.payload: the length runs past the end of the enclosing element"; of a
// frame that is no PDU, or has a fault of its own, that: "pdu_too_big at 0: PS-PDU: ...". Empty when nothing
// is wrong.
[[nodiscard]] std::string explain(const error& fault, const frame& pdu, const limits& bounds = {});

// One JSON object of docs/record.schema.json, appended.
void write_json(const record& from, std::string& out);

} // namespace lihi
