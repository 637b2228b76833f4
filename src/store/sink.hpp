// Hands on what is in the log of items, on a thread of its own and at its own pace: it knows where it stands,
// goes on there after a restart, and tries again when its target fails.
#pragma once

#include "store/items.hpp"
#include "store/log_reader.hpp"
#include "store/log_writer.hpp"

#include <atomic>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>
#include <thread>

namespace lihi::store {

// Where items go. Used by one thread; each returns "", or what is wrong: then it is opened again a little
// later, and says where it stands.
class sink_target {
 public:
  sink_target() = default;
  virtual ~sink_target() = default;
  sink_target(const sink_target&) = delete;
  sink_target& operator=(const sink_target&) = delete;

  // Of others it takes nothing.
  [[nodiscard]] virtual bool wants(item_kind kind) const noexcept { return kind != item_kind::content; }
  // `next` gets the position in the log of items behind what it has for certain.
  [[nodiscard]] virtual std::string open(position& next) = 0;
  [[nodiscard]] virtual std::string take(const entry& at, const item_entry& item) = 0;
  // It has all that it took for certain, up to `next`.
  [[nodiscard]] virtual std::string settle(position next) = 0;
};

class sink {
 public:
  // `failed` gets "", or what is wrong, whenever that changes.
  sink(std::string name, log_writer& items, std::unique_ptr<sink_target> target,
       std::function<void(const std::string&)> failed);
  ~sink() { stop(); }
  sink(const sink&) = delete;
  sink& operator=(const sink&) = delete;

  void start();
  // More items are durable.
  void notify();
  // What is durable is handed on, when the target takes it, for a few seconds at most.
  void stop();

  [[nodiscard]] const std::string& name() const noexcept { return name_; }
  // Its target has everything before it.
  [[nodiscard]] position at() const noexcept { return at_.load(std::memory_order_acquire); }
  [[nodiscard]] std::uint64_t items() const noexcept { return count_.load(std::memory_order_relaxed); }

 private:
  void work();
  [[nodiscard]] std::string hand_on(log_reader& from);
  bool wait(std::chrono::milliseconds time); // false: it stops
  void say(const std::string& problem);

  std::string name_, problem_;
  log_writer& items_;
  std::unique_ptr<sink_target> target_;
  std::function<void(const std::string&)> failed_;
  std::atomic<position> at_ = 0;
  std::atomic<std::uint64_t> count_ = 0;
  std::mutex mutex_;
  std::condition_variable wake_;
  bool notified_ = true, stop_ = false;
  std::chrono::steady_clock::time_point until_; // when it is to stop
  std::thread thread_;
};

} // namespace lihi::store
