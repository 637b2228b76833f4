// Streams of 300 PDUs with damage: what the damage did not touch comes out as it was sent, every octet is in
// a frame, how the stream is cut changes nothing, and the work for an octet is bounded.
//
// The input is a list of damages of six octets: kind, PDU (two), place in it (two), and how.
#include "fuzz/cost.hpp"
#include "fuzz/fuzz.hpp"
#include "support/hex.hpp"

#include <algorithm>
#include <lihi/framer.hpp>
#include <vector>

namespace {

using namespace lihi;
using test::from_hex;
using test::octets;
using test::tlv;
using test::operator+;

constexpr std::size_t pdus_a_stream = 300;

// PDUs of many sizes and shapes; a hundredth carries handover traffic as content.
std::vector<octets> make() {
  std::vector<octets> out;
  const octets keep_alive = test::ps_pdu(tlv("A2", {from_hex("83 00")}));
  for (std::size_t i = 0; i < pdus_a_stream; ++i) {
    octets content;
    for (std::size_t k = 0; k < 3 + i * i % 517; ++k) content.push_back(static_cast<std::uint8_t>(k * 7 + i));
    if (i % 100 == 50) content = content + keep_alive;
    const octets cc = tlv(
        "30", {from_hex("80 01 00"),
               tlv("A2", {tlv("A2", {from_hex("80 04 05 03 0A 02"), tlv("A1", {tlv("80", {content})})})})});
    switch (i % 3) {
    case 0: out.push_back(test::ps_pdu(tlv("A1", {cc}))); break;
    case 1:
      out.push_back(test::iri_pdu(tlv("A1", {tlv("81", {from_hex("01")}), tlv("9E", {content})})));
      break;
    default: out.push_back(test::ps_pdu(tlv("A1", {cc, cc})));
    }
  }
  return out;
}

struct piece {
  octets content;
  bool touched = false;
};

struct seen {
  std::uint64_t offset;
  std::size_t size;
  bool good;
  bool operator==(const seen&) const = default;
};

std::vector<seen> cut(bytes stream, std::size_t chunk) {
  std::vector<seen> out;
  framer frames;
  std::uint64_t next = 0;
  for (std::size_t at = 0; at < stream.size(); at += chunk) {
    if (stream.size() - at <= chunk) frames.finish();
    const fuzz::exact part(stream.subspan(at, std::min(chunk, stream.size() - at)));
    frames.feed(part.get());
    while (const auto one = frames.next()) {
      fuzz::require(one->offset == next, "frames follow each other without a gap");
      next += one->octets.size();
      out.push_back({one->offset, one->octets.size(), one->is_pdu && one->fault == fault_code::none});
    }
  }
  fuzz::require(next == stream.size(), "all frames together are the stream");
  return out;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const std::vector<octets> good = make();
  std::vector<piece> stream;
  stream.reserve(good.size());
  for (const octets& each : good) stream.push_back({each});
  fuzz::input in(data, size);
  const std::size_t chunk = 1 + in.number() % 4096;
  bool truncates = false; // a cut may fall together with the beginning of another PDU
  std::vector<std::size_t> behind;
  for (int damages = 0; damages < 16 && !in.rest().empty(); ++damages) {
    const std::uint8_t kind = in.octet();
    const std::size_t which = in.number() % stream.size();
    const std::size_t place = in.number();
    const std::uint8_t how = in.octet();
    piece& it = stream[which];
    if (it.content.empty()) continue;
    const std::size_t at = place % it.content.size();
    const auto from = it.content.begin() + static_cast<std::ptrdiff_t>(at);
    switch (kind % 6) {
    case 0:
      it.content[at] ^= static_cast<std::uint8_t>(1u << how % 8);
      it.touched = true;
      break;
    case 1:
      it.content.insert(from, std::size_t{1} + how % 8, how);
      it.touched = true;
      break;
    case 2:
      it.content.erase(from, from + static_cast<std::ptrdiff_t>(
                                        std::min<std::size_t>(1 + how % 8, it.content.size() - at)));
      it.touched = true;
      break;
    case 3:
      it.content.erase(from, it.content.end());
      it.touched = truncates = true;
      break;
    case 4:
      stream.insert(stream.begin() + static_cast<std::ptrdiff_t>(which),
                    {octets(1 + place % 300, how), true});
      break;
    default: { // a beginning that is none
      octets imitated = from_hex("30 82 00 00 A1 35 80 07 04 00 02 02 05 01 2B");
      imitated[2] = static_cast<std::uint8_t>(place >> 8);
      imitated[3] = static_cast<std::uint8_t>(place);
      imitated[5] = how;
      if (how % 4 == 0) imitated[1] = 0x83;
      stream.insert(stream.begin() + static_cast<std::ptrdiff_t>(which), {imitated, true});
    }
    }
  }
  octets all;
  std::vector<seen> sent;
  for (const piece& each : stream) {
    if (!each.touched) sent.push_back({all.size(), each.content.size(), true});
    all.insert(all.end(), each.content.begin(), each.content.end());
  }
  std::vector<seen> got;
  fuzz::require_work(all.size(), 2'000, "the work for an octet is bounded",
                     [&] { got = cut(all, all.size() + 1); });
  fuzz::require_work(all.size(), 2'000, "the work for an octet is bounded, in any cut",
                     [&] { fuzz::require(got == cut(all, chunk), "how a stream is cut changes nothing"); });
  std::size_t lost = 0, next = 0;
  for (const seen& each : sent) {
    while (next < got.size() && got[next].offset < each.offset) ++next;
    if (next == got.size() || !(got[next] == each)) ++lost;
  }
  // damages that meet can look like anything: where two touch the same PDU or its neighbour, one may be lost
  // for each
  fuzz::require(truncates || lost <= stream.size() / 30, "damage costs what it touched");
  return 0;
}
