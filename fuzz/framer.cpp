// The framer: the frames are the stream, whatever the cut; and the cut changes nothing.
#include "fuzz/fuzz.hpp"

#include <algorithm>
#include <lihi/framer.hpp>
#include <vector>

namespace {

using namespace lihi;

struct piece {
  std::uint64_t offset;
  std::size_t size;
  bool is_pdu;
  fault_code fault;
  bool operator==(const piece&) const = default;
};

// `late`: the end is told when the last chunk is gone.
std::vector<piece> cut(bytes stream, std::uint8_t chunk, const limits& bounds, bool late) {
  framer frames(bounds);
  std::vector<piece> out;
  std::uint64_t at = 0;
  std::size_t fed = 0;
  const std::size_t step = chunk == 0 ? std::max<std::size_t>(stream.size(), 1) : chunk;
  const auto drain = [&] {
    while (const auto frame = frames.next()) {
      fuzz::require(frame->offset == at, "frames follow each other without a gap");
      fuzz::require(!frame->octets.empty(), "a frame has octets");
      fuzz::require(
          std::equal(frame->octets.begin(), frame->octets.end(), stream.begin() + static_cast<long>(at)),
          "a frame has the stream's octets");
      at += frame->octets.size();
      out.push_back({frame->offset, frame->octets.size(), frame->is_pdu, frame->fault});
    }
  };
  do {
    const fuzz::exact octets(stream.subspan(fed, std::min(step, stream.size() - fed)));
    fed += octets.get().size();
    if (fed == stream.size() && !late) frames.finish();
    frames.feed(octets.get());
    drain();
  } while (fed < stream.size());
  frames.finish();
  drain();
  fuzz::require(at == stream.size(), "all frames together are the stream");
  return out;
}

} // namespace

extern "C" const std::size_t lihi_fuzz_prefix = 1;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  fuzz::input in(data, size);
  const std::uint8_t chunk = in.octet();
  limits bounds;
  if ((chunk & 1) != 0) bounds.pdu_octets = 600; // small enough to be met
  const bool late = (chunk & 2) != 0;
  const std::vector<piece> pieces = cut(in.rest(), chunk, bounds, late);
  fuzz::require(pieces == cut(in.rest(), 0, bounds, late), "how a stream is cut into chunks changes nothing");
  return 0;
}
