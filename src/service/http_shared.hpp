// What the sessions of one server share.
#pragma once

#include "service/http_server.hpp"

#include <atomic>
#include <boost/asio/thread_pool.hpp>
#include <functional>
#include <map>

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

// Of a session: while it lives, the server can end it by its name.
class http_server_entry {
 public:
  http_server_entry(std::shared_ptr<http_server::shared> with, const void* key, std::function<void()> end)
      : with_(std::move(with)), key_(key) {
    with_->ends[key_] = std::move(end);
    ++with_->open;
  }
  ~http_server_entry() {
    with_->ends.erase(key_);
    --with_->open;
    if (with_->one_ended) with_->one_ended();
  }
  http_server_entry(const http_server_entry&) = delete;
  http_server_entry& operator=(const http_server_entry&) = delete;

 private:
  std::shared_ptr<http_server::shared> with_;
  const void* key_;
};

} // namespace lihi::service
