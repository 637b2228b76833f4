// One connection of a delivery function (ETSI TS 102 232-1 clause 6.3): opens it, opens it again when it is
// lost, keeps it alive, and sends again what was sent last.
#pragma once

#include "replay/segments.hpp"
#include "service/socket.hpp"

#include <array>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <deque>
#include <lihi/framer.hpp>
#include <random>
#include <vector>

namespace lihi::replay {

namespace asio = boost::asio;
using service::error_code;
using service::tcp;

struct sender_options {
  std::vector<tcp::endpoint> to; // tried one after the other
  std::string host;              // that a receiver with TLS must have a certificate for
  std::shared_ptr<service::ssl::context> tls;
  std::chrono::milliseconds time1{300'000}; // of silence before a keep-alive
  std::chrono::milliseconds time3{60'000};  // for its answer; then the connection is opened anew
  std::chrono::milliseconds connecting{10'000}, closing{10'000};
  std::chrono::milliseconds first_wait{100}, longest_wait{30'000}; // between attempts
  unsigned attempts = 8;                                           // in a row, that fail
  std::size_t resend_window = 0;   // octets that are sent again on a new connection
  std::size_t most_in_a_write = 0; // 0: as they come; else 1 to so many
};

struct sender_counts {
  std::uint64_t pdus = 0, octets = 0; // that were handed to the network, those that were sent again included
  std::uint64_t resent = 0;           // PDUs
  std::uint64_t writes = 0;
  std::uint64_t connections = 0, failures = 0;
  std::uint64_t keep_alives = 0, answers = 0, wrong_answers = 0, unanswered = 0;
  std::uint64_t unexpected = 0; // octets that were no answer
};

// Of all senders together.
struct sender_totals {
  std::size_t queued = 0;           // octets that wait to be written
  std::size_t done = 0, failed = 0; // senders that ended; of them, those that gave up
};

class sender : public std::enable_shared_from_this<sender> {
 public:
  sender(asio::io_context& in, const sender_options& options, sender_totals& totals, std::uint64_t seed);

  // Queued; opens the connection when there is none. What waits is written together.
  void send(std::vector<std::uint8_t> pdu);
  // A write for each segment: one that goes on waits for the next PDU, or for release().
  void send(std::vector<std::uint8_t> pdu, segmentation as);
  void release();
  // Nothing more comes: closes when all is sent, and the receiver has closed too.
  void finish();
  // Faults: the connection is reset when what is queued was written, and opened again; nothing is sent for so
  // long.
  void reset_behind_queue();
  void stall(std::chrono::milliseconds time);
  // Gives up at once.
  void stop();

  [[nodiscard]] bool done() const noexcept { return state_ == state::done || state_ == state::failed; }
  [[nodiscard]] bool failed() const noexcept { return state_ == state::failed; }
  // Why the last connection or attempt ended.
  [[nodiscard]] const std::string& problem() const noexcept { return problem_; }
  [[nodiscard]] const sender_counts& counts() const noexcept { return counts_; }

 private:
  enum class state : std::uint8_t { idle, connecting, up, waiting, closing, done, failed };
  struct item {
    std::vector<std::uint8_t> octets;
    bool reset_behind = false, again = false, is_keep_alive = false;
    bool as_captured = false;
    segmentation segments = {};
  };

  void add(item fresh);
  void connect();
  void connected();
  void lost(const std::string& why);
  void write();
  [[nodiscard]] std::size_t cut_at_random(std::vector<asio::const_buffer>& out);
  [[nodiscard]] std::size_t gather(std::vector<asio::const_buffer>& out);
  void wrote(std::size_t items);
  void read();
  void came(bytes octets);
  void wait_for_silence();
  void keep_alive();
  void close_when_sent();
  void end(state as);
  void add_queued(std::size_t octets) noexcept { totals_.queued += octets, queued_ += octets; }
  void take_queued(std::size_t octets) noexcept { totals_.queued -= octets, queued_ -= octets; }

  asio::io_context& io_;
  const sender_options& options_;
  sender_totals& totals_;
  std::shared_ptr<service::socket> socket_;
  state state_ = state::idle;
  std::uint64_t generation_ = 0; // of the connection: handlers of an older one do nothing
  std::deque<item> queue_;
  std::size_t queued_ = 0;
  std::deque<std::vector<std::uint8_t>> window_; // sent last
  std::size_t window_octets_ = 0;
  std::vector<std::uint8_t> last_; // PDU, for the header of keep-alives
  asio::steady_timer attempt_timer_, silence_, answer_, stalled_, writing_timer_;
  std::array<std::uint8_t, 4096> block_;
  framer answers_;
  unsigned failed_in_a_row_ = 0;
  std::uint32_t keep_alive_number_ = 0;
  std::size_t piece_at_ = 0; // of the first item, with most_in_a_write
  bool writing_ = false, finishing_ = false, awaiting_answer_ = false;
  std::chrono::milliseconds stall_{0};
  std::mt19937_64 random_;
  std::string problem_;
  sender_counts counts_;
};

} // namespace lihi::replay
