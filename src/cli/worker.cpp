#include "cli/worker.hpp"

#include "cli/terminal.hpp"
#include "write/record_writer.hpp"

#include <fmt/format.h>
#include <new>

namespace lihi::cli {
void outcome::clear() noexcept {
  text.clear();
  pdus = records = rejected = defects = 0;
  arrivals.clear();
  rejects.clear();
  if (rejects.capacity() > text_buffer::most_kept) std::vector<std::uint8_t>().swap(rejects);
  first_reject.clear();
}

worker::worker(const decode_options& options, const memory_plan& plan)
    : options_(options), plan_(plan), readers_(std::make_unique<readers>(options, plan)) {}

void worker::take(const frame& piece, const stream_source& source, outcome& to,
                  function_ref<void()> hand_over, arrival_sink arrived) {
  if (to.held() > plan_.text || piece.octets.size() > plan_.small) hand_over();
  if (since_renewal_ > plan_.renewal) {
    readers_ = std::make_unique<readers>(options_, plan_);
    since_renewal_ = 0;
  }
  since_renewal_ += piece.octets.size();
  error fault;
  try {
    fault = read(piece, source, to, hand_over, arrived);
  } catch (const std::bad_alloc&) {
    if (options_.to == format::raw) throw; // no line can stand in for octets
    // It ends the PDU, not the program. What was begun of a line goes.
    readers_.reset();
    readers_ = std::make_unique<readers>(options_, plan_);
    to.text.truncate(to.text.view().rfind('\n') + 1);
    fault = {piece.offset, 0, fault_code::memory_exceeded, 0};
    const frame without{piece.octets, piece.offset, false, fault_code::memory_exceeded};
    readers_->line.write_reject(to.text, without, source, fault);
    to.text.put('\n');
  }
  if (fault) reject(piece, source, fault, to);
}

error worker::read(const frame& piece, const stream_source& source, outcome& to,
                   function_ref<void()> hand_over, arrival_sink arrived) {
  if (piece.is_pdu) ++to.pdus;
  error fault;
  if (options_.to == format::raw) {
    to.text.put(as_text(piece.octets));
    return fault_of({}, piece);
  }
  if (options_.to == format::tree) {
    fault = readers_->tree.write(to.text, piece, [&] {
      if (to.held() > plan_.text) hand_over();
    });
    to.defects += readers_->tree.defects();
  } else if (!piece.is_pdu) {
    fault = fault_of({}, piece);
    readers_->line.write_reject(to.text, piece, source, fault);
  } else if (options_.to == format::jer) {
    fault = readers_->line.write(to.text, piece, source);
    to.defects += readers_->line.defects();
  } else {
    return records(piece, source, to, hand_over, arrived);
  }
  to.text.put('\n');
  return fault;
}

error worker::records(const frame& pdu, const stream_source& source, outcome& to,
                      function_ref<void()> hand_over, arrival_sink arrived) {
  bool any = false;
  const error fault = readers_->decode.read(pdu, source, [&](const record& one) {
    ++to.records;
    any = true;
    if (watch_) watch_(one);
    arrived(arrival_of(one));
    write_record(to.text, one, {options_.detail, options_.content});
    to.text.put('\n');
    if (to.held() > plan_.text) hand_over();
  });
  if (fault) {
    if (!any)
      if (const damaged_arrival of(pdu, source, plan_.bounds); of.known()) arrived(of.view());
    readers_->line.write_reject(to.text, pdu, source, fault); // what was read, and why it stopped
    to.text.put('\n');
  }
  to.defects += readers_->decode.defects();
  return fault;
}

void worker::reject(const frame& piece, const stream_source& source, const error& fault, outcome& to) const {
  if (to.rejected++ == 0) {
    const std::string path = path_of(fault, piece, plan_.bounds);
    to.first_reject = fmt::format(
        "{}: {} at {}{}{}: {}", visible(source.link.empty() ? source.name : source.link), name_of(fault.code),
        fault.offset, path.empty() ? "" : ", ", path, message_of(fault.code));
  }
  if (!options_.rejects.empty())
    to.rejects.insert(to.rejects.end(), piece.octets.begin(), piece.octets.end());
}

} // namespace lihi::cli
