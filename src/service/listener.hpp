// A port on which deliveries are accepted, and its sessions, on one thread.
#pragma once

#include "service/port.hpp"
#include "service/session.hpp"

#include <memory>
#include <set>

namespace lihi::service {

struct listener_options {
  std::string address = "127.0.0.1";
  std::uint16_t port = 0; // 0: the system chooses
  std::shared_ptr<ssl::context> tls;
  std::size_t most_sessions = 1024; // at a time; more wait in the system's queue
  session_options session;
};

class listener final : session_handler {
 public:
  // `to` gets what sessions give.
  listener(asio::io_context& in, const listener_options& options, session_handler& to);

  // False when the port cannot be had, and why.
  [[nodiscard]] bool open(std::string& why) {
    why = port_.open(options_.address, options_.port);
    return why.empty();
  }
  [[nodiscard]] tcp::endpoint endpoint() const { return port_.endpoint(); }
  // Accepts no more.
  void close() { port_.close(); }
  // Ends all sessions too.
  void stop(const std::string& why);

  [[nodiscard]] std::size_t sessions() const noexcept { return sessions_.size(); }

 private:
  void take(session& from, const frame& piece, moment arrived) override { to_.take(from, piece, arrived); }
  void pause(session& from) override { to_.pause(from); }
  void ended(session& from, const std::string& why) override;

  const listener_options& options_;
  session_handler& to_;
  std::set<std::shared_ptr<session>> sessions_;
  class port port_;
};

} // namespace lihi::service
