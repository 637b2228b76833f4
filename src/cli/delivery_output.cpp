#include "cli/delivery_output.hpp"

#include "cli/signals.hpp"
#include "cli/terminal.hpp"
#include "write/record_writer.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <system_error>
#include <unistd.h>

namespace lihi::cli {
namespace {

// Whole lines that are records.
std::uint64_t records_in(std::string_view text) {
  std::uint64_t count = 0;
  for (std::size_t end = text.find('\n'); end != text.npos; end = text.find('\n')) {
    count += text.starts_with("{\"record\":\"lihi/1\"") ? 1 : 0;
    text.remove_prefix(end + 1);
  }
  return count;
}

bool refuse(const std::string& why) {
  cli::tell(why);
  return false;
}

} // namespace

delivery_output::delivery_output(const decode_options& options)
    : options_(options), plan_(options.plan()), worker_(options, plan_), ledger_(plan_.ledger) {}

int delivery_output::run(function_ref<int()> work) {
  if (!may_write()) return 2;
  int status = 0;
  try {
    if (options_.jobs > 1)
      pool_ = std::make_unique<pool>(options_, [this](outcome& result) { take(result); });
    status = work();
    flush();
    ledger_.close([this](const link_event& event) { tell(event, own_.text); });
    take(own_);
  } catch (const std::bad_alloc&) {
    status = give_up("no memory is left; what was read is delivered");
  } catch (const std::system_error& problem) {
    status = give_up(fmt::format("a thread cannot be started: {}", problem.code().message()));
  }
  return end(status);
}

// Neither standard output nor the file of rejects is an input: else it would destroy what it reads.
bool delivery_output::may_write() {
  struct stat out {
  }, in{};
  const bool to_file = ::fstat(STDOUT_FILENO, &out) == 0 && S_ISREG(out.st_mode);
  for (const auto& [path, kept] : kept_files()) {
    struct stat about {};
    if (path->empty() || ::stat(path->c_str(), &about) != 0) continue;
    for (const std::string& file : options_.files)
      if (about_input(file, in) && S_ISREG(in.st_mode) && same_file(about, in))
        return refuse(visible(*path) + ": is an input; it needs a file of its own");
    if (to_file && same_file(about, out)) return refuse(visible(*path) + ": is standard output");
  }
  for (const std::string& file : options_.files)
    if (to_file && about_input(file, in) && S_ISREG(in.st_mode) && same_file(out, in))
      return refuse("standard output is an input: " + visible(file));
  for (const auto& [path, kept] : kept_files()) {
    if (path->empty()) continue;
    const std::string problem = kept->open(*path, options_.on_existing);
    if (!problem.empty()) return refuse(visible(*path) + ": " + problem);
  }
  if (options_.content_folder.empty()) return true;
  if (const std::string problem = contents_.open(options_.content_folder); !problem.empty())
    return refuse(visible(options_.content_folder) + ": " + problem);
  worker_.watch([this](const record& one) { contents_.take(one); });
  return true;
}

delivery_output::files delivery_output::kept_files() {
  static const std::string none;
  const bool to_file = options_.events != "-" && options_.events != "none";
  return {std::pair(&options_.rejects, &rejects_), std::pair(to_file ? &options_.events : &none, &events_)};
}

void delivery_output::take(const frame& piece, const stream_source& source) {
  if (pool_) return pool_->add(piece, source);
  worker_.take(
      piece, source, own_, [this] { take(own_); }, [this](const arrival& one) { take(one, own_.text); });
  if (own_.held() >= batch::enough) take(own_);
}

void delivery_output::lost(const stream_source& source, std::uint64_t offset, std::uint64_t octets) {
  flush(); // what came before it goes before it
  ledger_.lost(source, offset, octets, [this](const link_event& event) { tell(event, own_.text); });
  take(own_);
}

void delivery_output::conflict(const stream_source& source, std::uint64_t offset, std::uint64_t octets) {
  flush();
  ledger_.conflict(source, offset, octets, [this](const link_event& event) { tell(event, own_.text); });
  take(own_);
}

bool delivery_output::over() const { return out_.failed() || signals::came() != 0; }

// The ledger's turn: what it tells goes before the text that `to` gets next.
void delivery_output::take(const arrival& one, text_buffer& to) {
  ledger_.take(one, [&](const link_event& event) { tell(event, to); });
}

void delivery_output::tell(const link_event& event, text_buffer& to) {
  if (!options_.content_folder.empty()) contents_.take(event);
  if (options_.events == "none" || options_.to == format::tree ||
      (options_.to == format::raw && !events_.is_open()))
    return;
  text_buffer own;
  text_buffer& into = events_.is_open() ? own : to;
  write_event(into, event, {options_.detail, options_.content});
  into.put('\n');
  if (events_.is_open()) events_.write(as_bytes(into.view()));
}

// `records`: so many are in it, when that is known.
void delivery_output::write(std::string_view text, std::optional<std::uint64_t> records) {
  if (out_.failed() || text.empty()) return;
  const std::uint64_t before = out_.octets();
  const bool all = out_.write(text);
  if (options_.to != format::records) return;
  written_ += all && records ? *records : records_in(text.substr(0, out_.octets() - before));
}

void delivery_output::take(outcome& result) {
  const std::string_view text = result.text.view();
  std::size_t written = 0;
  bool with_events = false;
  result.arrivals.for_each([&](const arrival& one, std::size_t at) {
    take(one, event_text_);
    if (event_text_.empty()) return;
    with_events = true;
    write(text.substr(written, at - written));
    written = at;
    write(event_text_.view());
    event_text_.clear();
  });
  write(text.substr(written), with_events ? std::nullopt : std::optional(result.records));
  summary_.pdus += result.pdus;
  summary_.records += result.records;
  summary_.rejected += result.rejected;
  summary_.defects += result.defects;
  if (rejects_.is_open()) rejects_.write(result.rejects);
  if (first_reject_.empty()) first_reject_ = result.first_reject;
  result.clear();
}

void delivery_output::flush() {
  if (pool_) pool_->finish();
  take(own_);
}

int delivery_output::give_up(const std::string& why) {
  // what the threads have is delivered; each batch that failed says so once
  for (std::size_t tries = plan_.slots + 1; pool_ && tries != 0; --tries) {
    try {
      pool_->finish();
      break;
    } catch (const std::bad_alloc&) {
      continue;
    }
  }
  pool_.reset();
  take(own_);
  progress_.clear();
  cli::tell(why);
  return 2;
}

int delivery_output::end(int status) {
  progress_.clear();
  if (!first_reject_.empty()) {
    const std::uint64_t more = summary_.rejected - 1;
    cli::tell("rejected: " + first_reject_ + (more == 0 ? "" : fmt::format("; and {} more", more)));
  }
  const ledger_totals numbers = ledger_.totals();
  summary_.gaps = numbers.missing;
  summary_.duplicates = numbers.duplicates + numbers.reused;
  tell_line(summary_.line() + "\n");
  for (const auto& [path, kept] : kept_files()) {
    if (!kept->is_open()) continue;
    if (const std::string problem = kept->finish(); !problem.empty()) {
      cli::tell(visible(*path) + ": " + problem);
      status = 2;
    }
  }
  if (!options_.content_folder.empty()) {
    if (const std::string problem = contents_.finish(); !problem.empty()) {
      cli::tell(visible(problem));
      status = 2;
    }
    cli::tell(fmt::format("content: {} packets in {} captures, {} files", contents_.totals().packets,
                          contents_.totals().captures, contents_.totals().files));
  }
  if (out_.closed()) {
    cli::tell("standard output was closed");
    status = std::max(status, 1);
  } else if (out_.failed()) {
    cli::tell(out_.error() +
              (options_.to == format::records ? fmt::format("; {} records were written", written_) : ""));
    status = 2;
  }
  if (const int signal = signals::came(); signal != 0 && status != 2) return 128 + signal;
  if (status == 0 && (summary_.rejected != 0 || summary_.defects != 0)) status = 1;
  return status;
}

} // namespace lihi::cli
