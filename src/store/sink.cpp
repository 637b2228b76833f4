#include "store/sink.hpp"

namespace lihi::store {
namespace {

// What a target took is settled after so many octets, and whenever there is no more.
constexpr std::size_t settle_octets = 1u << 20;
constexpr std::chrono::milliseconds retry{1000};
constexpr std::chrono::seconds stopping{5}; // for what is left

} // namespace

sink::sink(std::string name, log_writer& items, std::unique_ptr<sink_target> target,
           std::function<void(const std::string&)> failed)
    : name_(std::move(name)), items_(items), target_(std::move(target)), failed_(std::move(failed)) {}

void sink::start() {
  thread_ = std::thread([this] { work(); });
}

void sink::notify() {
  {
    const std::lock_guard lock(mutex_);
    notified_ = true;
  }
  wake_.notify_one();
}

void sink::stop() {
  if (!thread_.joinable()) return;
  {
    const std::lock_guard lock(mutex_);
    stop_ = true;
    until_ = std::chrono::steady_clock::now() + stopping;
  }
  wake_.notify_one();
  thread_.join();
}

bool sink::wait(std::chrono::milliseconds time) {
  std::unique_lock lock(mutex_);
  wake_.wait_for(lock, time, [this] { return stop_; });
  return !stop_;
}

void sink::say(const std::string& problem) {
  if (problem == problem_) return;
  problem_ = problem;
  failed_(problem);
}

void sink::work() {
  do {
    position from = 0;
    std::string problem = target_->open(from);
    log_reader items;
    if (problem.empty()) problem = items.open(items_.options().folder, from);
    if (problem.empty()) {
      at_.store(from, std::memory_order_release);
      problem = hand_on(items);
      if (problem.empty()) return; // it stops
    }
    say(problem);
  } while (wait(retry));
}

std::string sink::hand_on(log_reader& from) {
  std::size_t unsettled = 0;
  for (;;) {
    entry one;
    damage gap;
    const position limit = items_.durable();
    const auto what = from.at() < limit ? from.next(one, gap, limit) : log_reader::found::end;
    if (what == log_reader::found::failed) return from.problem();
    if (what == log_reader::found::damage) continue; // they are made again of the spool
    if (what == log_reader::found::entry) {
      const auto item = target_->wants(static_cast<item_kind>(one.kind)) ? item_of(one.octets) : std::nullopt;
      if (item) {
        if (std::string problem = target_->take(one, *item); !problem.empty()) return problem;
        count_.fetch_add(1, std::memory_order_relaxed);
      }
      unsettled += one.octets.size();
      if (unsettled < settle_octets) continue;
    }
    if (from.at() != at()) {
      if (std::string problem = target_->settle(from.at()); !problem.empty()) return problem;
      at_.store(from.at(), std::memory_order_release);
      unsettled = 0;
    }
    say("");
    std::unique_lock lock(mutex_);
    if (stop_ && std::chrono::steady_clock::now() >= until_) return "";
    if (what == log_reader::found::entry) continue;
    wake_.wait(lock, [this] { return notified_ || stop_; });
    if (stop_ && items_.durable() == limit) return "";
    notified_ = false;
  }
}

} // namespace lihi::store
