// Segments of a TCP stream that is known, in any order, doubled, overlapping, with holes: what is given is
// that stream, what is missing is told, and nothing that came before is called lost.
//
// The input is an octet of switches, two of the initial sequence number, and commands of five octets.
#include "capture/tcp_stream.hpp"
#include "fuzz/fuzz.hpp"

#include <algorithm>
#include <vector>

namespace {

using namespace lihi;

constexpr std::size_t most = 1u << 17; // octets of the stream

std::uint8_t octet_at(std::size_t place) noexcept {
  return static_cast<std::uint8_t>((place * 2654435761U) >> 13 ^ place);
}

struct checking final : capture::stream_sink {
  std::vector<bool> came = std::vector<bool>(most); // segments had it
  std::size_t base = 0;                             // where the stream begins
  std::size_t at = 0;                               // from there
  bool may_conflict = false;

  void octets(bytes what, moment) override {
    for (const std::uint8_t each : what) {
      const std::size_t place = base + at++;
      fuzz::require(place < most && came[place], "what is given came");
      fuzz::require(may_conflict || each == octet_at(place), "what is given is the stream");
    }
  }
  void lost(std::uint64_t octets, moment) override {
    fuzz::require(octets != 0, "a hole is not empty");
    for (std::size_t i = 0; i < octets && base + at + i < most; ++i)
      fuzz::require(!came[base + at + i], "what came is not lost");
    at += octets;
  }
  void conflict(std::uint64_t, std::uint64_t octets, moment) override {
    fuzz::require(may_conflict, "equal octets are no conflict");
    fuzz::require(octets != 0, "a conflict is about octets");
  }
};

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  fuzz::input in(data, size);
  const unsigned switches = in.octet();
  const bool with_syn = (switches & 1U) != 0;
  const std::uint32_t initial = std::uint32_t{in.number()} << 16 | 0xfff0U;
  checking out;
  out.may_conflict = (switches & 2U) != 0;
  capture::held_octets held{0, (switches & 4U) != 0 ? std::size_t{2000} : std::size_t{32} << 20};
  std::int64_t now = 0;
  {
    capture::tcp_stream stream(held);
    if (with_syn) fuzz::require(stream.begin(initial - 1, out), "a stream begins with its SYN");
    std::vector<std::uint8_t> payload;
    std::size_t lowest = most;
    unsigned segments = 0;
    for (int commands = 0; !in.rest().empty() && commands < 2000; ++commands) {
      const unsigned what = in.octet();
      const std::size_t place = in.number(), length = in.number() % 3000;
      const auto sequence = initial + static_cast<std::uint32_t>(place);
      if (what % 8 < 6) {
        payload.resize(length);
        for (std::size_t i = 0; i < length; ++i) payload[i] = octet_at(place + i);
        if (out.may_conflict && what % 8 == 5 && length != 0) payload[length / 2] ^= 0x55;
        // an octet before the next one is a keep-alive of TCP, which need not be the stream's
        if (length == 0) continue;
        if (!with_syn && segments < capture::tcp_stream::first_segments) {
          lowest = std::min(lowest, place);
          out.base = lowest;
        }
        ++segments;
        const bool counts = with_syn || place + length > out.base;
        if (counts)
          for (std::size_t i = 0; i < length; ++i)
            if (place + i >= out.base + out.at) out.came[place + i] = true;
        fuzz::require(stream.data(sequence, payload, {now}, out), "a segment in the window is taken");
      } else if (what % 8 == 6) {
        stream.acknowledged(sequence, {now}, out);
      } else {
        now += static_cast<std::int64_t>(length) * 1000;
        if (!with_syn && segments < capture::tcp_stream::first_segments) now = 0;
      }
    }
    stream.end({now}, out);
    fuzz::require(stream.offset() == out.at, "the stream's offset is what was given and lost");
    for (std::size_t i = out.base + out.at; i < most; ++i)
      fuzz::require(!out.came[i], "what came is given, or lies in a hole that was told");
  }
  fuzz::require(held.now == 0, "what was held is let go");
  return 0;
}
