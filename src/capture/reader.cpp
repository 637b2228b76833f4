#include "capture/arrival_times.hpp"
#include "capture/deliveries.hpp"
#include "capture/packet_file.hpp"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <lihi/capture.hpp>
#include <memory>
#include <unordered_map>

namespace lihi {
namespace {

using capture::flow;

// Cuts the deliveries of a capture into frames.
class framing final : public capture::flow_sink {
 public:
  framing(std::string_view name, const limits& bounds, capture_handler& to, capture_counts& counts)
      : name_(name), bounds_(bounds), to_(to), counts_(counts) {}

  void octets(const flow& of, bytes what, moment arrived) override {
    stream& now = stream_of(of);
    now.came += what.size();
    counts_.octets += what.size();
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
    counts_.lost += octets;
    now.frames = framer(bounds_, now.came);
  }
  void conflict(const flow& of, std::uint64_t offset, std::uint64_t octets, moment arrived) override {
    counts_.conflicts += octets;
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

  std::string_view name_;
  const limits& bounds_;
  capture_handler& to_;
  capture_counts& counts_;
  std::unordered_map<std::uint64_t, stream> all_; // by the flow's id
};

} // namespace

capture_result read_capture(std::string_view name, const std::function<bytes()>& next, capture_handler& to,
                            const capture_options& options) {
  capture_result out;
  framing frames(name, options.bounds, to, out.counts);
  capture::deliveries found(frames, options.ports);
  capture::connections all(found);
  capture::dissector dissect;
  capture::packet_file file;
  out.opened = file.open(next);
  while (out.opened && !to.over()) {
    const auto packet = file.next();
    if (!packet) break;
    dissect.take(*packet, [&all](const capture::tcp_segment& segment) { all.take(segment); });
  }
  all.close();
  out.problem = file.error();

  capture_counts& counts = out.counts;
  const capture::packet_counts packets = dissect.counts();
  counts.packets = packets.packets;
  counts.malformed = packets.malformed;
  counts.cut = packets.cut;
  counts.fragments_lost = packets.fragments_lost;
  counts.connections = all.counts().connections;
  counts.outside = all.counts().outside;
  counts.forgotten = all.counts().forgotten;
  counts.deliveries = found.counts().deliveries;
  counts.tls = found.counts().tls;
  counts.other = found.counts().other;
  counts.not_read = found.counts().not_read;
  out.tls = found.tls();
  return out;
}

capture_result read_capture(const std::string& path, capture_handler& to, const capture_options& options) {
  const auto close = [](std::FILE* file) { (void)std::fclose(file); };
  const std::unique_ptr<std::FILE, decltype(close)> file(std::fopen(path.c_str(), "rbe"), close);
  capture_result out;
  if (!file) {
    out.problem = std::strerror(errno);
    return out;
  }
  std::vector<std::uint8_t> block(1u << 18);
  int failed = 0;
  out = read_capture(
      path,
      [&] {
        const std::size_t got = std::fread(block.data(), 1, block.size(), file.get());
        if (got == 0 && std::ferror(file.get()) != 0) failed = errno;
        return bytes(block).first(got);
      },
      to, options);
  if (failed != 0) out.problem = std::strerror(failed);
  return out;
}

} // namespace lihi
