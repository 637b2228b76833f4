// Files that may be captures, through everything up to the deliveries in them: nothing is made up, the order
// of the calls is kept, and how the file is read changes nothing.
//
// The input is an octet that says in which blocks the file comes, and the file.
#include "capture/deliveries.hpp"
#include "fuzz/fuzz.hpp"

#include <algorithm>
#include <map>
#include <string>

namespace {

using namespace lihi;
using capture::flow;

struct told final : capture::flow_sink {
  struct stream {
    std::string octets;
    bool closed = false;
  };
  std::map<std::uint64_t, stream> all;
  std::uint64_t octets_given = 0, conflicts = 0;
  std::string order; // of the calls

  stream& of_flow(const flow& of, char what) {
    stream& out = all[of.id];
    fuzz::require(!out.closed, "nothing comes of a stream that is closed");
    order += what;
    order += std::to_string(of.id);
    return out;
  }
  void octets(const flow& of, bytes what, moment arrived) override {
    fuzz::require(!what.empty(), "no empty piece is given");
    fuzz::require(arrived.microseconds >= 0, "times are those of the capture");
    of_flow(of, 'o').octets += as_text(what);
    octets_given += what.size();
  }
  void lost(const flow& of, std::uint64_t octets, moment) override {
    fuzz::require(octets != 0, "a hole is not empty");
    order += std::to_string(octets);
    of_flow(of, 'l').octets += '!';
  }
  void conflict(const flow& of, std::uint64_t, std::uint64_t octets, moment) override {
    conflicts += octets;
    (void)of_flow(of, 'c');
  }
  void closed(const flow& of) override { of_flow(of, '.').closed = true; }
};

void read(bytes file, std::size_t block, told& to) {
  capture::deliveries found(to, {50000});
  capture::connections all(found);
  capture::dissector dissect;
  capture::packet_file packets;
  bytes rest = file;
  const auto next = [&rest, block] {
    const bytes out = rest.first(std::min(block, rest.size()));
    rest = rest.subspan(out.size());
    return out;
  };
  if (!packets.open(next)) {
    fuzz::require(!packets.error().empty(), "why a file is no capture is said");
    return;
  }
  std::uint64_t captured = 0;
  while (const auto packet = packets.next()) {
    captured += packet->octets.size();
    dissect.take(*packet, [&all](const capture::tcp_segment& segment) { all.take(segment); });
  }
  all.close();
  const auto counts = dissect.counts();
  fuzz::require(captured <= file.size(), "packets are no more than the file");
  fuzz::require(to.octets_given + found.counts().not_read + to.conflicts <= captured,
                "an octet of a packet is given once at most");
  fuzz::require(counts.other + counts.malformed <= counts.packets, "packets are counted once");
  for (const auto& [id, each] : to.all)
    fuzz::require(each.closed || each.octets.empty(), "each stream is closed at the end");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  fuzz::input in(data, size);
  const std::size_t block = std::size_t{1} + in.octet();
  const fuzz::exact file(in.rest());
  told once, again;
  read(file.get(), file.get().size() + 1, once);
  read(file.get(), block, again);
  fuzz::require(
      once.order == again.order && once.all.size() == again.all.size() &&
          std::equal(once.all.begin(), once.all.end(), again.all.begin(),
                     [](const auto& a, const auto& b) { return a.second.octets == b.second.octets; }),
      "in which blocks a capture is read changes nothing");
  return 0;
}
