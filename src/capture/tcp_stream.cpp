#include "capture/tcp_stream.hpp"

#include <algorithm>

namespace lihi::capture {

tcp_stream::~tcp_stream() { held_.now -= octets_waiting_; }

bool tcp_stream::begin(std::uint32_t sequence, stream_sink& to) {
  if (has_syn_)
    return sequence + 1 == initial_ + static_cast<std::uint32_t>(static_cast<std::uint64_t>(first_));
  if (!began_) {
    initial_ = sequence + 1;
    began_ = settled_ = has_syn_ = true;
    return true;
  }
  // its first segments were captured before it
  if (settled_) return false;
  const std::int64_t where = position(sequence + 1);
  const auto farthest_segment = static_cast<std::int64_t>(most_waiting);
  if (!waiting_.empty() &&
      (where > waiting_.begin()->first || waiting_.begin()->first - where > farthest_segment))
    return false;
  next_ = first_ = from_ = where;
  settled_ = has_syn_ = true;
  deliver_waiting(to);
  return true;
}

void tcp_stream::settle(stream_sink& to) {
  settled_ = true;
  if (!waiting_.empty()) next_ = first_ = from_ = waiting_.begin()->first;
  deliver_waiting(to);
}

std::int64_t tcp_stream::position(std::uint32_t sequence) const noexcept {
  const auto expected = static_cast<std::uint32_t>(static_cast<std::uint64_t>(next_)) + initial_;
  return next_ + static_cast<std::int32_t>(sequence - expected);
}

bool tcp_stream::data(std::uint32_t sequence, bytes payload, moment at, stream_sink& to) {
  if (payload.empty()) return true;
  if (!began_) {
    initial_ = sequence;
    began_ = true;
    began_at_ = at;
  }
  std::int64_t where = position(sequence);
  if (where - next_ > farthest || next_ - where > farthest) return false;
  if (!settled_) {
    wait(where, payload, at, to);
    if (++segments_ >= first_segments || at.microseconds - began_at_->microseconds > first_microseconds)
      settle(to);
    return true;
  }
  // A keep-alive of TCP: an octet before the next one, which need not be the one that was sent.
  if (payload.size() == 1 && where == next_ - 1) return true;
  if (where < next_) {
    const std::size_t again = static_cast<std::size_t>(
        std::min<std::int64_t>(next_ - where, static_cast<std::int64_t>(payload.size())));
    compare_history(where, payload.first(again), at, to);
    payload = payload.subspan(again);
    where = next_;
    if (payload.empty()) return true;
  }
  if (where == next_ && waiting_.empty()) {
    deliver(payload, at, to);
    return true;
  }
  wait(where, payload, at, to);
  deliver_waiting(to);
  give_up_holes(at, to);
  return true;
}

void tcp_stream::wait(std::int64_t where, bytes payload, moment at, stream_sink& to) {
  const std::size_t added =
      add_first_wins(waiting_, where, payload, at, [&](std::int64_t place, bytes had, bytes came) {
        std::uint64_t differ = 0, first = 0;
        for (std::size_t i = 0; i < had.size(); ++i)
          if (had[i] != came[i] && differ++ == 0) first = i;
        if (differ != 0) to.conflict(static_cast<std::uint64_t>(place - first_) + first, differ, at);
      });
  octets_waiting_ += added;
  held_.now += added;
}

// What was delivered lies in a ring.
void tcp_stream::compare_history(std::int64_t at, bytes came, moment when, stream_sink& to) const {
  const std::int64_t oldest = std::max(next_ - static_cast<std::int64_t>(history_.size()), from_);
  std::uint64_t differ = 0, first = 0;
  for (std::size_t i = 0; i < came.size(); ++i) {
    const std::int64_t place = at + static_cast<std::int64_t>(i);
    if (place < oldest) continue;
    const auto back = static_cast<std::size_t>(next_ - place);
    const std::uint8_t had = history_[(history_end_ + history_.size() - back) % history_.size()];
    if (had != came[i] && differ++ == 0) first = static_cast<std::uint64_t>(place - first_);
  }
  if (differ != 0) to.conflict(first, differ, when);
}

void tcp_stream::deliver(bytes octets, moment at, stream_sink& to) {
  const bytes kept = octets.last(std::min(octets.size(), most_history));
  if (history_.size() < most_history) {
    // the ring grows until it has its size; while it grows it is in order
    const std::size_t grows = std::min(most_history - history_.size(), kept.size());
    history_.insert(history_.end(), kept.begin(), kept.begin() + static_cast<std::ptrdiff_t>(grows));
    history_end_ = history_.size() % most_history;
    for (const std::uint8_t octet : kept.subspan(grows)) {
      history_[history_end_] = octet;
      history_end_ = (history_end_ + 1) % most_history;
    }
  } else {
    const std::size_t before_end = std::min(most_history - history_end_, kept.size());
    std::copy_n(kept.begin(), before_end, history_.begin() + static_cast<std::ptrdiff_t>(history_end_));
    std::copy(kept.begin() + static_cast<std::ptrdiff_t>(before_end), kept.end(), history_.begin());
    history_end_ = (history_end_ + kept.size()) % most_history;
  }
  next_ += static_cast<std::int64_t>(octets.size());
  clock_.microseconds = std::max(clock_.microseconds, at.microseconds);
  to.octets(octets, clock_);
}

void tcp_stream::drop_first() noexcept {
  const std::size_t size = waiting_.begin()->second.octets.size();
  octets_waiting_ -= size;
  held_.now -= size;
  waiting_.erase(waiting_.begin());
}

void tcp_stream::deliver_waiting(stream_sink& to) {
  while (!waiting_.empty() && waiting_.begin()->first == next_) {
    deliver(waiting_.begin()->second.octets, waiting_.begin()->second.at, to);
    drop_first();
    acknowledged_at_.reset(); // what is missing now, if anything, is another piece
  }
}

void tcp_stream::lose_up_to(std::int64_t where, moment at, stream_sink& to) {
  const auto octets = static_cast<std::uint64_t>(where - next_);
  next_ = from_ = where;
  history_.clear();
  history_end_ = 0;
  acknowledged_at_.reset();
  to.lost(octets, at);
}

void tcp_stream::give_up_holes(moment at, stream_sink& to) {
  while (!waiting_.empty()) {
    const std::int64_t hole_end = waiting_.begin()->first;
    const bool acknowledged = acknowledged_ >= hole_end;
    if (acknowledged && !acknowledged_at_) acknowledged_at_ = at;
    const bool too_much =
        octets_waiting_ > most_waiting || waiting_.size() > most_pieces || held_.now > held_.most;
    const bool never_comes =
        acknowledged && (octets_waiting_ > acknowledged_waiting ||
                         at.microseconds - acknowledged_at_->microseconds > acknowledged_microseconds);
    if (!too_much && !never_comes) return;
    lose_up_to(hole_end, at, to);
    deliver_waiting(to);
  }
}

void tcp_stream::fin(std::uint32_t sequence) noexcept {
  if (!began_) return;
  const std::int64_t where = position(sequence);
  if (where >= next_ && where - next_ <= farthest && !end_) end_ = where;
}

void tcp_stream::acknowledged(std::uint32_t number, moment at, stream_sink& to) {
  if (!began_) return;
  std::int64_t where = position(number);
  if (end_ && where == *end_ + 1) where = *end_; // the FIN counts as one
  if (where <= acknowledged_ || where - next_ > farthest) return;
  acknowledged_ = where;
  if (settled_) give_up_holes(at, to);
}

void tcp_stream::end(moment at, stream_sink& to) {
  if (!settled_) settle(to);
  while (!waiting_.empty()) {
    lose_up_to(waiting_.begin()->first, at, to);
    deliver_waiting(to);
  }
  // The receiver had more than was captured. An octet more may be a FIN that was not captured.
  const std::int64_t sent = end_ ? *end_ : acknowledged_ - 1;
  if (sent > next_) lose_up_to(end_ ? sent : acknowledged_, at, to);
}

} // namespace lihi::capture
