// A connection that delivers: what a receiver does with it until it ends. Reads, cuts PS-PDUs, answers
// keep-alives (ETSI TS 102 232-1 clause 6.3.4), and, where that was agreed, requests of acknowledgements
// (clause 6.3.6); sends nothing else.
#pragma once

#include "service/socket.hpp"

#include <array>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <deque>
#include <lihi/framer.hpp>
#include <lihi/moment.hpp>

namespace lihi::service {

class session;

// What becomes of sessions; called by the thread that runs them. Each may end the session.
class session_handler {
 public:
  // TLS is done, where there is any; nothing was read.
  virtual void opened(session&) {}
  // Whether it may read more just now; when not, session::resume() says so later.
  virtual bool may_read(session&) { return true; }
  // Octets as they were read, before the frames in them; `more` can be read at once.
  virtual void came(session&, bytes, moment, bool /*more*/) {}
  virtual void take(session& from, const frame& piece, moment arrived) = 0;
  // What the sender asked for is to be sent: now, or when the octets so far are safe.
  virtual void answer(session& from, std::vector<std::uint8_t> what);
  // Nothing more can be read just now.
  virtual void pause(session&) {}
  // Octets of a PDU have been missing for long.
  virtual void overdue(session&) {}
  // It ended; `why` is empty when the sender closed it.
  virtual void ended(session& from, const std::string& why) = 0;

 protected:
  ~session_handler() = default;
};

struct session_options {
  limits bounds;
  std::chrono::milliseconds patience{1000}; // octets that are missing for so long are overdue
  std::chrono::seconds handshake{10};       // of TLS
  std::chrono::seconds idle{0};             // nothing came for so long: it ends. 0: never
};

struct session_counts {
  std::uint64_t octets = 0, pdus = 0, keep_alives = 0, acknowledgements = 0;
};

class session : public std::enable_shared_from_this<session> {
 public:
  session(class socket connected, std::string link, const session_options& options, session_handler& to);

  void start();
  // Ends it: what came is given first.
  void stop(const std::string& why);
  void send(std::vector<std::uint8_t> answer);
  void resume() { read(); }
  // Acknowledgements were agreed on.
  void acknowledge() noexcept { acknowledges_ = true; }

  // "A>B": the sender's end and ours.
  [[nodiscard]] const std::string& link() const noexcept { return link_; }
  [[nodiscard]] const session_counts& counts() const noexcept { return counts_; }
  [[nodiscard]] class socket& socket() noexcept { return socket_; }
  // Octets of a PDU that is not whole.
  [[nodiscard]] std::size_t waiting() const noexcept { return frames_.waiting(); }

 private:
  // A sender that does not read its answers gets no more of them read.
  static constexpr std::size_t most_unsent = 64u << 10;

  void read();
  void came(std::size_t octets);
  void drain(moment now);
  void wait_for_more();
  void write();
  void end(const std::string& why);

  class socket socket_;
  std::string link_;
  const session_options& options_;
  session_handler& to_;
  framer frames_;
  asio::steady_timer timer_; // of the handshake, then of overdue octets
  asio::steady_timer idle_;
  std::array<std::uint8_t, 1u << 16> block_;
  std::deque<std::vector<std::uint8_t>> unsent_; // the first is being sent
  std::size_t octets_unsent_ = 0;
  session_counts counts_;
  bool started_ = false, reading_ = false, ended_ = false, acknowledges_ = false;
};

} // namespace lihi::service
