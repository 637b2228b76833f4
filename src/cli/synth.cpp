// lihi synth
#include "cli/commands.hpp"
#include "cli/kept_file.hpp"
#include "cli/output.hpp"
#include "cli/receiver_address.hpp"
#include "cli/signals.hpp"
#include "cli/summary.hpp"
#include "cli/terminal.hpp"
#include "core/nearest.hpp"
#include "core/text.hpp"
#include "core/time.hpp"
#include "replay/sender.hpp"
#include "synth/capture_writer.hpp"
#include "synth/delivery.hpp"

#include <array>
#include <fmt/format.h>
#include <fstream>
#include <iterator>
#include <sys/stat.h>

namespace lihi::cli {
namespace {

namespace asio = boost::asio;

constexpr std::size_t enough = 1u << 18, most_queued = 4u << 20; // octets

// Where PDUs go.
class target {
 public:
  target() = default;
  virtual ~target() = default;
  target(const target&) = delete;
  target& operator=(const target&) = delete;
  // Each returns what is wrong, or nothing.
  [[nodiscard]] virtual std::string open() = 0;
  virtual void pdu(const synth::made& one) = 0;
  [[nodiscard]] virtual std::string finish() = 0;
  [[nodiscard]] virtual bool failed() const = 0;
};

// A stream of PS-PDUs or a capture, in a new file or on standard output.
class file_target final : public target {
 public:
  file_target(std::string path, bool capture, bool replace, std::string about)
      : path_(std::move(path)), about_(std::move(about)), capture_(capture), replace_(replace) {}

  std::string open() override {
    if (path_ != "-")
      if (std::string why = file_.open(path_, replace_ ? existing::replace : existing::refuse); !why.empty())
        return visible(path_) + ": " + why;
    if (capture_) writer_.begin(held_, about_);
    return {};
  }
  void pdu(const synth::made& one) override {
    if (capture_)
      writer_.pdu(held_, one.hi3, one.pdu, one.at);
    else
      held_.insert(held_.end(), one.pdu.begin(), one.pdu.end());
    if (held_.size() >= enough) write();
  }
  std::string finish() override {
    if (capture_) writer_.end(held_);
    write();
    if (path_ == "-") return out_.failed() && !out_.closed() ? out_.error() : "";
    const std::string why = file_.finish();
    return why.empty() ? "" : visible(path_) + ": " + why;
  }
  bool failed() const override { return out_.failed() || file_.failed(); }

 private:
  void write() {
    if (path_ == "-")
      (void)out_.write(as_text(held_));
    else
      file_.write(held_);
    held_.clear();
  }

  std::string path_, about_;
  bool capture_, replace_;
  kept_file file_;
  output out_;
  synth::capture_writer writer_;
  std::vector<std::uint8_t> held_;
};

// A receiver: HI2 on one connection, HI3 on another.
class receiver_target final : public target {
 public:
  receiver_target(std::string to, bool allow_remote) : to_(std::move(to)), allow_remote_(allow_remote) {}

  std::string open() override {
    options_.attempts = 5;
    std::string why = find_receiver(io_, to_, allow_remote_, options_);
    if (!why.empty()) return why;
    for (auto& each : both_) each = std::make_shared<replay::sender>(io_, options_, totals_, 1);
    return {};
  }
  void pdu(const synth::made& one) override {
    both_[one.hi3 ? 1 : 0]->send({one.pdu.begin(), one.pdu.end()});
    while (totals_.queued > most_queued && !failed()) (void)io_.run_one();
  }
  std::string finish() override {
    for (const auto& each : both_) each->finish();
    while (totals_.done < both_.size() && signals::came() == 0 && io_.run_one() != 0) continue;
    for (const auto& each : both_) {
      each->stop();
      if (each->failed() && !each->problem().empty()) return visible(to_) + ": " + each->problem();
    }
    return {};
  }
  bool failed() const override { return totals_.failed != 0; }

