#include "service/listener.hpp"

namespace lihi::service {

listener::listener(asio::io_context& in, const listener_options& options, session_handler& to)
    : options_(options), to_(to), acceptor_(in), again_(in) {}

bool listener::open(std::string& why) {
  error_code problem;
  const auto address = asio::ip::make_address(options_.address, problem);
  if (problem) {
    why = "is no IP address";
    return false;
  }
  const tcp::endpoint at(address, options_.port);
  (void)acceptor_.open(at.protocol(), problem);
  if (!problem) (void)acceptor_.set_option(tcp::acceptor::reuse_address(true), problem);
  if (!problem) (void)acceptor_.bind(at, problem);
  if (!problem) (void)acceptor_.listen(asio::socket_base::max_listen_connections, problem);
  if (problem) {
    why = problem.message();
    return false;
  }
  accept();
  return true;
}

void listener::accept() {
  if (accepting_ || !acceptor_.is_open() || sessions_.size() >= options_.most_sessions) return;
  accepting_ = true;
  acceptor_.async_accept([this](error_code problem, tcp::socket connected) {
    accepting_ = false;
    if (!acceptor_.is_open()) return;
    if (problem) { // as of too many open files: it may be better in a moment
      again_.expires_after(std::chrono::milliseconds(100));
      again_.async_wait([this](error_code stopped) {
        if (!stopped) accept();
      });
      return;
    }
    error_code gone, closed;
    const tcp::endpoint sender = connected.remote_endpoint(gone);
    const tcp::endpoint ours = connected.local_endpoint(closed);
    if (!gone && !closed) { // else it was reset before it was accepted
      const auto fresh = std::make_shared<session>(socket(std::move(connected), options_.tls),
                                                   text_of(sender) + ">" + text_of(ours), options_.session,
                                                   static_cast<session_handler&>(*this));
      sessions_.insert(fresh);
      fresh->start();
    }
    accept();
  });
}

void listener::ended(session& from, const std::string& why) {
  to_.ended(from, why);
  // it lives until its last handler has run
  sessions_.erase(from.shared_from_this());
  accept();
}

void listener::close() {
  error_code problem;
  (void)acceptor_.close(problem);
  again_.cancel();
}

void listener::stop(const std::string& why) {
  close();
  const auto all = sessions_;
  for (const auto& each : all) each->stop(why);
}

} // namespace lihi::service
