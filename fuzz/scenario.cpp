// Texts that may be scenarios: a mistake is told, or every PDU that comes of it is one, whatever the values,
// and the same each time.
#include "fuzz/fuzz.hpp"
#include "synth/delivery.hpp"

#include <lihi/framer.hpp>
#include <lihi/peek.hpp>

namespace {

using namespace lihi;

std::vector<std::uint8_t> make(const synth::scenario& of) {
  std::vector<std::uint8_t> out;
  synth::delivery all(of, {.subscribers = 3});
  synth::made one;
  std::int64_t last = INT64_MIN;
  try {
    for (int pdus = 0; pdus < 50 && all.next(one); ++pdus) {
      fuzz::require(one.at.microseconds >= last, "times go forward");
      last = one.at.microseconds;
      framer frames;
      frames.feed(one.pdu);
      frames.finish();
      const auto pdu = frames.next();
      fuzz::require(pdu && pdu->is_pdu && pdu->octets.size() == one.pdu.size(), "what is made is one PS-PDU");
      header_fields header;
      fuzz::require(!peek_header(*pdu, header), "its header can be read");
      fuzz::require(header.sequence == one.number, "its number is what the truth says");
      out.insert(out.end(), one.pdu.begin(), one.pdu.end());
    }
  } catch (const mistake&) {
    out.push_back(0); // of a later subscriber's values
  }
  return out;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  try {
    const synth::scenario of = synth::scenario::read(text);
    fuzz::require(make(of) == make(of), "the same scenario makes the same");
  } catch (const mistake& wrong) {
    fuzz::require(wrong.what()[0] != 0 && wrong.line >= 0, "what is wrong is said");
  }
  return 0;
}
