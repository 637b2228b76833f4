// lihi replay
#include "cli/commands.hpp"
#include "cli/output.hpp"
#include "cli/receiver_address.hpp"
#include "cli/signal_watch.hpp"
#include "cli/signals.hpp"
#include "cli/summary.hpp"
#include "cli/terminal.hpp"
#include "etsi/header_parts.hpp"
#include "replay/faults.hpp"
#include "replay/rewrite.hpp"
#include "replay/sender.hpp"
#include "service/now.hpp"

#include <algorithm>
#include <boost/asio/executor_work_guard.hpp>
#include <fmt/format.h>
#include <lihi/decoder.hpp>
#include <sys/resource.h>

namespace lihi::cli {
namespace {

namespace asio = boost::asio;
using service::tcp;
using clock = std::chrono::steady_clock;

// Octets that wait in all connections: then reading waits too.
constexpr std::size_t most_queued = 4u << 20;
constexpr std::size_t pdus_a_poll = 64;
constexpr std::size_t most_told = 16; // connections with a problem of their own

std::chrono::milliseconds milliseconds_of(double seconds) {
  return std::chrono::milliseconds(static_cast<std::int64_t>(std::min(seconds, 1e9) * 1000));
}

// NAME=VALUE; both must be there.
std::optional<std::pair<std::string, std::string>> split(const std::string& text) {
  const std::size_t equals = text.find('=');
  if (equals == text.npos || equals == 0 || equals + 1 == text.size()) return std::nullopt;
  return std::pair(text.substr(0, equals), text.substr(equals + 1));
}

std::string name_of_stream(const stream_source& source) {
  return std::string(source.link.empty() ? source.name : source.link);
}

// What goes to one connection.
struct stream_state {
  std::shared_ptr<replay::sender> to;
  std::vector<std::uint8_t> behind_next; // a PDU that changes places with the next
  std::uint64_t pdus = 0, octets = 0;
};

class replaying final : frame_handler {
 public:
  explicit replaying(const replay_options& options)
      : options_(options), plan_(memory_plan::usual_budget, 1), signals_(io_), random_(options.seed),
        work_(io_.get_executor()) {}

  int run() {
    if (!prepare()) return 2;
    int status = 0;
    signals_.watch([] {}); // over() asks
    for (unsigned round = 0; round < options_.loop && !over(); ++round)
      for (const std::string& file : options_.files) {
        first_time_.reset();
        const reading read =
            read_input(file, {.bounds = plan_.bounds, .capture = options_.capture, .source = {}}, *this);
        progress_.clear();
        status = std::max(status, read.status);
        if (over()) break;
      }
    for (auto& [name, each] : streams_) {
      finish(each);
      if (each.to) ending_.push_back(std::move(each.to));
    }
    while (!over() && !all_done()) (void)io_.run_one();
    return end(status);
  }

 private:
  bool prepare() {
    std::string why = faults_.parse(options_.faults);
    if (!why.empty()) return refuse("--fault: " + why);
    faults_.seed(options_.seed);
    for (const std::string& each : options_.filters) {
      const auto parts = split(each);
      if (!parts) return refuse("--filter: NAME=VALUE is needed");
      const std::string& name = parts->first;
      if (name != "liid" && name != "cin" && name != "event" && name != "interface")
        return refuse("--filter: there is liid, cin, event and interface");
      filters_.push_back(*parts);
    }
    for (const std::string& each : options_.liids) {
      const auto parts = split(each);
      if (!parts || parts->second.size() > 25) return refuse("--liid: A=B is needed, of 1 to 25 octets each");
      how_.liids.insert(*parts);
    }
    how_.renumber = options_.renumber;
    return options_.dry_run || connectable();
  }

