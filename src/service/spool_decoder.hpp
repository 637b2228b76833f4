// Makes items of a spool's entries: records, rejects and what the ledger tells, as lines of JSON. What comes
// out follows from the entries alone, so that it is the same when they are read again.
#pragma once

#include "core/text_buffer.hpp"
#include "link/ledger.hpp"
#include "store/items.hpp"
#include "store/spool.hpp"
#include "write/jer_line.hpp"

#include <deque>
#include <lihi/decoder.hpp>
#include <lihi/framer.hpp>
#include <map>
#include <memory>

namespace lihi::service {

struct spool_decoder_options {
  decoder_options decoder;
  ledger_options ledger; // of an operator
  bool content = false;  // octets of content in the lines
  bool captures = false; // content as it is written to captures, as items of its own
};

using store::item_kind;

struct decoded_item {
  item_kind kind = {};
  store::position begin = 0; // of the entry in which its PS-PDU begins; of an event that has none, at hand
  std::uint32_t skip = 0;    // octets of the stream that are in that entry before it
  std::uint32_t length = 0;  // of the PS-PDU
  std::string_view line;     // JSON, without a line end; of content octets; valid during the call
};
using decoded_sink = function_ref<void(const decoded_item&)>;

class spool_decoder {
 public:
  explicit spool_decoder(const spool_decoder_options& options);

  // The next entry of the spool. Throws std::bad_alloc.
  void take(const store::entry& one, decoded_sink give);

  // {"operators":[{"operator","totals":{...},"rows":[...]}]}: as `lihi verify --json` counts.
  [[nodiscard]] std::string ledger_as_json() const;
  [[nodiscard]] std::string tree_of(bytes pdu) const;

  [[nodiscard]] std::vector<std::uint8_t> save() const;
  // False, and nothing is known, when it is no state of this version.
  [[nodiscard]] bool restore(bytes state);

 private:
  struct mark { // where octets of a stream stand in the spool
    std::uint64_t offset = 0;
    store::position at = 0;
  };
  struct stream {
    store::opened_stream about;
    framer frames;
    std::uint64_t came = 0; // octets
    std::deque<mark> marks; // of what is not in a frame yet
  };
  using streams = std::map<std::uint32_t, stream>;

  stream& stream_of(std::uint32_t number);
  ledger& ledger_of(const std::string& operator_name);
  void drain(stream& of, const store::entry& now, decoded_sink give);
  void lost(stream& of, std::uint64_t octets, const store::entry& now, decoded_sink give);
  void close(streams::iterator which, const store::entry& now, decoded_sink give);
  void give_event(const link_event& event, const decoded_item& place, decoded_sink give);
  template <class T>
  void give_content(const T& of, decoded_item place, decoded_sink give) const;
  [[nodiscard]] static mark mark_of(stream& of, std::uint64_t offset);

  spool_decoder_options options_;
  std::unique_ptr<decoder> decode_;
  jer_line reject_line_;
  streams streams_;
  std::map<std::string, std::unique_ptr<ledger>> ledgers_;
  text_buffer line_;
};

} // namespace lihi::service
