#include "service/spool_decoder.hpp"

#include "core/text.hpp"
#include "etsi/framer_state.hpp"
#include "link/follow.hpp"
#include "store/capture_sink.hpp"
#include "write/record_writer.hpp"
#include "write/tree.hpp"

namespace lihi::service {
namespace {

using store::spool_kind;

constexpr std::string_view state_name = "lihi-spool-decoder";
constexpr std::uint32_t state_version = 2;
constexpr std::size_t most_marks = 4096; // of a PDU that comes in so many pieces

// Of more marks every other one goes: an earlier one leads to the same octets, by a longer way.
template <class Marks>
void thin_out(Marks& all) {
  std::size_t kept = 0;
  for (std::size_t i = 0; i < all.size(); i += 2) all[kept++] = all[i];
  all.resize(kept);
}

} // namespace

spool_decoder::spool_decoder(const spool_decoder_options& options)
    : options_(options), decode_(std::make_unique<decoder>(options.decoder)),
      reject_line_(options.decoder.bounds) {}

// One whose beginning is lost goes on under no operator's name.
spool_decoder::stream& spool_decoder::stream_of(std::uint32_t number) {
  const auto [at, fresh] = streams_.try_emplace(number);
  if (fresh) at->second.frames = framer(options_.decoder.bounds);
  return at->second;
}

ledger& spool_decoder::ledger_of(const std::string& operator_name) {
  std::unique_ptr<ledger>& out = ledgers_[operator_name];
  if (!out) out = std::make_unique<ledger>(options_.ledger);
  return *out;
}

void spool_decoder::take(const store::entry& one, decoded_sink give) {
  switch (static_cast<spool_kind>(one.kind)) {
  case spool_kind::started:
    while (!streams_.empty()) close(streams_.begin(), one, give);
    return;
  case spool_kind::opened: {
    if (const auto old = streams_.find(one.stream); old != streams_.end()) close(old, one, give);
    if (auto about = store::unpacked<store::opened_stream>(one.octets))
      stream_of(one.stream).about = std::move(*about);
    return;
  }
  case spool_kind::octets:
  case spool_kind::more: {
    const auto part = store::octets_of(one.octets);
    if (!part) return;
    stream& of = stream_of(one.stream);
    if (part->offset > of.came) lost(of, part->offset - of.came, one, give);
    if (of.marks.size() >= most_marks) thin_out(of.marks);
    of.marks.push_back({of.came, one.at});
    of.came += part->octets.size();
    of.frames.feed(part->octets);
    drain(of, one, give);
    if (static_cast<spool_kind>(one.kind) == spool_kind::octets) {
      of.frames.pause(); // what is whole comes at once: nobody knows when more does
      drain(of, one, give);
    }
    of.frames.feed(bytes()); // what is left is kept: the entry goes
    return;
  }
  case spool_kind::overdue: {
    const auto of = streams_.find(one.stream);
    if (of == streams_.end()) return;
    of->second.frames.overdue();
    return drain(of->second, one, give);
  }
  case spool_kind::closed: {
    const auto of = streams_.find(one.stream);
    if (of == streams_.end()) return;
    const auto about = store::unpacked<store::closed_stream>(one.octets);
    if (about && about->octets > of->second.came)
      lost(of->second, about->octets - of->second.came, one, give);
    return close(of, one, give);
  }
  }
}

spool_decoder::mark spool_decoder::mark_of(stream& of, std::uint64_t offset) {
  while (of.marks.size() > 1 && of.marks[1].offset <= offset) of.marks.pop_front();
  return of.marks.empty() ? mark{offset, 0} : of.marks.front();
}

template <class T>
void spool_decoder::give_content(const T& of, decoded_item place, decoded_sink give) const {
  if (!options_.captures) return;
  content_of(of, [&](const content_piece& one) {
    const auto octets = store::packed_piece(one);
    place.kind = item_kind::content;
    place.line = as_text(octets);
    give(place);
  });
}

void spool_decoder::give_event(const link_event& event, const decoded_item& place, decoded_sink give) {
  line_.clear();
  write_event(line_, event, {options_.decoder.detail, options_.content});
  decoded_item out = place;
  out.kind = item_kind::event;
  out.line = line_.view();
  give(out);
  give_content(event, place, give);
}

void spool_decoder::drain(stream& of, const store::entry& now, decoded_sink give) {
  const stream_source source(of.about.operator_name, of.about.link, now.when);
  ledger& numbers = ledger_of(of.about.operator_name);
  while (const auto piece = of.frames.next()) {
    const mark begin = mark_of(of, piece->offset);
    decoded_item place{{},
                       begin.at,
                       static_cast<std::uint32_t>(piece->offset - begin.offset),
                       static_cast<std::uint32_t>(piece->octets.size()),
                       {}};
    const auto write = [&](item_kind kind, const auto& put) {
      line_.clear();
      put();
      place.kind = kind;
      place.line = line_.view();
      give(place);
    };
    error fault;
    try {
      fault = read_and_follow(
          *decode_, numbers, *piece, source, options_.decoder.bounds,
          [&](const link_event& event) { give_event(event, place, give); },
          [&](const record& one) {
            write(item_kind::record, [&] {
              write_record(line_, one, {options_.decoder.detail, options_.content});
            });
            give_content(one, place, give);
          });
    } catch (const std::bad_alloc&) { // it ends the PDU, not the stream
      decode_ = std::make_unique<decoder>(options_.decoder);
      fault = {piece->offset, 0, fault_code::memory_exceeded, 0};
    }
    if (fault)
      write(item_kind::reject, [&] {
        frame shown = *piece;
        if (fault.code == fault_code::memory_exceeded) shown.is_pdu = false; // not tried a second time
        reject_line_.write_reject(line_, shown, source, fault);
      });
  }
}

void spool_decoder::lost(stream& of, std::uint64_t octets, const store::entry& now, decoded_sink give) {
  of.frames.finish();
  drain(of, now, give);
  const stream_source source(of.about.operator_name, of.about.link, now.when);
  ledger_of(of.about.operator_name).lost(source, of.came, octets, [&](const link_event& event) {
    give_event(event, {{}, now.at, 0, 0, {}}, give);
  });
  of.came += octets;
  of.marks.clear();
  of.frames = framer(options_.decoder.bounds, of.came);
}

void spool_decoder::close(streams::iterator which, const store::entry& now, decoded_sink give) {
  which->second.frames.finish();
  drain(which->second, now, give);
  streams_.erase(which);
}

std::string spool_decoder::ledger_as_json() const {
  text_buffer out;
  const auto member = [&out](std::string_view name, std::string_view value, bool quoted) {
    if (value.empty()) return;
    if (out.back() != '{') out.put(',');
    out.put('"');
    out.put(name);
    out.put(quoted ? "\":\"" : "\":");
    if (quoted)
      append_json_escaped(out, value);
    else
      out.put(value);
    if (quoted) out.put('"');
  };
  const auto number = [&](std::string_view name, std::uint64_t value) {
    member(name, std::to_string(value), false);
  };
  out.put("{\"operators\":[");
  for (const auto& [name, one] : ledgers_) {
    if (out.back() != '[') out.put(',');
    out.put('{');
    member("operator", name, true);
    const ledger_totals all = one->totals();
    out.put(",\"totals\":{");
    for (const auto& [what, value] :
         {std::pair("sessions", all.sessions), std::pair("missing", all.missing),
          std::pair("duplicates", all.duplicates), std::pair("reused", all.reused),
          std::pair("late", all.late), std::pair("resets", all.resets), std::pair("orphans", all.orphans),
          std::pair("lost_octets", all.lost_octets), std::pair("keep_alives", all.keep_alives),
          std::pair("encrypted", all.encrypted), std::pair("forgotten", all.forgotten)})
      number(what, value);
    out.put("},\"rows\":[");
    one->for_each_row([&](const ledger_row& row) {
      if (out.back() != '[') out.put(',');
      out.put('{');
      member("liid", row.liid, true);
      member("liid_encoding", name_of(row.liid_encoding), true);
      member("authorization_country", row.authorization_country, true);
      member("operator_id", row.operator_id, true);
      member("network_element_id", row.network_element_id, true);
      if (row.cin) number("cin", *row.cin);
      member("interface", name_of(row.interface), true);
      for (const auto& [what, value] :
           {std::pair("first", std::uint64_t{row.first}), std::pair("last", std::uint64_t{row.last}),
            std::pair("pdus", row.pdus), std::pair("missing", row.missing),
            std::pair("duplicates", row.duplicates), std::pair("late", row.late)})
        number(what, value);
      member("begun", row.begun ? "true" : "false", false);
      member("ended", row.ended ? "true" : "false", false);
      out.put('}');
    });
    out.put("]}");
  }
  out.put("]}");
  return std::string(out.view());
}

std::string spool_decoder::tree_of(bytes pdu) const {
  text_buffer out;
  tree_printer tree(options_.decoder.bounds);
  frame one;
  one.octets = pdu;
  one.is_pdu = true;
  (void)tree.write(out, one, [] {});
  return std::string(out.view());
}

std::vector<std::uint8_t> spool_decoder::save() const {
  state_writer to;
  to(as_bytes(state_name));
  to(state_version);
  to(streams_.size());
  for (const auto& [number, one] : streams_) {
    to(number);
    store::opened_stream::fields(one.about, to);
    to(one.came);
    framer_state::save(one.frames, to);
    to(one.marks.size());
    for (const mark& each : one.marks) {
      to(each.offset);
      to(each.at);
    }
  }
  to(ledgers_.size());
  for (const auto& [name, one] : ledgers_) {
    to(name);
    one->save(to);
  }
  return to.take();
}

bool spool_decoder::restore(bytes state) {
  streams_.clear();
  ledgers_.clear();
  state_reader from(state);
  std::string name;
  std::uint32_t version = 0;
  from(name);
  from(version);
  bool good = !from.bad() && name == state_name && version == state_version;
  for (std::size_t left = good ? from.count() : 0; left != 0 && !from.bad(); --left) {
    std::uint32_t number = 0;
    from(number);
    stream& one = stream_of(number);
    store::opened_stream::fields(one.about, from);
    from(one.came);
    framer_state::restore(one.frames, from);
    for (std::size_t marks = from.count(); marks != 0 && !from.bad(); --marks) {
      mark each;
      from(each.offset);
      from(each.at);
      one.marks.push_back(each);
    }
  }
  for (std::size_t left = good ? from.count() : 0; left != 0 && good && !from.bad(); --left) {
    std::string of;
    from(of);
    good = ledger_of(of).restore(from);
  }
  if (good && !from.bad() && from.at_end()) return true;
  streams_.clear();
  ledgers_.clear();
  return false;
}

} // namespace lihi::service
