// HTTP and WebSocket, by Boost.Beast: the interface for programs, and the page.
#pragma once

#include "service/api.hpp"
#include "service/live_feed.hpp"
#include "service/port.hpp"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/thread_pool.hpp>
#include <memory>
#include <thread>

namespace lihi::service {

class http_server {
 public:
  http_server(const config& options, receiver& of, alarms& said);
  ~http_server(); // behind stop(), once it was started
  http_server(const http_server&) = delete;
  http_server& operator=(const http_server&) = delete;

  // Before the receiver is started.
  void attach();
  // "", or what is wrong.
  [[nodiscard]] std::string start();
  // New connections see new certificates; who is no user any more sees nothing from then on.
  void reload(const config& fresh);
  void stop();
  [[nodiscard]] tcp::endpoint endpoint() const { return port_.endpoint(); }

  // What sessions use.
  struct shared;

 private:
  void take(accepted one);
  [[nodiscard]] static std::shared_ptr<ssl::context> tls_of(const http_config& how, std::string& why);

  const config& options_;
  receiver& of_;
  alarms& alarms_;
  std::shared_ptr<ssl::context> tls_;
  asio::io_context io_{1};
  asio::executor_work_guard<asio::io_context::executor_type> work_;
  std::shared_ptr<shared> shared_;
  class port port_;
  std::thread thread_;
};

} // namespace lihi::service
