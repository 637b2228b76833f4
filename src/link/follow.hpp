// One frame of a stream, read into records and followed by the stream's ledger: what a link does with each.
#pragma once

#include "link/ledger.hpp"

#include <lihi/decoder.hpp>

namespace lihi {

// What the ledger tells of a record goes to `tell` before `each` gets it. A PDU without a record counts when
// its header can be read. The error is that of decoder::read(), or the frame's own.
template <class Each>
error read_and_follow(decoder& with, ledger& numbers, const frame& piece, const stream_source& source,
                      const limits& bounds, event_sink tell, const Each& each) {
  bool any = false;
  error fault = fault_of({}, piece);
  if (piece.is_pdu)
    fault = with.read(piece, source, [&](const record& one) {
      any = true;
      numbers.take(one, with.header_number(), tell);
      each(one);
    });
  if (fault && !any) numbers.take_damaged(piece, source, bounds, tell);
  return fault;
}

} // namespace lihi
