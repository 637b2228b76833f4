#include "synth/delivery.hpp"

#include "etsi/header_parts.hpp"

#include <random>

namespace lihi::synth {

delivery::delivery(const scenario& of, const delivery_options& options) : of_(of), options_(options) {
  for (const step& each : of.steps) pdus_each_ += each.times;
}

std::int64_t delivery::earliest_of(std::uint64_t subscriber) const noexcept {
  if (subscriber == 0) return 0;
  const auto n = static_cast<std::int64_t>(subscriber);
  return of_.spread > longest / n ? longest : of_.spread * n;
}

// Those whose time has come: each begins at random within its part of the spread.
void delivery::start_subscribers(std::int64_t until) {
  while (next_subscriber_ < options_.subscribers) {
    const std::uint64_t subscriber = next_subscriber_;
    const std::int64_t earliest = earliest_of(subscriber);
    if (earliest > until) return;
    ++next_subscriber_;
    std::mt19937_64 random(options_.seed * 0x9E3779B97F4A7C15U + subscriber);
    const std::int64_t begins =
        earliest +
        (of_.spread == 0 ? 0 : static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(of_.spread)));
    for (std::size_t i = 0; i < of_.steps.size(); ++i)
      turns_.push({begins + of_.steps[i].at, subscriber, i, 0});
    counters_[subscriber].left = pdus_each_;
  }
}

bool delivery::next(made& out) {
  // who begins before the next PDU may come before it
  for (std::uint64_t before = UINT64_MAX; before != next_subscriber_;) {
    before = next_subscriber_;
    start_subscribers(turns_.empty() ? earliest_of(next_subscriber_) : turns_.top().at);
  }
  if (turns_.empty() || turns_.top().at > options_.duration) return false;
  const turn now = turns_.top();
  turns_.pop();
  const step& what = of_.steps[now.step];
  if (now.repetition + 1 < what.times)
    turns_.push({now.at + what.every, now.subscriber, now.step, now.repetition + 1});

  counters& counted = counters_[now.subscriber];
  occasion of_pdu{.subscriber = now.subscriber,
                  .repetition = now.repetition,
                  .cin = 0,
                  .number = 0,
                  .at = {of_.start.microseconds + now.at}};
  out.cin.reset();
  if (!what.session.empty()) {
    const auto [place, fresh] =
        counted.cins.try_emplace(what.session, static_cast<std::uint32_t>(counted.cins.size() + 1));
    out.cin = of_pdu.cin = place->second;
  }
  // by CIN and kind, from 0 on (ETSI TS 102 232-1 clause 5.2.5)
  out.number = of_pdu.number = counted.numbers[{of_pdu.cin, what.kind}]++;
  pdu_.restart(what.form);
  pdu_.constructed(etsi::tags::ps_pdu, [&] {
    what.header.put(pdu_, of_.names, of_pdu);
    pdu_.constructed(etsi::tags::payload, [&] { what.payload.put(pdu_, of_.names, of_pdu); });
  });
  out.pdu = pdu_.written();
  out.at = of_pdu.at;
  out.kind = what.kind;
  liid_.clear();
  of_.names.put(liid_, of_.liid, of_pdu);
  out.liid = liid_;
  out.event = what.event;
  if (--counted.left == 0) counters_.erase(now.subscriber);
  return true;
}

} // namespace lihi::synth
