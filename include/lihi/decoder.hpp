// Reads PS-PDUs into records.
#pragma once

#include <lihi/export.hpp>
#include <lihi/explain.hpp>
#include <lihi/function_ref.hpp>
#include <lihi/json.hpp>
#include <lihi/record.hpp>
#include <lihi/stream_source.hpp>
#include <memory>
#include <string>
#include <string_view>

namespace lihi {

using record_sink = function_ref<void(const record&)>;

struct decoder_options {
  limits bounds;
  bool detail = true; // make record::detail; costs about as much as all the rest
};

// One per thread; shares nothing. Keeps its memory between PDUs, so that it allocates nothing once it has
// seen its largest one. Throws nothing but std::bad_alloc.
class LIHI_EXPORT decoder {
 public:
  explicit decoder(const decoder_options& options = {});
  ~decoder();
  decoder(decoder&&) noexcept;
  decoder& operator=(decoder&&) noexcept;

  // Reads one PS-PDU (ETSI TS 102 232-1, its contents after TS 33.128 and the other specifications that
  // the schema has) and calls `each` for every element that is complete, in order.
  // `source` is where it came from, or the name of that alone; it goes into the record.
  //
  // The error is the first thing that could not be forgiven, or the frame's own fault (fault_of()), with what
  // was read before it already delivered. A record is valid while `each` runs.
  error read(const frame& pdu, const stream_source& source, record_sink each) &;
  error read(const frame&, const stream_source&, record_sink) && = delete; // records would dangle

  // The whole PS-PDU in JER (ITU-T X.697); of a damaged one, what could be read. The text is valid until
  // the next call of read() or jer().
  error jer(const frame& pdu, std::string_view& text) &;
  error jer(const frame& pdu, std::string_view& text) && = delete;

  // Of the last PDU: values that broke their type or bounds (they are kept, and noted in the records).
  [[nodiscard]] std::uint64_t defects() const noexcept;

  // Of the PDU that is read, or was last: a number for what its PSHeader says, but for sequence number and
  // time. When two PDUs have the same, and it is not 0, their LIID, operator, network element, CIN and all
  // else are equal, so that what was looked up for one holds for the other. Equal headers may have several
  // numbers, or 0: not known. No two decoders of a process have a number in common.
  [[nodiscard]] std::uint64_t header_number() const noexcept;

 private:
  struct parts;
  std::unique_ptr<parts> parts_;
};

} // namespace lihi
