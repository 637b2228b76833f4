#include "streams.hpp"

#include "capture/deliveries.hpp"
#include "replay/sender.hpp"
#include "support/capture.hpp"
#include "synth/delivery.hpp"

#include <boost/asio/io_context.hpp>
#include <algorithm>
#include <cstdlib>
#include <thread>

namespace lihi::bench {

namespace asio = boost::asio;
namespace {

struct counting final : capture::flow_sink {
  std::uint64_t octets_given = 0;
  void octets(const capture::flow&, bytes what, moment) override { octets_given += what.size(); }
  void lost(const capture::flow&, std::uint64_t, moment) override { std::abort(); }
  void conflict(const capture::flow&, std::uint64_t, std::uint64_t, moment) override { std::abort(); }
  void closed(const capture::flow&) override {}
};

void count(benchmark::State& state, const corpus& from) {
  state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations() * from.stream.size()));
  state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations() * from.pdus.size()));
}

// Accepts one connection and reads it until it ends.
class reader {
 public:
  reader() : acceptor_(io_, {asio::ip::address_v4::loopback(), 0}), thread_([this] { read(); }) {}
  ~reader() { thread_.join(); }
  reader(const reader&) = delete;
  reader& operator=(const reader&) = delete;
  [[nodiscard]] replay::tcp::endpoint endpoint() const { return acceptor_.local_endpoint(); }

 private:
  void read() {
    replay::tcp::socket one = acceptor_.accept();
    std::vector<std::uint8_t> block(1u << 18);
    replay::error_code problem;
    while (!problem) (void)one.read_some(asio::buffer(block), problem);
  }
  asio::io_context io_;
  replay::tcp::acceptor acceptor_;
  std::thread thread_;
};

} // namespace

void read_capture(benchmark::State& state, const corpus& from) {
  test::tcp_session session({}, test::wrapping::ethernet);
  session.open().send(from.stream, 1400).close();
  const std::vector<std::uint8_t> file = test::pcap_of(session.packets, 1);
  for (auto _ : state) {
    counting to;
    capture::deliveries found(to, {});
    capture::connections all(found);
    capture::dissector dissect;
    capture::packet_file packets;
    bytes rest = file;
    if (!packets.open([&rest] {
          const bytes block = rest.first(std::min<std::size_t>(rest.size(), 1u << 20));
          rest = rest.subspan(block.size());
          return block;
        }))
      std::abort();
    while (const auto packet = packets.next())
      dissect.take(*packet, [&all](const capture::tcp_segment& segment) { all.take(segment); });
    all.close();
    if (to.octets_given != from.stream.size()) std::abort();
  }
  count(state, from);
}

void replay(benchmark::State& state, const corpus& from) {
  reader other;
  asio::io_context io(1);
  replay::sender_options options;
  replay::sender_totals totals;
  options.to = {other.endpoint()};
  const auto sender = std::make_shared<replay::sender>(io, options, totals, 1);
  constexpr std::size_t most_queued = 4u << 20;
  for (auto _ : state) {
    for (const bytes pdu : from.pdus) {
      sender->send({pdu.begin(), pdu.end()});
      while (totals.queued > most_queued) (void)io.run_one();
    }
    while (totals.queued != 0) (void)io.run_one();
  }
  sender->finish();
  while (!sender->done() && io.run_one() != 0) continue;
  if (sender->failed()) std::abort();
  count(state, from);
}

void synth(benchmark::State& state, const std::string& name) {
  const auto scenario = lihi::synth::scenario::read(std::string(lihi::synth::scenario_text(name)));
  std::uint64_t octets = 0, pdus = 0;
  for (auto _ : state) {
    lihi::synth::delivery all(scenario, {.subscribers = 100});
    for (lihi::synth::made one; all.next(one); ++pdus) octets += one.pdu.size();
  }
  state.SetBytesProcessed(static_cast<std::int64_t>(octets));
  state.SetItemsProcessed(static_cast<std::int64_t>(pdus));
}

} // namespace lihi::bench
