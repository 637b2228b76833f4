#include "cli/capture_input.hpp"

#include "capture/arrival_times.hpp"
#include "capture/deliveries.hpp"
#include "cli/signals.hpp"
#include "cli/terminal.hpp"

#include <fmt/format.h>
#include <fstream>
#include <unordered_map>
#include <utility>

namespace lihi::cli {
namespace {

using capture::flow;

// Cuts the deliveries of a capture into frames.
class framing final : public capture::flow_sink {
 public:
  framing(std::string name, const limits& bounds, frame_handler& to)
      : name_(std::move(name)), bounds_(bounds), to_(to) {}

  void octets(const flow& of, bytes what, moment arrived) override {
    stream& now = stream_of(of);
    now.came += what.size();
    octets_ += what.size();
    now.times.add(now.came, arrived);
    to_.segment({name_, now.link, arrived}, now.came);
    now.frames.feed(what);
    drain(now);
  }
  void lost(const flow& of, std::uint64_t octets, moment noticed) override {
    stream& now = stream_of(of);
    now.frames.finish();
    drain(now);
    to_.lost({name_, now.link, noticed}, now.came, octets);
    now.came += octets;
    lost_ += octets;
    now.frames = framer(bounds_, now.came);
  }
  void conflict(const flow& of, std::uint64_t offset, std::uint64_t octets, moment arrived) override {
    conflicts_ += octets;
    to_.conflict({name_, stream_of(of).link, arrived}, offset, octets);
  }
  void closed(const flow& of) override {
    const auto known = all_.find(of.id);
    if (known == all_.end()) return;
    known->second.frames.finish();
    drain(known->second);
    to_.ended({name_, known->second.link, std::nullopt});
    all_.erase(known);
  }

  [[nodiscard]] std::uint64_t octets() const noexcept { return octets_; }
  [[nodiscard]] std::uint64_t lost() const noexcept { return lost_; }
  [[nodiscard]] std::uint64_t conflicts() const noexcept { return conflicts_; }

 private:
  struct stream {
    framer frames;
    std::string link;
    std::uint64_t came = 0; // octets, those that were lost included
    capture::arrival_times times;
  };

  stream& stream_of(const flow& of) {
    const auto known = all_.find(of.id);
    if (known != all_.end()) return known->second;
    return all_.emplace(of.id, stream{framer(bounds_), text_of(of.from) + ">" + text_of(of.to), 0, {}})
        .first->second;
  }
  void drain(stream& from) {
    while (const auto piece = from.frames.next())
      to_.take(*piece, {name_, from.link, from.times.of(piece->offset + piece->octets.size())});
  }

  std::string name_;
  const limits& bounds_;
  frame_handler& to_;
  std::unordered_map<std::uint64_t, stream> all_; // by the flow's id
  std::uint64_t octets_ = 0, lost_ = 0, conflicts_ = 0;
};

// NSS key log format: lines "LABEL client_random secret". Whether it is one, for a true word about it.
bool is_key_log(std::istream& in) {
  std::string line;
  for (int lines = 0; lines < 1000 && std::getline(in, line); ++lines)
    if (line.starts_with("CLIENT_") || line.starts_with("SERVER_") || line.starts_with("EXPORTER_") ||
        line.starts_with("RSA "))
      return true;
  return false;
}

void tell_tls(const std::string& path, const reading_options& options, const capture::deliveries& found) {
  for (const std::string& each : found.tls())
    tell(fmt::format("{}: {}: is TLS and was not read", visible(path), each));
  if (const std::size_t more = found.counts().tls - found.tls().size(); more != 0)
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
  framing frames(name_of_input(path, options), options.bounds, to);
  capture::deliveries found(frames, options.capture.ports);
  capture::connections all(found);
  capture::dissector dissect;
  capture::packet_file file;
  const auto next_block = [&]() -> bytes {
    if (!first.empty()) return std::exchange(first, bytes());
    if (!in.ready(std::chrono::milliseconds(0))) to.pause();
    return in.next();
  };
  if (!file.open(next_block)) {
    tell(fmt::format("{}: is no capture that can be read: {}", shown, file.error()));
    return {2, 0};
  }
  reading out;
  while (!to.over()) {
    const auto packet = file.next();
    if (!packet) break;
    dissect.take(*packet, [&all](const capture::tcp_segment& segment) { all.take(segment); });
    to.progress(in.read(), in.size());
  }
  all.close();
  out.octets = frames.octets();

  const capture::packet_counts packets = dissect.counts();
  const capture::connection_counts& connections = all.counts();
  const capture::delivery_counts& counts = found.counts();
  if (!in.error().empty()) {
    tell(shown + ": " + in.error());
    out.status = 2;
  } else if (!file.error().empty() && signals::came() == 0) {
    tell(fmt::format("{}: ends before its end: {}", shown, file.error()));
    out.status = 1;
  }
  std::string about = fmt::format("{}: {} packets, {} TCP connections, {} streams of PS-PDUs", shown,
                                  packets.packets, connections.connections, counts.deliveries);
  const auto add = [&about](std::uint64_t count, const char* what) {
    if (count != 0) about += fmt::format(", {} {}", count, what);
  };
  add(counts.tls, "streams of TLS");
  add(counts.other, "other streams");
  add(counts.not_read, "octets of those not read");
  add(packets.cut, "packets cut short by the capture");
  add(packets.malformed, "malformed packets");
  add(packets.fragments_lost, "datagrams with fragments missing");
  add(connections.outside, "segments outside of their window");
  add(connections.forgotten, "connections ended early, as too many were open");
  add(frames.lost(), "octets missing");
  add(frames.conflicts(), "octets sent twice and not the same");
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