  bool connectable() {
    std::string wrong = find_receiver(io_, options_.to, options_.allow_remote, sending_);
    if (!wrong.empty()) return refuse(wrong);
    if (options_.tls.any()) {
      std::string why;
      sending_.tls = service::make_tls(service::tls_side::client, options_.tls, why);
      if (!sending_.tls) return refuse(why);
      if (!options_.tls_name.empty()) sending_.host = options_.tls_name;
    }
    sending_.time1 = milliseconds_of(options_.time1);
    sending_.time3 = milliseconds_of(options_.time3);
    sending_.closing = std::min(sending_.closing, sending_.time3);
    sending_.attempts = options_.attempts;
    sending_.resend_window = options_.resend_window;
    sending_.most_in_a_write = options_.chunk;
    rlimit files{};
    if (::getrlimit(RLIMIT_NOFILE, &files) == 0) { // a connection each
      files.rlim_cur = files.rlim_max;
      (void)::setrlimit(RLIMIT_NOFILE, &files);
    }
    return true;
  }
  static bool refuse(const std::string& why) {
    tell(why);
    return false;
  }

  // ---- what is read

  void take(const frame& piece, const stream_source& source) override {
    if (piece.octets.empty() || over()) return;
    std::optional<replay::segmentation> segments = segments_of(piece, source);
    if (is_keep_alive(piece)) { // those of this side and of this receiver take their place
      ++left_out_;
      return;
    }
    std::optional<moment> when = source.arrived;
    if (!wanted(piece, when)) {
      ++filtered_;
      return;
    }
    if (!when) when = last_time_;
    last_time_ = when;
    if (options_.shift_to_now && !shifted_ && when) {
      how_.shift = service::now_utc().microseconds - when->microseconds;
      shifted_ = true;
    }
    if (!rewrite_) rewrite_.emplace(how_);
    auto changed = rewrite_->change(piece);
    std::vector<std::uint8_t> pdu =
        changed ? std::move(*changed) : std::vector<std::uint8_t>(piece.octets.begin(), piece.octets.end());
    stream_state& to = streams_[name_of_stream(source)];
    ++to.pdus;
    to.octets += pdu.size();
    ++pdus_;
    octets_ += pdu.size();
    if (options_.dry_run) return;
    wait_for_turn(when, pdu.size());
    if (!to.to) to.to = std::make_shared<replay::sender>(io_, sending_, totals_, random_());
    send(to, std::move(pdu), std::move(segments));
    wait_for_room();
  }

  // As captured, unless another way is asked for: as fast as it goes, large writes go faster.
  void segment(const stream_source& source, std::uint64_t end) override {
    if (options_.chunk != 0 || options_.speed == 0) return;
    segments_[name_of_stream(source)].add(end);
  }
  std::optional<replay::segmentation> segments_of(const frame& piece, const stream_source& source) {
    const auto known = segments_.find(name_of_stream(source));
    if (known == segments_.end()) return std::nullopt;
    return known->second.of(piece.offset, piece.octets.size());
  }

  // Whether a PDU is sent, and, when that is not known, the time in it.
  bool wanted(const frame& piece, std::optional<moment>& when) {
    const bool timed = when || (options_.speed == 0 && !options_.shift_to_now);
    if (filters_.empty() && timed) return true;
    bool matches = filters_.empty();
    (void)decoder_.read(piece, "", [&](const record& one) {
      if (!when) when = one.pdu_time ? one.pdu_time : one.event_time;
      matches = matches || std::all_of(filters_.begin(), filters_.end(), [&one](const auto& each) {
                  const auto& [name, value] = each;
                  if (name == "liid") return one.liid == value;
                  if (name == "cin") return one.cin && std::to_string(*one.cin) == value;
                  if (name == "event") return name_of(one.event) == value;
                  return name_of(one.interface) == value;
                });
    });
    return matches;
  }

  static bool is_keep_alive(const frame& piece) {
    header_fields header;
    if (!piece.is_pdu || peek_header(piece, header) || header.payload != payload_kind::tri) return false;
    const bytes message = etsi::tri_in(piece.octets);
    if (message.empty()) return false;
    const ber::tag tag = ber::tag_at(message.data());
    return tag == etsi::tags::keep_alive || tag == etsi::tags::keep_alive_response;
  }

