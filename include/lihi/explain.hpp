// What is wrong with a PDU, in words.
#pragma once

#include <lihi/export.hpp>
#include <lihi/framer.hpp>
#include <string>

namespace lihi {

// The ASN.1 path of an error, as in "PS-PDU.payload.iRIPayloadSequence[0].iRIContents": found by reading
// the PDU again. Contains names of the schema only, never a value. Empty of a frame that is no PDU.
[[nodiscard]] LIHI_EXPORT std::string path_of(const error& fault, const frame& pdu,
                                              const limits& bounds = {});
// "length_past_parent at 71: PS-PDU.payload: the length runs past the end of the enclosing element"; of a
// frame that is no PDU, or has a fault of its own, that: "pdu_too_big at 0: PS-PDU: ...". Empty when nothing
// is wrong.
[[nodiscard]] LIHI_EXPORT std::string explain(const error& fault, const frame& pdu,
                                              const limits& bounds = {});

} // namespace lihi
