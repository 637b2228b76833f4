#include "capture/connections.hpp"

#include "core/hash.hpp"

#include <array>
#include <cstring>

namespace lihi::capture {

struct connections::half final : stream_sink {
  half(flow_sink& out, held_octets& held) noexcept : to(out), stream(held) {}

  void octets(bytes what, moment arrived) override { to.octets(about, what, arrived); }
  void lost(std::uint64_t octets, moment noticed) override { to.lost(about, octets, noticed); }
  void conflict(std::uint64_t offset, std::uint64_t octets, moment arrived) override {
    to.conflict(about, offset, octets, arrived);
  }

  flow_sink& to;
  flow about;
  tcp_stream stream;
};

// Of one that ended the key stays, so that what comes again of it is known for that.
struct connections::connection {
  std::array<std::unique_ptr<half>, 2> halves;
  std::list<key>::iterator age;

  [[nodiscard]] bool ended() const noexcept { return halves[0] == nullptr; }
};

connections::connections(flow_sink& to) : to_(to), all_(0, seeded_hash{random_seed()}) {}
connections::~connections() = default;

std::size_t connections::seeded_hash::operator()(const key& of) const noexcept {
  std::array<char, 2 * (sizeof(of.low.address) + 3)> packed{};
  char* out = packed.data();
  for (const endpoint& each : {of.low, of.high}) {
    std::memcpy(out, each.address.data(), each.address.size());
    out += each.address.size();
    *out++ = static_cast<char>(each.is_v6);
    std::memcpy(out, &each.port, sizeof each.port);
    out += sizeof each.port;
  }
  return hash_64({packed.data(), packed.size()}, seed);
}

connections::connection* connections::find(const tcp_segment& segment) {
  const bool low_sends = segment.from < segment.to;
  const key of{low_sends ? segment.from : segment.to, low_sends ? segment.to : segment.from};
  if (const auto known = all_.find(of); known != all_.end()) {
    by_age_.splice(by_age_.end(), by_age_, known->second->age);
    return known->second.get();
  }
  if (!segment.syn && segment.payload.empty()) return nullptr; // nothing begins with it
  if (all_.size() >= most) {
    const auto oldest = all_.find(by_age_.front());
    if (!oldest->second->ended()) {
      end(*oldest->second, segment.at);
      ++counts_.forgotten;
    }
    by_age_.pop_front();
    all_.erase(oldest);
  }
  auto fresh = std::make_unique<connection>();
  fresh->age = by_age_.insert(by_age_.end(), of);
  return &start_anew(*all_.emplace(of, std::move(fresh)).first->second, segment);
}

connections::connection& connections::start_anew(connection& which, const tcp_segment& segment) {
  if (!which.ended()) end(which, segment.at);
  const key& of = *which.age;
  for (std::size_t i = 0; i < which.halves.size(); ++i) {
    which.halves[i] = std::make_unique<half>(to_, held_);
    which.halves[i]->about = {next_id_++, i == 0 ? of.low : of.high, i == 0 ? of.high : of.low, false};
  }
  ++counts_.connections;
  return which;
}

void connections::take(const tcp_segment& segment) {
  last_ = segment.at;
  connection* of = find(segment);
  if (of == nullptr) return;
  const std::size_t sends = segment.from < segment.to ? 0 : 1;
  if (of->ended()) {
    if (!segment.syn) return; // what came again of the last one
    start_anew(*of, segment);
  }
  std::uint32_t sequence = segment.sequence;
  if (segment.syn) {
    if (!of->halves[sends]->stream.begin(sequence, *of->halves[sends])) {
      start_anew(*of, segment);
      (void)of->halves[sends]->stream.begin(sequence, *of->halves[sends]);
    }
    of->halves[sends]->about.from_start = true;
    ++sequence; // the SYN counts as one
  }
  half& sender = *of->halves[sends];
  half& receiver = *of->halves[1 - sends];
  if (!sender.stream.data(sequence, segment.payload, segment.at, sender)) ++counts_.outside;
  if (segment.fin) sender.stream.fin(sequence + static_cast<std::uint32_t>(segment.payload.size()));
  if (segment.ack && !segment.rst) receiver.stream.acknowledged(segment.acknowledged, segment.at, receiver);
  const bool reset = segment.rst && sender.stream.is_next(segment.sequence);
  if (reset || (sender.stream.whole() && receiver.stream.whole())) end(*of, segment.at);
}

void connections::end(connection& which, moment at) {
  for (const auto& each : which.halves) {
    each->stream.end(at, *each);
    each->to.closed(each->about);
  }
  for (auto& each : which.halves) each.reset();
}

void connections::close() {
  for (const key& each : by_age_)
    if (connection& of = *all_.find(each)->second; !of.ended()) end(of, last_);
}

} // namespace lihi::capture
