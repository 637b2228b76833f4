// lihi decode
#include "cli/commands.hpp"
#include "cli/input.hpp"
#include "cli/output.hpp"
#include "cli/pool.hpp"
#include "cli/recognize.hpp"
#include "cli/signals.hpp"
#include "cli/summary.hpp"
#include "cli/terminal.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <system_error>
#include <unistd.h>

namespace lihi::cli {
namespace {

std::string as_utf8(std::string_view octets) {
  text_buffer out;
  append_as_utf8(out, octets);
  return std::string(out.view());
}

class decoding {
 public:
  explicit decoding(const decode_options& options)
      : options_(options), plan_(options.plan()), worker_(options, plan_) {}

  int run() {
    if (!may_write()) return 2;
    int status = 0;
    try {
      if (options_.jobs > 1)
        pool_ = std::make_unique<pool>(options_, [this](outcome& result) { take(result); });
      for (const std::string& file : options_.files) {
        status = std::max(status, read(file));
        if (over()) break;
      }
      flush();
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
    }, rejects{}, in{};
    const bool to_file = ::fstat(STDOUT_FILENO, &out) == 0 && S_ISREG(out.st_mode);
    const bool kept = !options_.rejects.empty() && ::stat(options_.rejects.c_str(), &rejects) == 0;
    for (const std::string& file : options_.files) {
      if (!about_input(file, in) || !S_ISREG(in.st_mode)) continue;
      if (to_file && same_file(out, in)) return refuse("standard output is an input: " + visible(file));
      if (kept && same_file(rejects, in))
        return refuse(visible(options_.rejects) + ": is an input; what was rejected needs a file of its own");
    }
    if (kept && to_file && same_file(rejects, out))
      return refuse(visible(options_.rejects) + ": is standard output");
    if (options_.rejects.empty()) return true;
    const std::string problem = rejects_.open(options_.rejects, options_.on_existing);
    return problem.empty() || refuse(visible(options_.rejects) + ": " + problem);
  }
  static bool refuse(const std::string& why) {
    tell(why);
    return false;
  }

  int read(const std::string& path) {
    input_file in;
    if (!in.open(path)) {
      tell(visible(path) + ": " + in.error());
      return 2;
    }
    source_ = as_utf8(options_.source.empty() ? path : options_.source);
    framer frames(plan_.bounds);
    const bool live = in.size() == 0;
    if (!live) frames.ends_at(in.size());
    std::uint64_t read = 0;
    for (bool more = true; more && !over();) {
      if (live) wait(in, frames);
      const bytes block = in.next();
      more = !block.empty();
      if (!more) frames.finish();
      if (read == 0) advise(path, block);
      frames.feed(block);
      drain(frames, live);
      read += block.size();
      progress_.show(read, in.size());
    }
    summary_.octets += read;
    if (!in.error().empty()) {
      progress_.clear();
      tell(visible(path) + ": " + in.error());
      return 2;
    }
    if (read == 0 && signals::came() == 0) {
      take(frame{{}, 0, false, code::empty_input});
      tell(visible(path) + ": " + std::string(message(code::empty_input)));
    }
    return 0;
  }

  // While no octets come, what can be said without them is said; PDUs inside of one whose end is overdue too.
  void wait(const input_file& in, framer& frames) {
    if (in.ready(std::chrono::milliseconds(0))) return;
    frames.pause();
    drain(frames, true);
    flush();
    if (frames.waiting() == 0 || in.ready(options_.patience)) return;
    frames.overdue();
    drain(frames, true);
    flush();
  }

  void drain(framer& frames, bool live) {
    bool any = false;
    while (const auto piece = frames.next()) {
      take(*piece);
      any = true;
    }
    if (!live) return;
    const auto now = clock::now();
    if (any || frames.waiting() == 0) last_frame_ = now;
    if (now - last_frame_ < options_.patience) return;
    last_frame_ = now; // octets come, but for long they made no PDU
    frames.overdue();
    while (const auto piece = frames.next()) take(*piece);
  }

  void take(const frame& piece) {
    if (pool_) return pool_->add(piece, source_);
    worker_.take(piece, source_, own_, [this] { take(own_); });
    if (own_.held() >= batch::enough) take(own_);
  }

  void take(outcome& result) {
    if (!out_.failed()) {
      const std::uint64_t before = out_.octets();
      const bool all = out_.write(result.text.view());
      if (options_.to == format::records)
        written_ += all ? result.records : records_in(result.text.view().substr(0, out_.octets() - before));
    }
    summary_.pdus += result.pdus;
    summary_.records += result.records;
    summary_.rejected += result.rejected;
    summary_.defects += result.defects;
    for (const sequence_seen& each : result.sequences) summary_.sequence(each.key, each.number);
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

  // Whether nothing more is to be read.
  [[nodiscard]] bool over() const { return out_.failed() || signals::came() != 0; }

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
    tell(why);
    return 2;
  }

  int end(int status) {
    progress_.clear();
    if (!first_reject_.empty()) {
      const std::uint64_t more = summary_.rejected - 1;
      tell("rejected: " + first_reject_ + (more == 0 ? "" : fmt::format("; and {} more", more)));
    }
    tell_line(summary_.line() + "\n");
    if (rejects_.is_open()) {
      if (const std::string problem = rejects_.finish(); !problem.empty()) {
        tell(visible(options_.rejects) + ": " + problem);
        status = 2;
      }
    }
    if (out_.closed()) {
      tell("standard output was closed");
      status = std::max(status, 1);
    } else if (out_.failed()) {
      tell(out_.error() +
           (options_.to == format::records ? fmt::format("; {} records were written", written_) : ""));
      status = 2;
    }
    if (const int signal = signals::came(); signal != 0 && status != 2) return 128 + signal;
    if (status == 0 && (summary_.rejected != 0 || summary_.defects != 0)) status = 1;
    return status;
  }

  static void advise(const std::string& path, bytes start) {
    if (const std::string_view advice = recognize(start); !advice.empty())
      tell(visible(path) + ": " + std::string(advice));
  }

  using clock = std::chrono::steady_clock;

  const decode_options& options_;
  memory_plan plan_;
  output out_;
  summary summary_;
  progress progress_;
  worker worker_;
  outcome own_;
  rejects_file rejects_;
  std::uint64_t written_ = 0; // records
  std::string source_, first_reject_;
  clock::time_point last_frame_ = clock::now();
  std::unique_ptr<pool> pool_;
};

} // namespace

int decode(const decode_options& options) {
  const signals watched;
  return decoding(options).run();
}

} // namespace lihi::cli