 private:
  std::string to_;
  bool allow_remote_;
  asio::io_context io_{1};
  replay::sender_options options_;
  replay::sender_totals totals_;
  std::array<std::shared_ptr<replay::sender>, 2> both_;
};

// What a receiver must end up with, a line for each PDU.
void write_truth(text_buffer& out, const synth::made& one) {
  constexpr std::array<std::string_view, 3> kinds{"iri", "cc", "other"};
  out.put("{\"kind\":\"");
  out.put(kinds[static_cast<std::size_t>(one.kind)]);
  out.put("\",\"liid\":\"");
  append_json_escaped(out, one.liid);
  out.put('"');
  if (one.cin) {
    out.put(",\"cin\":");
    append_number(out, static_cast<std::uint64_t>(*one.cin));
  }
  out.put(",\"sequence\":");
  append_number(out, static_cast<std::uint64_t>(one.number));
  out.put(",\"time\":\"");
  append_rfc3339(out, one.at);
  out.put("\",\"event\":\"");
  append_json_escaped(out, one.event);
  out.put("\",\"octets\":");
  append_number(out, static_cast<std::uint64_t>(one.pdu.size()));
  out.put("}\n");
}

// A scenario by its name, or in a file.
std::string read_scenario(const std::string& name, std::string& text) {
  if (const std::string_view known = synth::scenario_text(name); !known.empty()) {
    text = known;
    return {};
  }
  std::ifstream in(name, std::ios::binary);
  constexpr std::size_t most = 4u << 20;
  if (in) text.assign(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
  if (in && text.size() <= most && !text.empty()) return {};
  return visible(name) + ": is no scenario and no file with one" +
         did_you_mean(name, synth::scenario_names());
}

int problem(const std::string& what) {
  tell(what);
  return 2;
}

} // namespace

int synthesize(const synth_options& options) {
  const signals watched;
  if (options.list) {
    output out;
    for (const std::string& each : synth::scenario_names())
      out.write(each + ": " + synth::scenario::read(std::string(synth::scenario_text(each))).about + "\n");
    return out.failed() ? 2 : 0;
  }
  std::string text;
  if (std::string why = read_scenario(options.scenario, text); !why.empty()) return problem(why);
  try {
    const synth::scenario scenario = synth::scenario::read(text, options.form);
    const bool capture = options.to.ends_with(".pcapng");
    struct stat about {};
    const bool is_file = options.to == "-" || capture || options.to.find(':') == std::string::npos ||
                         ::stat(options.to.c_str(), &about) == 0;
    std::unique_ptr<target> to;
    if (is_file)
      to = std::make_unique<file_target>(options.to, capture, options.force, "synthetic: " + scenario.name);
    else
      to = std::make_unique<receiver_target>(options.to, options.allow_remote);
    kept_file truth;
    if (!options.truth.empty())
      if (std::string why = truth.open(options.truth, options.force ? existing::replace : existing::refuse);
          !why.empty())
        return problem(visible(options.truth) + ": " + why);
    if (std::string why = to->open(); !why.empty()) return problem(why);

    const auto start = std::chrono::steady_clock::now();
    synth::delivery all(scenario, {options.subscribers, options.duration, options.seed});
    synth::made one;
    text_buffer lines;
    std::uint64_t pdus = 0, octets = 0;
    while (signals::came() == 0 && !to->failed() && !truth.failed() && all.next(one)) {
      if (!options.only.empty() && one.hi3 != (options.only == "hi3")) continue;
      to->pdu(one);
      ++pdus;
      octets += one.pdu.size();
      if (options.truth.empty()) continue;
      write_truth(lines, one);
      if (lines.size() < enough) continue;
      truth.write(as_bytes(lines.view()));
      lines.clear();
    }
    truth.write(as_bytes(lines.view()));
    int status = 0;
    if (std::string why = to->finish(); !why.empty()) status = problem(why);
    if (!options.truth.empty())
      if (std::string why = truth.finish(); !why.empty())
        status = problem(visible(options.truth) + ": " + why);
    const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    tell_line(fmt::format("{} PDUs, {} octets, {:.3f} s, {:.1f} Mbit/s\n", pdus, octets, seconds,
                          seconds > 0 ? static_cast<double>(octets) * 8e-6 / seconds : 0.0));
    if (const int signal = signals::came(); signal != 0 && status == 0) return 128 + signal;
    return status;
  } catch (const mistake& wrong) {
    return problem(fmt::format("{}:{}:{}: {}", visible(options.scenario), wrong.line, wrong.column,
                               visible(wrong.what())));
  }
}

} // namespace lihi::cli
