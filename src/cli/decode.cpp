// lihi decode
#include "cli/commands.hpp"
#include "cli/output.hpp"
#include "cli/pool.hpp"
#include "cli/reading.hpp"
#include "cli/signals.hpp"
#include "cli/summary.hpp"
#include "cli/terminal.hpp"
#include "link/ledger.hpp"
#include "write/record_writer.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <optional>
#include <system_error>
#include <unistd.h>

namespace lihi::cli {
namespace {

class decoding final : frame_handler {
 public:
  explicit decoding(const decode_options& options)
      : options_(options), plan_(options.plan()), worker_(options, plan_), ledger_(plan_.ledger) {}

  int run() {
    if (!may_write()) return 2;
    int status = 0;
    try {
      if (options_.jobs > 1)
        pool_ = std::make_unique<pool>(options_, [this](outcome& result) { take(result); });
      for (const std::string& file : options_.files) {
        const reading read =
            read_input(file, {plan_.bounds, options_.capture, options_.source, options_.patience}, *this);
        progress_.clear();
        summary_.octets += read.octets;
        status = std::max(status, read.status);
        if (over()) break;
      }
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

 private:
  // Neither standard output nor the file of rejects is an input: else it would destroy what it reads.
  bool may_write() {
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
    return true;
  }
  // The files that are written besides standard output; "" when one is not.
  std::array<std::pair<const std::string*, kept_file*>, 2> kept_files() {
    static const std::string none;
    const bool to_file = options_.events != "-" && options_.events != "none";
    return {std::pair(&options_.rejects, &rejects_), std::pair(to_file ? &options_.events : &none, &events_)};
  }
  static bool refuse(const std::string& why) {
    cli::tell(why);
    return false;
  }

  void take(const frame& piece, const stream_source& source) override {
    if (pool_) return pool_->add(piece, source);
    worker_.take(
        piece, source, own_, [this] { take(own_); }, [this](const arrival& one) { take(one, own_.text); });
    if (own_.held() >= batch::enough) take(own_);
  }
  void lost(const stream_source& source, std::uint64_t offset, std::uint64_t octets) override {
    flush(); // what came before it goes before it
    ledger_.lost(source, offset, octets, [this](const link_event& event) { tell(event, own_.text); });
    take(own_);
  }
  void conflict(const stream_source& source, std::uint64_t offset, std::uint64_t octets) override {
    flush();
    ledger_.conflict(source, offset, octets, [this](const link_event& event) { tell(event, own_.text); });
    take(own_);
  }
  void pause() override { flush(); }
  void progress(std::uint64_t read, std::uint64_t size) override { progress_.show(read, size); }
  [[nodiscard]] bool over() const override { return out_.failed() || signals::came() != 0; }

  // The ledger's turn: what it tells goes before the text that `to` gets next.
  void take(const arrival& one, text_buffer& to) {
    ledger_.take(one, [&](const link_event& event) { tell(event, to); });
  }
  void tell(const link_event& event, text_buffer& to) {
    if (options_.events == "none" || options_.to == format::tree) return;
    text_buffer own;
    text_buffer& into = events_.is_open() ? own : to;
    write_event(into, event, {options_.detail, options_.content});
    into.put('\n');
    if (events_.is_open()) events_.write(as_bytes(into.view()));
  }

  // `records`: so many are in it, when that is known.
  void write(std::string_view text, std::optional<std::uint64_t> records = std::nullopt) {
    if (out_.failed() || text.empty()) return;
    const std::uint64_t before = out_.octets();
    const bool all = out_.write(text);
    if (options_.to != format::records) return;
    written_ += all && records ? *records : records_in(text.substr(0, out_.octets() - before));
  }

  void take(outcome& result) {
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

  // Whole lines that are records.
  static std::uint64_t records_in(std::string_view text) {
    std::uint64_t count = 0;
    for (std::size_t end = text.find('\n'); end != text.npos; end = text.find('\n')) {
      count += text.starts_with("{\"record\":\"lihi/1\"") ? 1 : 0;
      text.remove_prefix(end + 1);
    }
    return count;
  }

  void flush() {
    if (pool_) pool_->finish();
    take(own_);
  }

  int give_up(const std::string& why) {
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

  int end(int status) {
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

  const decode_options& options_;
  memory_plan plan_;
  output out_;
  summary summary_;
  cli::progress progress_;
  worker worker_;
  outcome own_;
  kept_file rejects_, events_;
  ledger ledger_; // of all files, one after the other
  text_buffer event_text_;
  std::uint64_t written_ = 0; // records
  std::string first_reject_;
  std::unique_ptr<pool> pool_;
};

} // namespace

int decode(const decode_options& options) {
  const signals watched;
  return decoding(options).run();
}

} // namespace lihi::cli
