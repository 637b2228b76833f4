// Signals for what waits in an io_context.
#pragma once

#include "cli/signals.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <utility>

namespace lihi::cli {

class signal_watch {
 public:
  explicit signal_watch(boost::asio::io_context& io) : descriptor_(io) {}
  ~signal_watch() {
    if (descriptor_.is_open()) (void)descriptor_.release(); // it is that of `signals`
  }
  signal_watch(const signal_watch&) = delete;
  signal_watch& operator=(const signal_watch&) = delete;

  // Calls `came` once, when a signal comes.
  template <class F>
  void watch(F&& came) {
    if (signals::descriptor() < 0) return;
    descriptor_.assign(signals::descriptor());
    descriptor_.async_wait(boost::asio::posix::stream_descriptor::wait_read,
                           [call = std::forward<F>(came)](boost::system::error_code stopped) mutable {
                             if (!stopped) call();
                           });
  }
  void cancel() {
    if (descriptor_.is_open()) (void)descriptor_.cancel();
  }

 private:
  boost::asio::posix::stream_descriptor descriptor_;
};

} // namespace lihi::cli
