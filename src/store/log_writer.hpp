// Writes a log: entries that are appended by any thread are put on the disk together, by a thread of its own,
// and are durable then.
#pragma once

#include "store/hash_of.hpp"
#include "store/segment.hpp"

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <string>
#include <thread>

namespace lihi::store {

struct log_options {
  std::string folder;
  std::uint64_t segment_octets = 256u << 20; // a segment is full then
  std::size_t most_waiting = 32u << 20;      // octets that are not on the disk: then has_room() says no
  std::chrono::milliseconds retry{1000};     // when they cannot be put there
};

// What was found when the log was opened.
struct recovery {
  position begin = 0, end = 0; // of what is there
  std::size_t segments = 0;
  std::uint64_t torn = 0;      // octets at the end that were no whole entry; they are in a file *.torn
  std::vector<damage> damaged; // in the last segment
  bool seal_is_wrong = false;  // of the last segment: it was changed since
};

class log_writer {
 public:
  explicit log_writer(log_options options);
  ~log_writer();
  log_writer(const log_writer&) = delete;
  log_writer& operator=(const log_writer&) = delete;

  // "", or what is wrong. Called once, before all others. `changed` is called by the log's thread whenever
  // more is durable, or the disk begins or ends to fail. What a crash left of an entry at the end is
  // moved to a file of its own.
  [[nodiscard]] std::string open(recovery& found, std::function<void()> changed = {});

  // The entry's octets are copied; the position behind it. Any thread. Throws std::length_error for more than
  // most_octets.
  position append(std::uint8_t kind, std::uint32_t stream, moment when, bytes octets);
  // Whoever reads what is appended should wait while there is none.
  [[nodiscard]] bool has_room() const noexcept { return waiting() < options_.most_waiting; }
  [[nodiscard]] std::size_t waiting() const noexcept { return waiting_.load(std::memory_order_relaxed); }

  // Everything before it is on the disk.
  [[nodiscard]] position durable() const noexcept { return durable_.load(std::memory_order_acquire); }
  [[nodiscard]] position appended() const noexcept { return appended_.load(std::memory_order_acquire); }
  // Waits until it is, or the disk fails, or the log is stopped: true when it is.
  bool wait_for(position until);
  // 0, or the errno with which the disk fails just now.
  [[nodiscard]] int error() const noexcept { return error_.load(std::memory_order_relaxed); }

  // Puts everything on the disk and seals the last segment: true, or false when the disk fails.
  bool close();

  // Removes whole segments that end at or before it: never the one being written. The octets removed.
  std::uint64_t remove_before(position keep);

  [[nodiscard]] const log_options& options() const noexcept { return options_; }

 private:
  // What is written to one segment at a time.
  struct piece {
    position base = 0;                // of the segment
    position at = 0;                  // of the first octet
    bool first = false, last = false; // of its segment
    std::vector<std::uint8_t> octets;
    bool hashed = false;
  };

  [[nodiscard]] std::string recover(recovery& found);
  bool recover(position base, recovery& found, std::string& problem);
  void begin_segment(position base);
  void work();
  [[nodiscard]] int commit(piece& one);
  [[nodiscard]] int commit_all(std::deque<piece>& taken);
  void tell() {
    if (changed_) changed_();
  }

  log_options options_;
  file lock_;
  std::uint64_t number_ = 0;
  std::function<void()> changed_;

  std::mutex mutex_;
  std::condition_variable wake_, done_;
  std::deque<piece> pending_; // the last may grow
  position base_ = 0;         // of the segment that is appended to
  bool begun_ = false;        // there is one
  bool stop_ = false, stopped_ = false;

  std::atomic<position> appended_ = 0, durable_ = 0, segment_ = 0;
  std::atomic<std::size_t> waiting_ = 0;
  std::atomic<int> error_ = 0;

  // the thread's own
  file file_;
  hash_of hash_;
  sha256 before_{}; // of the segment before
  std::thread thread_;
};

} // namespace lihi::store
