// Decodes frames into text: what one thread of `decode` needs, and what it tells about its work.
#pragma once

#include "cli/commands.hpp"
#include "link/arrivals.hpp"
#include "write/tree.hpp"
#include "write/jer_line.hpp"

#include <lihi/decoder.hpp>
#include <functional>
#include <memory>
#include <vector>

namespace lihi::cli {

// What came of some frames, in order.
struct outcome {
  text_buffer text;
  std::uint64_t pdus = 0, records = 0, rejected = 0, defects = 0;
  lihi::arrivals arrivals;           // when they are kept for the ledger, by place in the text
  std::vector<std::uint8_t> rejects; // octets of what was rejected, when they are kept
  std::string first_reject;          // source, code, offset and path of the first

  [[nodiscard]] std::size_t held() const noexcept { return text.size() + rejects.size() + arrivals.held(); }
  void clear() noexcept;
};

using arrival_sink = function_ref<void(const arrival&)>;
using record_watcher = std::function<void(const record&)>;

class worker {
 public:
  worker(const decode_options& options, const memory_plan& plan);
  // Sees each record before it is written.
  void watch(record_watcher with) { watch_ = std::move(with); }

  // Adds to `to` what the frame gives. `source` is where it came from. `hand_over` is called when there is
  // much text, or when much may come, and may take away all that is in `to`: it returns when it is this
  // frame's turn. `arrived` gets what the ledger takes, before the text that belongs to it.
  void take(const frame& piece, const stream_source& source, outcome& to, function_ref<void()> hand_over,
            arrival_sink arrived);

 private:
  // What reads; made anew now and then, since it keeps what its largest PDU needed.
  struct readers {
    readers(const decode_options& options, const memory_plan& plan)
        : decode({.bounds = plan.bounds, .detail = options.detail}), line(plan.bounds), tree(plan.bounds) {}
    decoder decode;
    jer_line line;
    tree_printer tree;
  };

  error read(const frame& piece, const stream_source& source, outcome& to, function_ref<void()> hand_over,
             arrival_sink arrived);
  error records(const frame& pdu, const stream_source& source, outcome& to, function_ref<void()> hand_over,
                arrival_sink arrived);
  void reject(const frame& piece, const stream_source& source, const error& fault, outcome& to) const;

  const decode_options& options_;
  memory_plan plan_;
  record_watcher watch_;
  std::unique_ptr<readers> readers_;
  std::size_t since_renewal_ = 0; // octets
};

} // namespace lihi::cli
