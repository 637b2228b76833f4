// Records, JER and the lazy readers of whatever the framer cuts: JSON that another parser reads, records that
// the schema describes, copies that are equal, paths and explanations without a fault.
#include "core/text_buffer.hpp"
#include "write/jer_line.hpp"
#include "fuzz/cost.hpp"
#include "fuzz/fuzz.hpp"
#include "fuzz/loss.hpp"

#include <lihi/at.hpp>
#include <lihi/content.hpp>
#include <lihi/decoder.hpp>
#include <lihi/peek.hpp>
#include <algorithm>
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

void require_nothing_lost(const frame& pdu, const std::vector<std::string>& records) {
  fuzz::shown_ranges shown;
  shown.pdu = pdu.octets;
  const limits bounds;
  arena memory(bounds.arena);
  schema::walker<fuzz::shown_ranges> walk(shown, memory, bounds);
  shown.where = &walk;
  const error fault = walk.walk(pdu.octets, pdu.offset, schema::type::PS_PDU);
  error in_pdu = fault;
  in_pdu.offset -= fault ? pdu.offset : 0;
  fuzz::require_no_loss(pdu.octets, in_pdu, shown);
  if (fault || records.empty()) return;
  // in the last one what stands behind the Payload, where no PSHeader belongs
  const std::string record = records.front() + records.back();
  if (record.find("memory_exceeded") == record.npos && record.find("list_cut") == record.npos)
    fuzz::require_header(shown, record);
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
  // the same, over and over, for what is quadratic
  std::vector<std::uint8_t> often;
  while (size != 0 && often.size() < 4 * 8192) often.insert(often.end(), data, data + size);
  static decoder metered;
  static std::size_t most_held = 0;
  fuzz::require_work(often.size(), 10'000, "the work for an octet is bounded", [&often] {
    framer all;
    all.feed(often);
    all.finish();
    while (const auto pdu = all.next())
      if (pdu->is_pdu) (void)metered.read(*pdu, "fuzz", [](const record&) {});
  });
  // a reader that is used for ever holds no more than its limits: 64 MiB and some for lists
  most_held = std::max(most_held, fuzz::allocated());
  fuzz::require(most_held < (768u << 20), "what is held is bounded");
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
    (void)line.write(jer, *pdu, "fuzz");
    fuzz::require(fuzz::has_keys_once(jer.view()), "a JER line is JSON, with each key once");
    for (const std::string& each : records)
      fuzz::require(fuzz::has_keys_once(each), "a record has each key once");
    require_nothing_lost(*pdu, records);

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
