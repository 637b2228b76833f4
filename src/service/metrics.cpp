#include "service/metrics.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <iterator>
#include <lihi/version.hpp>
#include <map>

namespace lihi::service {
namespace {

class metrics {
 public:
  void head(const char* name, const char* type, const char* help) {
    fmt::format_to(std::back_inserter(out_), "# HELP {} {}\n# TYPE {} {}\n", name, help, name, type);
  }
  void value(const char* name, double of) { fmt::format_to(std::back_inserter(out_), "{} {}\n", name, of); }
  void value(const char* name, const char* label, const std::string& is, double of) {
    fmt::format_to(std::back_inserter(out_), "{}{{{}=\"{}\"}} {}\n", name, label, is, of);
  }
  void counter(const char* name, const char* help, double of) {
    head(name, "counter", help);
    value(name, of);
  }
  void gauge(const char* name, const char* help, double of) {
    head(name, "gauge", help);
    value(name, of);
  }
  std::string take() { return std::move(out_); }

 private:
  std::string out_;
};

double of(const std::atomic<std::uint64_t>& one) {
  return static_cast<double>(one.load(std::memory_order_relaxed));
}

} // namespace

std::string metrics_of(const receiver& from, const alarms& said) {
  metrics out;
  out.head("lihi_info", "gauge", "The version.");
  out.value("lihi_info", "version", LIHI_VERSION, 1);
  const connection_counts& links = from.links().counts();
  out.counter("lihi_connections_accepted_total", "Connections that were accepted.", of(links.accepted));
  out.counter("lihi_connections_refused_total", "Connections of senders that are not known.",
              of(links.refused));
  out.counter("lihi_connections_broken_total",
              "Connections that ended in another way than closed by the sender.", of(links.broken));
  out.counter("lihi_connections_replaced_total", "Connections whose place another one took.",
              of(links.replaced));
  out.counter("lihi_received_octets_total", "Octets read of links.", of(links.octets));
  out.counter("lihi_received_pdus_total", "PS-PDUs read of links.", of(links.pdus));
  std::map<std::string, double> open;
  for (const link_state& each : from.links().links()) ++open[each.operator_name];
  out.head("lihi_connections_open", "gauge", "Connections that are open.");
  for (const auto& [name, count] : open) out.value("lihi_connections_open", "operator", name, count);
  const decoding_counts& decoded = from.decoder().counts();
  out.head("lihi_items_total", "counter", "What was made of the spool.");
  out.value("lihi_items_total", "kind", "record", of(decoded.records));
  out.value("lihi_items_total", "kind", "reject", of(decoded.rejects));
  out.value("lihi_items_total", "kind", "event", of(decoded.events));
  out.counter("lihi_decoder_breakdowns_total", "Times that the decoder was started anew.",
              of(decoded.breakdowns));
  out.counter("lihi_decoder_skipped_entries_total", "Entries of the spool that no decoder survived.",
              of(decoded.skipped_entries));
  out.gauge("lihi_spool_end_octets", "Position up to which the spool is on the disk.",
            static_cast<double>(from.spool().durable()));
  out.gauge("lihi_spool_waiting_octets", "Octets that are not on the disk yet.",
            static_cast<double>(from.spool().waiting()));
  out.gauge(
      "lihi_spool_undecoded_octets", "Octets of the spool that are not decoded yet.",
      static_cast<double>(from.spool().durable() - std::min(from.spool().durable(), from.decoder().at())));
  out.head("lihi_sink_lag_octets", "gauge", "Octets of the log of items that a sink does not have yet.");
  for (const auto& each : from.sinks())
    out.value("lihi_sink_lag_octets", "sink", each->name(),
              static_cast<double>(from.items().durable() - std::min(from.items().durable(), each->at())));
  out.head("lihi_alarms_active", "gauge", "Alarms that are raised.");
  double active = 0;
  for (const alarm& each : said.all()) active += each.active ? 1 : 0;
  out.value("lihi_alarms_active", active);
  return out.take();
}

} // namespace lihi::service
