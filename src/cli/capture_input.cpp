#include "cli/capture_input.hpp"

#include "cli/signals.hpp"
#include "cli/terminal.hpp"

#include <fmt/format.h>
#include <fstream>
#include <utility>

namespace lihi::cli {
namespace {

// NSS key log format: lines "LABEL client_random secret". Whether it is one, for a true word about it.
bool is_key_log(std::istream& in) {
  std::string line;
  for (int lines = 0; lines < 1000 && std::getline(in, line); ++lines)
    if (line.starts_with("CLIENT_") || line.starts_with("SERVER_") || line.starts_with("EXPORTER_") ||
        line.starts_with("RSA "))
      return true;
  return false;
}

void tell_tls(const std::string& path, const reading_options& options, const capture_result& found) {
  for (const std::string& each : found.tls)
    tell(fmt::format("{}: {}: is TLS and was not read", visible(path), each));
  if (const std::size_t more = found.counts.tls - found.tls.size(); more != 0)
    tell(fmt::format("{}: {} more connections are TLS and were not read", visible(path), more));
  const std::string keys = options.capture.keylog.empty() ? "KEYLOG" : visible(options.capture.keylog);
  tell(fmt::format(
      "TLS is not decrypted here. tshark does it when it has the secrets of the sessions, in NSS key log "
      "format: "
      "tshark -r {} -o tls.keylog_file:{} -q -z follow,tls,raw,N prints the octets of TCP stream N in hex",
      visible(path), keys));
}

} // namespace

reading read_capture(const std::string& path, const reading_options& options, input_file& in, bytes first,
                     frame_handler& to) {
  const std::string shown = visible(path);
  if (!options.capture.keylog.empty()) {
    std::ifstream keys(options.capture.keylog);
    if (!keys || !is_key_log(keys)) {
      tell(visible(options.capture.keylog) +
           (keys.is_open() ? ": holds no line of NSS key log format" : ": cannot be read"));
      return {2, 0};
    }
  }
  const std::string name = name_of_input(path, options);
  const capture_result found = lihi::read_capture(name,
                                                  [&]() -> bytes {
                                                    to.progress(in.read(), in.size());
                                                    if (!first.empty()) return std::exchange(first, bytes());
                                                    if (!in.ready(std::chrono::milliseconds(0))) to.pause();
                                                    return in.next();
                                                  },
                                                  to, {options.bounds, options.capture.ports});
  if (!found.opened) {
    tell(fmt::format("{}: is no capture that can be read: {}", shown, found.problem));
    return {2, 0};
  }
  const capture_counts& counts = found.counts;
  reading out{0, counts.octets};
  if (!in.error().empty()) {
    tell(shown + ": " + in.error());
    out.status = 2;
  } else if (!found.problem.empty() && signals::came() == 0) {
    tell(fmt::format("{}: ends before its end: {}", shown, found.problem));
    out.status = 1;
  }
  std::string about = fmt::format("{}: {} packets, {} TCP connections, {} streams of PS-PDUs", shown,
                                  counts.packets, counts.connections, counts.deliveries);
  const auto add = [&about](std::uint64_t count, const char* what) {
    if (count != 0) about += fmt::format(", {} {}", count, what);
  };
  add(counts.tls, "streams of TLS");
  add(counts.other, "other streams");
  add(counts.not_read, "octets of those not read");
  add(counts.cut, "packets cut short by the capture");
  add(counts.malformed, "malformed packets");
  add(counts.fragments_lost, "datagrams with fragments missing");
  add(counts.outside, "segments outside of their window");
  add(counts.forgotten, "connections ended early, as too many were open");
  add(counts.lost, "octets missing");
  add(counts.conflicts, "octets sent twice and not the same");
  tell(about);
  if (counts.tls != 0) tell_tls(path, options, found);
  if (counts.deliveries == 0 && signals::came() == 0) {
    tell(shown + ": holds no stream of PS-PDUs that begins as one does; --port N takes what goes to or from "
                 "a port for one");
    out.status = std::max(out.status, 1);
  }
  return out;
}

} // namespace lihi::cli
