#include "synth/delivery.hpp"

#include "etsi/header_parts.hpp"
#include "schema_ids.hpp"
#include "yaml/values.hpp"

#include <random>

namespace lihi::synth {

delivery::delivery(const scenario& of, const delivery_options& options) : of_(of), options_(options) {
  for (const step& each : of.steps) pdus_each_ += each.times;
}

std::int64_t delivery::earliest_of(std::uint64_t subscriber) const noexcept {
  if (subscriber == 0) return 0;
  const auto n = static_cast<std::int64_t>(subscriber);
  return of_.spread > longest_duration / n ? longest_duration : of_.spread * n;
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
  if (!due_.empty()) {
    const due_check now = due_.front();
    due_.pop_front();
    make_check(now, out);
    return true;
  }
  // who begins before the next PDU may come before it
  for (std::uint64_t before = UINT64_MAX; before != next_subscriber_;) {
    before = next_subscriber_;
    start_subscribers(turns_.empty() ? earliest_of(next_subscriber_) : turns_.top().at);
  }
  if (turns_.empty() || turns_.top().at > options_.duration) return false;
  const turn now = turns_.top();
  turns_.pop();
  if (const step& what = of_.steps[now.step]; now.repetition + 1 < what.times)
    turns_.push({now.at + what.every, now.subscriber, now.step, now.repetition + 1});
  make(now, out);
  return true;
}

void delivery::make(const turn& now, made& out) {
  const step& what = of_.steps[now.step];
  counters& counted = counters_[now.subscriber];
  occasion at{.subscriber = now.subscriber,
              .repetition = now.repetition,
              .cin = what.cin.value_or(0),
              .number = 0,
              .at = {of_.start.microseconds + now.at}};
  const series_key which{what.cin, what.kind};
  series& of = counted.all[which];
  // by CIN and kind, from 0 on (ETSI TS 102 232-1 clause 5.2.5)
  at.number = what.number ? *what.number + static_cast<std::uint32_t>(now.repetition) : of.number++;
  out.cin = what.cin;
  out.kind = what.kind;
  out.hi3 = what.kind == step_kind::cc;
  out.event = what.event;
  const bytes covered = write({what.header, what.form, what.part, counted.bytes_counted[out.hi3 ? 1 : 0], at},
                              [&](ber::encoder& to) { what.payload.put(to, of_.names, at); });
  tell(at, out);

  --counted.left;
  if (of_.integrity.every != 0 && what.kind != step_kind::other) {
    of.chain.add(of_.integrity.algorithm, at.number, covered);
    if (of.chain.size() == of_.integrity.every) due_.push_back({now.subscriber, which, at.at});
  }
  if (counted.left != 0) return;
  // what is left over is checked at the end
  for (const auto& [key, each] : counted.all)
    if (each.chain.size() != 0 && each.chain.size() != of_.integrity.every)
      due_.push_back({now.subscriber, key, at.at});
  if (due_.empty()) counters_.erase(now.subscriber);
}

void delivery::make_check(const due_check& now, made& out) {
  constexpr std::int64_t of_iri = 1, of_cc = 2, part1 = 8; // DataType, EncryptedPayloadType
  counters& counted = counters_[now.subscriber];
  series& of = counted.all[now.which];
  const auto& [cin, kind] = now.which;
  const occasion at{.subscriber = now.subscriber,
                    .repetition = 0,
                    .cin = cin.value_or(0),
                    .number = ++of.checks, // they have their own numbers, from 1 on
                    .at = now.at};
  out.cin = cin;
  out.kind = step_kind::other;
  out.hi3 = kind == step_kind::cc;
  out.event = schema::row_name(schema::member::TRIPayload_::integrityCheck);
  ber::encoder check(of_.form);
  of.chain.put(check, of_.integrity.algorithm, out.hi3 ? of_cc : of_iri);
  (void)write(
      {cin ? of_.check_header_with_cin : of_.check_header, of_.form, part1,
       counted.bytes_counted[out.hi3 ? 1 : 0], at},
      [&](ber::encoder& to) { to.constructed(etsi::tags::tri, [&] { to.elements(check.written()); }); });
  tell(at, out);
  if (due_.empty() && counted.left == 0) counters_.erase(now.subscriber);
}

void delivery::tell(const occasion& at, made& out) {
  out.pdu = pdu_.written();
  out.at = at.at;
  out.number = at.number;
  liid_.clear();
  of_.names.put(liid_, of_.liid, at);
  out.liid = liid_;
}

bytes delivery::write(const writing& what, function_ref<void(ber::encoder&)> payload) {
  const auto pdu = [&](ber::encoder& to, const auto& inside) {
    to.restart(what.form);
    to.constructed(etsi::tags::ps_pdu, [&] {
      what.header.put(to, of_.names, what.at);
      to.constructed(etsi::tags::payload, inside);
    });
    return to.written();
  };
  const bytes clear = pdu(pdu_, [&] { payload(pdu_); });
  if (!of_.encryption) return clear;
  // byteCounter counts what would be sent in clear
  constexpr std::int64_t second = 1'000'000;
  if (what.counted == 0) what.counted = static_cast<std::uint64_t>(what.at.at.microseconds / second) << 32;
  const octets plain = encrypted_payload(what.form, what.counted, payload);
  what.counted += clear.size();
  const auto encrypted = [&](ber::encoder& to, const encryption_rule* rule) {
    return pdu(to, [&] { put_encrypted(to, rule, what.at.number, plain, what.part); });
  };
  (void)encrypted(pdu_, &*of_.encryption);
  return encrypted(clear_, nullptr); // encryptionType none: a receiver checks when it has decrypted
}

} // namespace lihi::synth
