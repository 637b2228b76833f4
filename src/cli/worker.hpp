// Decodes frames into text: what one thread of `decode` needs, and what it tells about its work.
#pragma once

#include "cli/commands.hpp"
#include "cli/tree.hpp"
#include "export/jer_line.hpp"

#include <functional>
#include <lihi/decoder.hpp>
#include <vector>

namespace lihi::cli {

// A sequence number that was seen, and for what it runs (a hash of LIID, operator, network element, CIN,
// kind).
struct sequence_seen {
  std::uint64_t key;
  std::uint32_t number;
};

// What came of some frames, in order.
struct outcome {
  text_buffer text;
  std::uint64_t pdus = 0, records = 0, rejected = 0, defects = 0;
  std::vector<sequence_seen> sequences;
  std::vector<std::uint8_t> rejects; // octets of what was rejected, when they are kept

  void clear() noexcept;
};

class worker {
 public:
  explicit worker(const decode_options& options);

  // Adds to `to` what the frame gives. `source` names the file. `full` is called between two records of one
  // PDU when there is much text, and may take away all that is in `to`.
  void take(const frame& piece, std::string_view source, outcome& to, const std::function<void()>& full);

 private:
  void read(const frame& piece, std::string_view source, outcome& to, const std::function<void()>& full);
  void records(const frame& pdu, std::string_view source, outcome& to, const std::function<void()>& full);
  void reject(const frame& piece, outcome& to) const;

  const decode_options& options_;
  decoder decoder_;
  jer_line line_;
  tree_printer tree_;
};

} // namespace lihi::cli
