// What comes of a spool: the same, wherever it is stopped and started again; each record leads back to its
// octets in the spool; no octet is in none of them. And what a receiver answers: nothing but what was asked
// for.
#include "fuzz/fuzz.hpp"
#include "service/spool_decoder.hpp"
#include "store/capture_sink.hpp"

#include <lihi/peek.hpp>
#include <lihi/tri.hpp>
#include <map>
#include <string>
#include <vector>

namespace {

using namespace lihi;
using namespace lihi::service;
using store::spool_kind;

struct kept_entry {
  store::entry head;
  std::vector<std::uint8_t> octets;
};

struct made {
  store::position cause;
  item_kind kind;
  store::position begin;
  std::uint32_t skip, length;
  std::string line;
  friend bool operator==(const made&, const made&) = default;
};

std::vector<made> decode(const std::vector<kept_entry>& spool, std::size_t restart_every) {
  spool_decoder_options options;
  options.decoder.detail = false;
  options.captures = true;
  auto with = std::make_unique<spool_decoder>(options);
  std::vector<made> out;
  std::size_t entries = 0;
  for (const kept_entry& each : spool) {
    store::entry one = each.head;
    const fuzz::exact octets(each.octets);
    one.octets = octets.get();
    with->take(one, [&](const decoded_item& item) {
      out.push_back({one.at, item.kind, item.begin, item.skip, item.length, std::string(item.line)});
    });
    if (restart_every != 0 && ++entries % restart_every == 0) {
      const auto state = with->save();
      with = std::make_unique<spool_decoder>(options);
      fuzz::require(with->restore(state), "a state can be read again");
    }
  }
  return out;
}

// Octets of the stream from `skip` behind where the entry at `begin` begins.
std::vector<std::uint8_t> octets_at(const std::vector<kept_entry>& spool, store::position begin,
                                    std::uint32_t skip, std::uint32_t length) {
  std::vector<std::uint8_t> out;
  const kept_entry* first = nullptr;
  for (const kept_entry& each : spool) {
    if (each.head.at == begin) first = &each;
    const auto kind = static_cast<spool_kind>(each.head.kind);
    if (!first || each.head.stream != first->head.stream ||
        (kind != spool_kind::octets && kind != spool_kind::more))
      continue;
    out.insert(out.end(), each.octets.begin() + store::octets_head, each.octets.end());
    if (out.size() >= std::size_t{skip} + length) break;
  }
  if (out.size() < std::size_t{skip} + length) return {};
  return {out.begin() + skip, out.begin() + skip + length};
}

void answers(bytes octets) {
  framer frames;
  frames.feed(octets);
  frames.finish();
  while (const auto piece = frames.next()) {
    if (!piece->is_pdu) continue;
    header_fields asked, answered;
    const bool known = !peek_header(*piece, asked) && asked.payload == payload_kind::tri;
    for (const auto& answer : {keep_alive_response(*piece, {}), acknowledgement_response(*piece, {})}) {
      if (!answer || !known) continue;
      framer own;
      own.feed(*answer);
      own.finish();
      const auto whole = own.next();
      fuzz::require(whole && whole->is_pdu && whole->octets.size() == answer->size() &&
                        whole->fault == fault_code::none,
                    "an answer is one PS-PDU");
      fuzz::require(!peek_header(*whole, answered) && answered.payload == payload_kind::tri &&
                        answered.sequence == asked.sequence,
                    "and has the number that was asked with");
      fuzz::require(!keep_alive_response(*whole, {}) && !acknowledgement_response(*whole, {}),
                    "and asks for nothing");
    }
  }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  fuzz::input in(data, size);
  const std::size_t restart_every = 1 + in.octet() % 8;
  const unsigned hole = in.octet();
  const std::size_t cut = 1 + in.number() % 2000;
  const unsigned shape = in.octet();
  std::vector<kept_entry> spool;
  store::position at = 64;
  std::map<std::uint32_t, std::uint64_t> came;
  const auto add = [&](spool_kind kind, std::uint32_t stream, std::vector<std::uint8_t> octets) {
    spool.push_back({{at, static_cast<std::uint8_t>(kind), stream, {static_cast<std::int64_t>(at)}, {}},
                     std::move(octets)});
    at += store::size_of_entry(spool.back().octets.size());
  };
  add(spool_kind::started, 0, store::packed(store::started_receiver{"1"}));
  for (std::uint32_t stream = 1; stream <= 2; ++stream)
    add(spool_kind::opened, stream, store::packed(store::opened_stream{"op", "links", "A>B", "", ""}));
  const bytes all = in.rest();
  std::size_t part = 0;
  bool any_hole = false;
  for (std::size_t from = 0; from < all.size(); from += cut, ++part) {
    const std::uint32_t stream = 1 + ((shape >> (part % 4)) & 1);
    const bytes octets = all.subspan(from, std::min(cut, all.size() - from));
    std::vector<std::uint8_t> entry(store::octets_head);
    store::put_offset(came[stream], std::span(entry).first<store::octets_head>());
    entry.insert(entry.end(), octets.begin(), octets.end());
    came[stream] += octets.size();
    if (hole != 0 && part % 16 == hole % 16 && hole > 128) { // one that the disk lost
      any_hole = true;
      at += store::size_of_entry(entry.size());
      continue;
    }
    add((shape >> (4 + part % 2)) & 1 ? spool_kind::more : spool_kind::octets, stream, std::move(entry));
    if ((shape & 0xC0) == 0xC0 && part % 3 == 2) add(spool_kind::overdue, stream, {});
  }
  for (std::uint32_t stream = 1; stream <= 2; ++stream)
    add(spool_kind::closed, stream, store::packed(store::closed_stream{came[stream], ""}));
  const std::vector<made> items = decode(spool, 0);
  fuzz::require(items == decode(spool, restart_every), "a restart changes nothing");
  for (const made& each : items) {
    if (each.kind == item_kind::content)
      fuzz::require(store::piece_of(as_bytes(each.line)).has_value(), "content goes where content is");
    else
      fuzz::require(each.line.find('\n') == std::string::npos && !each.line.empty(), "a line is one line");
    if (each.kind == item_kind::event || each.kind == item_kind::content || any_hole) continue;
    const auto octets = octets_at(spool, each.begin, each.skip, each.length);
    fuzz::require(octets.size() == each.length, "its octets are in the spool");
    if (each.kind != item_kind::record) continue;
    // read alone, it is what it was
    framer frames;
    frames.feed(octets);
    frames.finish();
    const auto pdu = frames.next();
    fuzz::require(pdu && pdu->is_pdu, "and are a PS-PDU");
  }
  answers(all);
  return 0;
}
