// Decoding on several threads, in order: batches of frames go round. What is large, of octets or of text, is
// read when it is its turn and handed over in parts, so that memory is bounded whatever comes.
#pragma once

#include "cli/worker.hpp"

#include <condition_variable>
#include <exception>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace lihi::cli {

// Frames with octets of their own.
struct batch {
  struct piece {
    std::size_t begin, size; // in octets
    std::uint64_t offset;
    bool is_pdu;
    fault_code fault;
    std::size_t link, link_size; // in links
    std::optional<moment> arrived;
  };
  static constexpr std::size_t enough = 1u << 18; // octets: then it is sent off

  std::vector<std::uint8_t> octets;
  std::vector<piece> pieces;
  std::string source, links;
  outcome result;
  std::exception_ptr failed; // why the thread stopped inside of it

  void add(const frame& from, const stream_source& source);
  [[nodiscard]] stream_source source_of(const piece& of) const noexcept;
  void clear() noexcept;
};

class pool {
 public:
  // `done` gets the outcome of every batch, whole or in parts, in the order in which they were sent, on the
  // caller's thread, and clears it. Throws std::system_error when a thread cannot be started.
  pool(const decode_options& options, std::function<void(outcome&)> done);
  ~pool();
  pool(const pool&) = delete;
  pool& operator=(const pool&) = delete;

  // Adds a frame; its octets are copied. May wait for the oldest batch, and hand it to `done`.
  void add(const frame& piece, const stream_source& source);
  // Sends off what was added, and waits for everything. Throws what a thread threw, behind what came before
  // it.
  void finish();

 private:
  enum class state : std::uint8_t { filling, waiting, taken, full, ready };
  struct slot {
    cli::batch batch;
    pool::state state = state::filling;
  };

  void send();
  void collect_oldest();
  void work(worker& with);
  void read(worker& with, slot& mine);
  void hand_over(slot& from); // what it has so far, from the worker's thread
  void stop() noexcept;

  memory_plan plan_;
  std::vector<slot> slots_;   // a ring
  std::size_t oldest_ = 0;    // the first that was sent and not collected
  std::size_t filling_ = 0;   // the one being filled
  std::size_t next_ = 0;      // the first that no thread took
  std::size_t sent_ = 0;      // sent and not collected
  std::size_t in_flight_ = 0; // octets in them
  bool stop_ = false;
  std::mutex mutex_;
  std::condition_variable work_ready_, result_ready_, handed_over_;
  std::function<void(outcome&)> done_;
  std::vector<std::unique_ptr<worker>> workers_;
  std::vector<std::thread> threads_;
};

} // namespace lihi::cli