  void lost(const stream_source&, std::uint64_t, std::uint64_t octets) override { missing_ += octets; }
  void conflict(const stream_source&, std::uint64_t, std::uint64_t) override {}
  void ended(const stream_source& source) override {
    segments_.erase(name_of_stream(source));
    const auto known = streams_.find(name_of_stream(source));
    if (known == streams_.end() || options_.dry_run) return;
    finish(known->second);
    ending_.push_back(std::move(known->second.to));
    streams_.erase(known);
    collect();
  }
  void pause() override {
    if (!options_.dry_run) (void)io_.poll();
  }
  void progress(std::uint64_t read, std::uint64_t size) override { progress_.show(read, size); }
  [[nodiscard]] bool over() const override { return signals::came() != 0 || gave_up_; }

  // ---- what is sent

  void wait_for_turn(const std::optional<moment>& when, std::size_t octets) {
    clock::time_point due = clock::now();
    if (options_.speed != 0 && when) {
      if (!first_time_) {
        first_time_ = when;
        began_ = due;
      }
      const double after =
          static_cast<double>(when->microseconds - first_time_->microseconds) / options_.speed;
      constexpr double longest = 1e15; // microseconds: 30 years
      due = std::max(due, began_ + std::chrono::microseconds(
                                       static_cast<std::int64_t>(std::clamp(after, 0.0, longest))));
    }
    if (options_.rate > 0) {
      free_ = std::max(free_, clock::now());
      due = std::max(due, free_);
      free_ += std::chrono::nanoseconds(
          static_cast<std::int64_t>(static_cast<double>(octets) * 8000 / options_.rate));
    }
    if (clock::now() < due) release();
    while (!over() && clock::now() < due) {
      (void)io_.run_one_until(due);
      collect();
    }
  }

  // What waits for the rest of its segment waits no longer.
  void release() {
    if (held_) std::exchange(held_, nullptr)->release();
  }

  void send(stream_state& to, std::vector<std::uint8_t> pdu, std::optional<replay::segmentation> segments) {
    using replay::fault;
    if (!faults_.any()) {
      if (held_ != to.to) release();
      if (!segments) return to.to->send(std::move(pdu));
      held_ = to.to;
      return to.to->send(std::move(pdu), std::move(*segments));
    }
    if (faults_.strikes(fault::drop)) return;
    if (faults_.strikes(fault::corrupt))
      pdu[faults_.below(pdu.size())] ^= static_cast<std::uint8_t>(1U << faults_.below(8));
    if (faults_.strikes(fault::truncate)) pdu.resize(1 + faults_.below(pdu.size()));
    const bool twice = faults_.strikes(fault::duplicate);
    if (to.behind_next.empty() && faults_.strikes(fault::reorder)) {
      to.behind_next = std::move(pdu);
      return;
    }
    if (faults_.strikes(fault::stall)) to.to->stall(std::chrono::milliseconds(100 + faults_.below(900)));
    if (twice) to.to->send(pdu);
    to.to->send(std::move(pdu));
    if (!to.behind_next.empty()) to.to->send(std::exchange(to.behind_next, {}));
    if (faults_.strikes(fault::reset)) to.to->reset_behind_queue();
  }

  void finish(stream_state& of) {
    if (!of.to) return;
    if (held_ == of.to) release();
    if (!of.behind_next.empty()) of.to->send(std::exchange(of.behind_next, {}));
    of.to->finish();
  }

  // Reading goes on when not too much waits.
  void wait_for_room() {
    if (++since_poll_ % pdus_a_poll == 0) (void)io_.poll();
    if (totals_.queued > most_queued) release();
    while (!over() && totals_.queued > most_queued) (void)io_.run_one();
    collect();
  }

  // Counts connections that are done, and takes those away that nothing more is for.
  void collect() {
    gave_up_ = gave_up_ || totals_.failed != 0;
    if (totals_.done == collected_) return;
    std::erase_if(ending_, [this](const std::shared_ptr<replay::sender>& each) {
      if (!each->done()) return false;
      count(*each);
      ++collected_;
      return true;
    });
  }
  bool all_done() {
    collect();
    return ending_.empty();
  }
  void count(const replay::sender& of) {
    const replay::sender_counts& one = of.counts();
    sent_.pdus += one.pdus;
    sent_.octets += one.octets;
    sent_.resent += one.resent;
    sent_.writes += one.writes;
    sent_.connections += one.connections;
    sent_.failures += one.failures;
    sent_.keep_alives += one.keep_alives;
    sent_.answers += one.answers;
    sent_.wrong_answers += one.wrong_answers;
    sent_.unanswered += one.unanswered;
    sent_.unexpected += one.unexpected;
    failed_ += of.failed() ? 1 : 0;
    if (!of.problem().empty() && told_++ < most_told) tell("a connection: " + of.problem());
  }

