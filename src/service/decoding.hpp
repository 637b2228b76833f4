// Decodes the spool into the log of items, on a thread of its own, and goes on after a restart where it
// stood.
#pragma once

#include "service/alarms.hpp"
#include "service/engine.hpp"
#include "store/items.hpp"
#include "store/log_reader.hpp"
#include "store/log_writer.hpp"

#include <atomic>
#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <thread>

namespace lihi::service {

struct decoding_options {
  std::string folder; // of its checkpoint
  // A checkpoint follows so many octets of the spool, or so much time.
  std::uint64_t checkpoint_octets = 64u << 20;
  std::chrono::milliseconds checkpoint_time{10'000};
  std::chrono::milliseconds stopping{5'000}; // for what is left, when it is to stop
};

struct decoding_counts {
  std::atomic<std::uint64_t> records = 0, rejects = 0, events = 0, breakdowns = 0, skipped_entries = 0;
};

class decoding {
 public:
  using engine_maker = std::function<std::unique_ptr<engine>()>;

  decoding(decoding_options options, store::log_writer& spool, store::log_writer& items, alarms& said,
           engine_maker make);
  ~decoding() { stop(); }
  decoding(const decoding&) = delete;
  decoding& operator=(const decoding&) = delete;

  // "", or what is wrong.
  [[nodiscard]] std::string start();
  // More of the spool is durable, or there is room for items.
  void notify();
  // What is durable is decoded, as far as the time for it goes, and a checkpoint made.
  void stop();

  // Asks the engine, between batches: false when there is no answer within a few seconds. Any thread.
  [[nodiscard]] bool ask(question what, bytes about, std::string& answer);

  // Everything before it is decoded, and what came of it is durable.
  [[nodiscard]] store::position safe() const noexcept { return safe_.load(std::memory_order_acquire); }
  [[nodiscard]] store::position at() const noexcept { return at_.load(std::memory_order_relaxed); }
  [[nodiscard]] const decoding_counts& counts() const noexcept { return counts_; }

 private:
  struct checkpoint;
  // Entries with octets of their own.
  struct batch {
    std::vector<store::entry> entries;
    std::vector<std::uint8_t> octets;
    store::position end = 0;
    void add(const store::entry& one);
    void settle(); // its octets move no more
    void clear() noexcept;
  };

  // Shared with who asked, who may have gone.
  struct asking {
    question what;
    std::vector<std::uint8_t> about;
    std::string answer;
    bool done = false, good = false;
  };
  void answer_all();
  [[nodiscard]] std::string find_last_item(store::position from);
  void work();
  [[nodiscard]] bool fill();
  void decode();
  [[nodiscard]] bool run(std::span<const store::entry> entries);
  void recover_engine();
  [[nodiscard]] store::position read_again(const std::set<store::position>& bad);
  void take(const store::entry& cause, const store::item_number& number, const decoded_item& one);
  void make_checkpoint();

  decoding_options options_;
  store::log_writer& spool_;
  store::log_writer& items_;
  alarms& alarms_;
  engine_maker make_;
  std::unique_ptr<engine> engine_;
  store::log_reader reader_;
  batch batch_;

  std::vector<std::uint8_t> state_;        // at the last checkpoint
  store::position state_at_ = 0;           // in the spool
  std::optional<store::item_number> last_; // item in the log
  std::chrono::steady_clock::time_point last_checkpoint_;

  std::atomic<store::position> at_ = 0, safe_ = 0;
  decoding_counts counts_;
  std::atomic<bool> stopping_ = false;
  std::mutex mutex_;
  std::condition_variable wake_, answered_;
  std::deque<std::shared_ptr<asking>> asked_;
  bool notified_ = false, stop_ = false;
  std::thread thread_;
};

} // namespace lihi::service
