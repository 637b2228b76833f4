// Records, JER and the lazy readers of whatever the framer cuts: JSON that another parser reads, records that
// the schema describes, copies that are equal, paths and explanations without a fault.
#include "core/text_buffer.hpp"
#include "export/jer_line.hpp"
#include "fuzz/fuzz.hpp"

#include <lihi/at.hpp>
#include <lihi/content.hpp>
#include <lihi/decoder.hpp>
#include <lihi/peek.hpp>
#include <vector>

namespace {

using namespace lihi;

std::vector<std::string> read(decoder& with, const frame& pdu, error& fault) {
  std::vector<std::string> out;
  fault = with.read(pdu, "fuzz", [&out](const record& one) {
    std::string text, copied;
    write_json(one, text);
    const owned_record copy(one);
    write_json(*copy, copied);
    fuzz::require(text == copied, "a copy of a record is equal to it");
    out.push_back(std::move(text));
  });
  return out;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static decoder reused, plain({.bounds = {}, .detail = false});
  static jer_line line{limits{}};
  static content_reader contents;
  static at<"payload.iRIPayloadSequence.iRIContents.threeGPP33128DefinedIRI.event.registration.sUPI.iMSI">
      imsi;
  static at<"payload.iRIPayloadSequence.timeStamp"> time;
  const fuzz::exact stream({data, size});
  framer frames;
  frames.feed(stream.get());
  frames.finish();
  while (const auto pdu = frames.next()) {
    if (!pdu->is_pdu) continue;
    error fault, again;
    const std::vector<std::string> records = read(reused, *pdu, fault);
    for (const std::string& each : records)
      fuzz::require(fuzz::is_record(each), "a record is one by its schema");
    decoder fresh;
    fuzz::require(records == read(fresh, *pdu, again), "what was read before changes nothing");
    fuzz::require(fault.code == again.code && fault.offset == again.offset, "and no fault either");
    fuzz::require(records.size() == read(plain, *pdu, again).size(),
                  "there are as many records without detail");
    if (fault) {
      fuzz::require(fault.offset >= pdu->offset && fault.offset <= pdu->offset + pdu->octets.size(),
                    "a fault lies in its PDU");
      (void)explain(fault, *pdu);
    }
    text_buffer jer;
    (void)line.write(jer, *pdu);
    fuzz::require(fuzz::is_json(jer.view()), "a JER line is JSON");

    header_fields header, same;
    (void)peek_header(*pdu, header);
    std::size_t views = 0;
    (void)contents.read(*pdu, same, [&](const content_data& one) {
      ++views;
      fuzz::require(one.octets.value.size() <= pdu->octets.size(), "content is no longer than its PDU");
    });
    fuzz::require(header.payload == same.payload && header.sequence == same.sequence, "both read one header");
    // content_reader does not look into cINExtension, and so not at its faults
    fuzz::require(fault || views <= records.size(), "content belongs to records");
    (void)imsi(*pdu);
    (void)time(*pdu);
  }
  return 0;
}
