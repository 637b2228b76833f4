// A TCP port on which connections are accepted.
#pragma once

#include "service/socket.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <functional>

namespace lihi::service {

struct accepted {
  tcp::socket connected;
  tcp::endpoint sender, ours;
};

class port {
 public:
  // `take` gets connections; `runs` says which context the next one is of; while `full` holds none is
  // accepted, and they wait in the system's queue. All are called by the thread that runs `in`.
  port(asio::io_context& in, std::function<void(accepted)> take, std::function<asio::io_context&()> runs,
       std::function<bool()> full);

  // "", or why it cannot be had. Port 0: the system chooses.
  [[nodiscard]] std::string open(const std::string& address, std::uint16_t number);
  [[nodiscard]] tcp::endpoint endpoint() const {
    error_code closed;
    return acceptor_.local_endpoint(closed);
  }
  // It is no longer full.
  void accept();
  void close();

 private:
  tcp::acceptor acceptor_;
  asio::steady_timer again_;
  std::function<void(accepted)> take_;
  std::function<asio::io_context&()> runs_;
  std::function<bool()> full_;
  bool accepting_ = false;
};

} // namespace lihi::service
