#include "cli/worker.hpp"

#include "export/record_writer.hpp"

#include <new>

#define XXH_INLINE_ALL
#include <xxhash.h>

namespace lihi::cli {
namespace {

// Sequence numbers run per LIID, operator, network element, CIN and kind of payload (TS 102 232-1
// clause 5.2.5).
std::uint64_t sequence_key(const record& one) {
  std::uint64_t key = static_cast<std::uint64_t>(one.cin.value_or(-1));
  for (const text part : {one.liid, one.operator_id, one.network_element_id, one.kind})
    key = XXH3_64bits_withSeed(part.data(), part.size(), key);
  return key;
}

} // namespace

void outcome::clear() noexcept {
  text.clear();
  pdus = records = rejected = defects = 0;
  sequences.clear();
  rejects.clear();
}

worker::worker(const decode_options& options)
    : options_(options), decoder_({.bounds = {}, .detail = options.detail}), line_(limits{}),
      tree_(limits{}) {}

void worker::take(const frame& piece, std::string_view source, outcome& to,
                  const std::function<void()>& full) {
  try {
    read(piece, source, to, full);
  } catch (const std::bad_alloc&) {
    // It ends the PDU, not the program. What was begun of a line goes.
    to.text.truncate(to.text.view().rfind('\n') + 1);
    write_reject(to.text, {piece.octets, piece.offset, piece.is_pdu, code::memory_exceeded});
    to.text.put('\n');
    reject(piece, to);
  }
}

void worker::read(const frame& piece, std::string_view source, outcome& to,
                  const std::function<void()>& full) {
  if (!piece.is_pdu) {
    write_reject(to.text, piece);
    to.text.put('\n');
    return reject(piece, to);
  }
  ++to.pdus;
  switch (options_.to) {
  case format::records: return records(piece, source, to, full);
  case format::jer:
    if (line_.write(to.text, piece)) reject(piece, to);
    to.defects += line_.defects();
    break;
  case format::tree:
    if (tree_.write(to.text, piece)) reject(piece, to);
    to.defects += tree_.defects();
    break;
  }
  to.text.put('\n');
}

void worker::records(const frame& pdu, std::string_view source, outcome& to,
                     const std::function<void()>& full) {
  const error fault = decoder_.read(pdu, source, [&](const record& one) {
    ++to.records;
    // checks and keep-alives have counters of their own
    if (one.source.element == 0 && one.sequence && (one.kind == "iri" || one.kind == "cc"))
      to.sequences.push_back({sequence_key(one), static_cast<std::uint32_t>(*one.sequence)});
    write_record(to.text, one, {options_.detail, options_.content});
    to.text.put('\n');
    if (to.text.size() > options_.most_text) full();
  });
  if (fault || pdu.fault != code::none) {
    (void)line_.write(to.text, pdu); // what was read, and why it stopped
    to.text.put('\n');
    reject(pdu, to);
  }
  to.defects += decoder_.defects();
}

void worker::reject(const frame& piece, outcome& to) const {
  ++to.rejected;
  if (!options_.rejects.empty())
    to.rejects.insert(to.rejects.end(), piece.octets.begin(), piece.octets.end());
}

} // namespace lihi::cli
