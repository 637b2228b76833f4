#include "cli/pool.hpp"

namespace lihi::cli {

void batch::add(const frame& from) {
  pieces.push_back({octets.size(), from.octets.size(), from.offset, from.is_pdu, from.fault});
  octets.insert(octets.end(), from.octets.begin(), from.octets.end());
}

pool::pool(unsigned threads, const decode_options& options, std::function<void(outcome&)> done)
    : slots_(2 * threads + 2), done_(std::move(done)) {
  for (unsigned i = 0; i < threads; ++i) workers_.push_back(std::make_unique<worker>(options));
  for (const auto& each : workers_) threads_.emplace_back([this, &each] { work(*each); });
}

pool::~pool() {
  {
    const std::lock_guard lock(mutex_);
    stop_ = true;
  }
  work_ready_.notify_all();
  handed_over_.notify_all();
  for (std::thread& each : threads_) each.join();
}

void pool::add(const frame& piece, const std::string& source) {
  batch& to = slots_[filling_].batch;
  if (!to.pieces.empty() && (to.source != source || to.octets.size() + piece.octets.size() > batch::enough)) {
    send();
    return add(piece, source);
  }
  if (to.pieces.empty()) to.source = source;
  to.add(piece);
}

void pool::send() {
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
  oldest.batch.octets.clear();
  oldest.batch.pieces.clear();
  oldest_ = (oldest_ + 1) % slots_.size();
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

void pool::work(worker& with) {
  std::unique_lock lock(mutex_);
  for (;;) {
    work_ready_.wait(lock, [this] { return stop_ || slots_[next_].state == state::waiting; });
    if (stop_) return;
    slot& mine = slots_[next_];
    mine.state = state::taken;
    next_ = (next_ + 1) % slots_.size();
    lock.unlock();
    const bytes all(mine.batch.octets);
    for (const batch::piece& each : mine.batch.pieces)
      with.take({all.subspan(each.begin, each.size), each.offset, each.is_pdu, each.fault}, mine.batch.source,
                mine.batch.result, [this, &mine] { hand_over(mine); });
    lock.lock();
    mine.state = state::ready;
    result_ready_.notify_one();
  }
}

} // namespace lihi::cli
