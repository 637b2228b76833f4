// lihi verify
#include "cli/commands.hpp"
#include "cli/output.hpp"
#include "cli/reading.hpp"
#include "cli/signals.hpp"
#include "cli/summary.hpp"
#include "cli/terminal.hpp"
#include "core/text.hpp"
#include "link/follow.hpp"

#include <algorithm>
#include <array>
#include <fmt/format.h>
#include <functional>
#include <lihi/explain.hpp>
#include <tuple>

namespace lihi::cli {
namespace {

// A row that outlives its link, in the order of the report.
struct row {
  std::string liid, liid_encoding, country, operator_id, network_element_id;
  ledger_row numbers;

  explicit row(const ledger_row& from)
      : liid(from.liid), liid_encoding(name_of(from.liid_encoding)), country(from.authorization_country),
        operator_id(from.operator_id), network_element_id(from.network_element_id), numbers(from) {}
  [[nodiscard]] auto order() const {
    return std::tie(country, operator_id, network_element_id, liid, numbers.cin, numbers.interface);
  }
  [[nodiscard]] std::string_view state() const {
    if (numbers.interface != handover_interface::hi2) return "";
    return numbers.begun ? numbers.ended ? "ended" : "open" : numbers.ended ? "no begin" : "";
  }
};

enum class verdict : std::uint8_t { complete, not_complete, not_known };
constexpr std::array words{"complete", "not complete", "not known"}, json_words{"true", "false", "null"};

class verifying final : frame_handler {
 public:
  explicit verifying(const verify_options& options)
      : options_(options), plan_(memory_plan::usual_budget, 1),
        decoder_({.bounds = plan_.bounds, .detail = false}), ledger_(plan_.ledger) {}

  int run() {
    try {
      for (const std::string& file : options_.files) {
        if (!read(file)) return 2;
        if (signals::came() != 0) break;
      }
      ledger_.close(ignore_);
      totals_ = ledger_.totals();
      report();
    } catch (const std::bad_alloc&) {
      tell("no memory is left");
      return 2;
    }
    if (out_.failed() && !out_.closed()) {
      tell(out_.error());
      return 2;
    }
    if (const int signal = signals::came(); signal != 0) return 128 + signal;
    return judge() == verdict::complete ? 0 : 1;
  }

 private:
  // Files are one delivery, one after the other, and so are the connections of a capture; but no PDU goes
  // from one to the next.
  bool read(const std::string& path) {
    shown_ = visible(path);
    const reading read =
        read_input(path, {.bounds = plan_.bounds, .capture = options_.capture, .source = {}}, *this);
    progress_.clear();
    broken_ = broken_ || read.status != 0;
    return read.status < 2;
  }

  void take(const frame& piece, const stream_source& source) override {
    const error fault = read_and_follow(decoder_, ledger_, piece, source, plan_.bounds, ignore_,
                                        [this](const record&) { ++records_; });
    if (!fault) return;
    if (rejects_++ == 0)
      tell(fmt::format("rejected: {}{}{}: {}", shown_, source.link.empty() ? "" : ": ", source.link,
                       explain(fault, piece, plan_.bounds)));
    rejected_octets_ += piece.octets.size();
  }
  void lost(const stream_source& source, std::uint64_t offset, std::uint64_t octets) override {
    ledger_.lost(source, offset, octets, ignore_);
  }
  void conflict(const stream_source& source, std::uint64_t offset, std::uint64_t octets) override {
    ledger_.conflict(source, offset, octets, ignore_);
    differing_octets_ += octets;
  }
  void pause() override {}
  void progress(std::uint64_t read, std::uint64_t size) override { progress_.show(read, size); }
  [[nodiscard]] bool over() const override { return signals::came() != 0; }

  // Late and doubled PDUs are told, but nothing is missing for them. An encrypted payload does not say
  // whether it is IRI or CC, nor so which numbers it counts in.
  [[nodiscard]] verdict judge() const {
    const bool nothing_missing = totals_.missing == 0 && totals_.broken_segments == 0 &&
                                 totals_.orphans == 0 && totals_.lost_octets == 0 && totals_.forgotten == 0 &&
                                 rejects_ == 0 && differing_octets_ == 0 && !broken_;
    if (!nothing_missing) return verdict::not_complete;
    return totals_.encrypted == 0 ? verdict::complete : verdict::not_known;
  }

  void report() {
    std::vector<row> rows;
    ledger_.for_each_row([&rows](const ledger_row& one) { rows.emplace_back(one); });
    std::sort(rows.begin(), rows.end(), [](const row& a, const row& b) { return a.order() < b.order(); });
    if (options_.json)
      json(rows);
    else
      table(rows);
  }