  int end(int status) {
    progress_.clear();
    if (options_.dry_run) {
      output out;
      for (const auto& [name, each] : streams_)
        out.write(fmt::format("{}: {} PDUs, {} octets\n", visible(name), each.pdus, each.octets));
    }
    for (const auto& each : ending_) { // a signal came, or one gave up
      each->stop();
      count(*each);
    }
    ending_.clear();
    const double seconds = std::chrono::duration<double>(clock::now() - start_).count();
    std::string line = fmt::format("{} PDUs, {} octets", pdus_, octets_);
    const auto add = [&line](std::uint64_t number, const char* what) {
      if (number != 0) line += fmt::format(", {} {}", number, what);
    };
    add(filtered_, "not wanted");
    add(left_out_, "keep-alives and answers left out");
    add(missing_, "octets missing in the capture");
    if (!options_.dry_run) {
      line +=
          fmt::format("; sent {} PDUs, {} octets in {} writes on {} connections in {:.3f} s, {:.1f} Mbit/s",
                      sent_.pdus, sent_.octets, sent_.writes, sent_.connections, seconds,
                      seconds > 0 ? static_cast<double>(sent_.octets) * 8e-6 / seconds : 0.0);
      add(sent_.resent, "PDUs sent again");
      add(sent_.failures, "connections or attempts lost");
      add(failed_, "given up");
      add(sent_.keep_alives, "keep-alives");
      add(sent_.answers, "answers");
      add(sent_.unanswered, "not answered");
      add(sent_.wrong_answers, "answers to nothing that was asked");
      add(sent_.unexpected, "octets that a receiver must not send");
    }
    if (const std::string told = faults_.told(); !told.empty()) line += "; faults: " + told;
    tell_line(line + "\n");
    if (rewrite_ && rewrite_->changed() != 0 && rewrite_->integrity_checks() != 0)
      tell(fmt::format("{} integrity checks were sent that no longer hold: {} PDUs were changed",
                       rewrite_->integrity_checks(), rewrite_->changed()));
    if (const int signal = signals::came(); signal != 0) return 128 + signal;
    if (failed_ != 0 || gave_up_) return 2;
    const bool wrong =
        sent_.failures + sent_.unanswered + sent_.wrong_answers + sent_.unexpected + missing_ != 0;
    return std::max(status, wrong ? 1 : 0);
  }

  const replay_options& options_;
  memory_plan plan_;
  asio::io_context io_{1};
  signal_watch signals_;
  std::mt19937_64 random_;
  asio::executor_work_guard<asio::io_context::executor_type> work_;
  replay::sender_options sending_;
  replay::rewriting how_;
  std::optional<replay::rewriter> rewrite_;
  replay::faults faults_;
  std::vector<std::pair<std::string, std::string>> filters_;
  decoder decoder_{{.bounds = {}, .detail = false}};
  std::map<std::string, stream_state> streams_; // by the connection's or the file's name
  std::map<std::string, replay::segment_ends> segments_;
  std::vector<std::shared_ptr<replay::sender>> ending_;
  std::shared_ptr<replay::sender> held_; // sent last, as captured
  replay::sender_counts sent_;
  replay::sender_totals totals_;
  std::size_t collected_ = 0, since_poll_ = 0;
  cli::progress progress_;
  std::optional<moment> first_time_, last_time_;
  clock::time_point began_, free_, start_ = clock::now();
  std::uint64_t pdus_ = 0, octets_ = 0, filtered_ = 0, left_out_ = 0, missing_ = 0, failed_ = 0;
  std::size_t told_ = 0;
  bool shifted_ = false, gave_up_ = false;
};

} // namespace

int replay(const replay_options& options) {
  const signals watched;
  try {
    return replaying(options).run();
  } catch (const std::bad_alloc&) {
    tell("no memory is left");
    return 2;
  }
}

} // namespace lihi::cli
