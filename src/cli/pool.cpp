#include "cli/pool.hpp"

#include <utility>

namespace lihi::cli {

void batch::add(const frame& from, const stream_source& of) {
  if (pieces.empty()) source = of.name;
  if (pieces.empty() || source_of(pieces.back()).link != of.link) links += of.link;
  octets.insert(octets.end(), from.octets.begin(), from.octets.end());
  pieces.push_back({octets.size() - from.octets.size(), from.octets.size(), from.offset, from.is_pdu,
                    from.fault, links.size() - of.link.size(), of.link.size(), of.arrived});
}

stream_source batch::source_of(const piece& of) const noexcept {
  return {source, std::string_view(links).substr(of.link, of.link_size), of.arrived};
}

void batch::clear() noexcept {
  octets.clear();
  if (octets.capacity() > 2 * enough) std::vector<std::uint8_t>().swap(octets);
  pieces.clear();
  links.clear();
}

pool::pool(const decode_options& options, std::function<void(outcome&)> done)
    : plan_(options.plan()), slots_(plan_.slots), done_(std::move(done)) {
  try {
    for (unsigned i = 0; i < plan_.threads; ++i) workers_.push_back(std::make_unique<worker>(options, plan_));
    for (const auto& each : workers_) threads_.emplace_back([this, &each] { work(*each); });
  } catch (...) {
    stop(); // those that run
    throw;
  }
}

pool::~pool() { stop(); }

void pool::stop() noexcept {
  {
    const std::lock_guard lock(mutex_);
    stop_ = true;
  }
  work_ready_.notify_all();
  handed_over_.notify_all();
  for (std::thread& each : threads_) each.join();
  threads_.clear();
}

void pool::add(const frame& piece, const stream_source& source) {
  batch* to = &slots_[filling_].batch;
  if (!to->pieces.empty() &&
      (to->source != source.name || to->octets.size() + piece.octets.size() > batch::enough)) {
    send();
    to = &slots_[filling_].batch;
  }
  while (sent_ != 0 && in_flight_ + piece.octets.size() > plan_.in_flight) collect_oldest();
  to->add(piece, source);
}

void pool::send() {
  in_flight_ += slots_[filling_].batch.octets.size();
  {
    const std::lock_guard lock(mutex_);
    slots_[filling_].state = state::waiting;
    ++sent_;
  }
  work_ready_.notify_one();
  filling_ = (filling_ + 1) % slots_.size();
  if (sent_ == slots_.size()) collect_oldest(); // the ring is full: the one to fill is the oldest
}

void pool::collect_oldest() {
  slot& oldest = slots_[oldest_];
  for (bool whole = false; !whole;) {
    {
      std::unique_lock lock(mutex_);
      result_ready_.wait(lock,
                         [&oldest] { return oldest.state == state::ready || oldest.state == state::full; });
      whole = oldest.state == state::ready;
    }
    done_(oldest.batch.result);
    const std::lock_guard lock(mutex_);
    oldest.state = whole ? state::filling : state::taken;
    if (whole)
      --sent_;
    else
      handed_over_.notify_all();
  }
  in_flight_ -= oldest.batch.octets.size();
  oldest.batch.clear();
  oldest_ = (oldest_ + 1) % slots_.size();
  if (oldest.batch.failed) std::rethrow_exception(std::exchange(oldest.batch.failed, nullptr));
}

void pool::finish() {
  if (!slots_[filling_].batch.pieces.empty()) send();
  while (sent_ != 0) collect_oldest();
}

void pool::hand_over(slot& from) {
  std::unique_lock lock(mutex_);
  from.state = state::full;
  result_ready_.notify_one();
  handed_over_.wait(lock, [this, &from] { return stop_ || from.state == state::taken; });
  if (stop_) from.batch.result.clear(); // nobody wants it any more
}

void pool::read(worker& with, slot& mine) {
  const bytes all(mine.batch.octets);
  const auto give = [this, &mine] { hand_over(mine); };
  outcome& result = mine.batch.result;
  const auto keep = [&result, all](const arrival& one) { result.arrivals.add(one, all, result.text.size()); };
  try {
    for (const batch::piece& each : mine.batch.pieces)
      with.take({all.subspan(each.begin, each.size), each.offset, each.is_pdu, each.fault},
                mine.batch.source_of(each), mine.batch.result, give, keep);
  } catch (...) {
    mine.batch.failed = std::current_exception();
  }
}

void pool::work(worker& with) {
  std::unique_lock lock(mutex_);
  for (;;) {
    work_ready_.wait(lock, [this] { return stop_ || slots_[next_].state == state::waiting; });
    if (stop_) return;
    slot& mine = slots_[next_];
    mine.state = state::taken;
    next_ = (next_ + 1) % slots_.size();
    lock.unlock();
    read(with, mine);
    lock.lock();
    mine.state = state::ready;
    result_ready_.notify_one();
  }
}

} // namespace lihi::cli
