#include "service/port.hpp"

#include <boost/asio/ip/v6_only.hpp>

namespace lihi::service {

port::port(asio::io_context& in, std::function<void(accepted)> take, std::function<asio::io_context&()> runs,
           std::function<bool()> full)
    : acceptor_(in), again_(in), take_(std::move(take)), runs_(std::move(runs)), full_(std::move(full)) {}

std::string port::open(const std::string& address, std::uint16_t number) {
  error_code problem;
  const auto known = asio::ip::make_address(address, problem);
  if (problem) return "is no IP address";
  const tcp::endpoint at(known, number);
  (void)acceptor_.open(at.protocol(), problem);
  if (!problem) (void)acceptor_.set_option(tcp::acceptor::reuse_address(true), problem);
  if (!problem && known.is_v6()) (void)acceptor_.set_option(asio::ip::v6_only(true), problem);
  if (!problem) (void)acceptor_.bind(at, problem);
  if (!problem) (void)acceptor_.listen(asio::socket_base::max_listen_connections, problem);
  if (problem) return problem.message();
  accept();
  return "";
}

void port::accept() {
  if (accepting_ || !acceptor_.is_open() || full_()) return;
  accepting_ = true;
  acceptor_.async_accept(runs_(), [this](error_code problem, tcp::socket connected) {
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
    if (!gone && !closed) take_({std::move(connected), sender, ours}); // else it was reset before
    accept();
  });
}

void port::close() {
  error_code problem;
  (void)acceptor_.close(problem);
  again_.cancel();
}

} // namespace lihi::service
