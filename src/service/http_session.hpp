// One connection of HTTP, and what becomes of it when it turns into a WebSocket.
#pragma once

#include "service/http_server.hpp"

#include <atomic>
#include <boost/asio/thread_pool.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/ssl/ssl_stream.hpp>
#include <functional>
#include <map>
#include <mutex>

namespace lihi::service {

struct http_server::shared {
  shared(const config& options, receiver& of, alarms& said, live_feed& to)
      : answers(options, of, said), feed(to) {}

  api answers;
  live_feed& feed;
  asio::thread_pool workers{2};      // for what waits for the disk
  std::atomic<std::size_t> open = 0; // sessions
  std::function<void()> one_ended;   // by the server's thread
  // how to end each session, by the server's thread
  std::map<const void*, std::function<void()>> ends;
};

// Serves it until it ends; by the server's thread.
void serve_http(boost::beast::tcp_stream stream, std::string address,
                std::shared_ptr<http_server::shared> with);
void serve_https(boost::beast::ssl_stream<boost::beast::tcp_stream> stream, std::string address,
                 std::shared_ptr<http_server::shared> with);

} // namespace lihi::service