  void table(const std::vector<row>& rows) {
    std::vector<std::array<std::string, 11>> cells;
    cells.push_back({"LIID", "operator", "element", "CIN", "port", "numbers", "PDUs", "missing", "again",
                     "late", "session"});
    for (const row& each : rows) {
      const ledger_row& of = each.numbers;
      cells.push_back({visible(each.liid), visible(each.operator_id), visible(each.network_element_id),
                       of.cin ? fmt::format("{}", *of.cin) : "-", std::string(name_of(of.interface)),
                       fmt::format("{}-{}", of.first, of.last), fmt::format("{}", of.pdus),
                       fmt::format("{}", of.missing), fmt::format("{}", of.duplicates + of.reused),
                       fmt::format("{}", of.late), std::string(each.state())});
    }
    std::array<std::size_t, 11> widths{};
    for (const auto& line : cells)
      for (std::size_t i = 0; i < line.size(); ++i) widths[i] = std::max(widths[i], line[i].size());
    for (const auto& line : cells) {
      std::string text;
      for (std::size_t i = 0; i < line.size(); ++i) text += fmt::format("{:<{}}  ", line[i], widths[i]);
      text.resize(text.find_last_not_of(' ') + 1);
      out_.write(text + "\n");
    }
    out_.write(fmt::format(
        "\n{} records; {} numbers missing, {} came again, {} reused, {} late, {} counts begun anew\n"
        "{} segment groups joined, {} broken; {} sessions with a part missing; {} keep-alives, {} answers\n"
        "{} rejects of {} octets{}{}{}{}\n{}\n",
        records_, totals_.missing, totals_.duplicates, totals_.reused, totals_.late, totals_.resets,
        totals_.segments, totals_.broken_segments, totals_.orphans, totals_.keep_alives,
        totals_.keep_alive_answers, rejects_, rejected_octets_,
        totals_.lost_octets == 0 ? ""
                                 : fmt::format("; {} octets of streams are missing", totals_.lost_octets),
        differing_octets_ == 0 ? "" : fmt::format("; {} octets came twice and differ", differing_octets_),
        totals_.forgotten == 0 ? "" : fmt::format("; {} sessions were forgotten", totals_.forgotten),
        totals_.encrypted == 0 ? "" : fmt::format("; {} encrypted PDUs were not counted", totals_.encrypted),
        words[static_cast<std::size_t>(judge())]));
  }

  // One object: docs/link.md.
  void json(const std::vector<row>& rows) {
    text_buffer out;
    const auto string = [&out](std::string_view key, std::string_view value) {
      if (value.empty()) return;
      out.put(fmt::format("\"{}\":\"", key));
      append_json_escaped(out, value);
      out.put("\",");
    };
    out.put(fmt::format(
        "{{\"report\":\"lihi-verify/1\",\"complete\":{},\"records\":{},\"missing\":{},\"duplicates\":{},"
        "\"reused\":{},\"late\":{},\"resets\":{},\"segments\":{},\"broken_segments\":{},\"orphans\":{},"
        "\"keep_alives\":{},\"keep_alive_answers\":{},\"encrypted\":{},\"rejects\":{},\"rejected_octets\":{},"
        "\"lost_octets\":{},\"differing_octets\":{},\"forgotten_sessions\":{},\"series\":[",
        json_words[static_cast<std::size_t>(judge())], records_, totals_.missing, totals_.duplicates,
        totals_.reused, totals_.late, totals_.resets, totals_.segments, totals_.broken_segments,
        totals_.orphans, totals_.keep_alives, totals_.keep_alive_answers, totals_.encrypted, rejects_,
        rejected_octets_, totals_.lost_octets, differing_octets_, totals_.forgotten));
    bool first = true;
    for (const row& each : rows) {
      const ledger_row& of = each.numbers;
      out.put(first ? "{" : ",{");
      first = false;
      string("liid", each.liid);
      string("liid_encoding", each.liid_encoding);
      string("authorization_country", each.country);
      string("operator_id", each.operator_id);
      string("network_element_id", each.network_element_id);
      if (of.cin) out.put(fmt::format("\"cin\":{},", *of.cin));
      string("interface", name_of(of.interface));
      string("session", each.state());
      out.put(fmt::format(
          "\"first\":{},\"last\":{},\"pdus\":{},\"missing\":{},\"duplicates\":{},\"reused\":{},\"late\":{},"
          "\"resets\":{}}}",
          of.first, of.last, of.pdus, of.missing, of.duplicates, of.reused, of.late, of.resets));
    }
    out.put("]}\n");
    out_.write(out.view());
  }

  const verify_options& options_;
  memory_plan plan_;
  decoder decoder_;
  ledger ledger_;
  output out_;
  cli::progress progress_;
  ledger_totals totals_;
  std::string shown_;
  bool broken_ = false; // an input
  std::uint64_t records_ = 0, rejects_ = 0, rejected_octets_ = 0, differing_octets_ = 0;
  std::function<void(const link_event&)> ignore_ = [](const link_event&) {};
};

} // namespace

int verify(const verify_options& options) {
  const signals watched;
  return verifying(options).run();
}

} // namespace lihi::cli
