#include "cli/receiver_address.hpp"

#include "cli/terminal.hpp"

#include <algorithm>

namespace lihi::cli {

std::string find_receiver(boost::asio::io_context& io, const std::string& text, bool allow_remote,
                          replay::sender_options& out) {
  const std::size_t colon = text.rfind(':');
  std::string host = text.substr(0, colon);
  if (host.size() > 2 && host.front() == '[' && host.back() == ']') host = host.substr(1, host.size() - 2);
  const std::string port = colon == text.npos ? "" : text.substr(colon + 1);
  if (host.empty() || port.empty()) return "--to: HOST:PORT is needed";
  out.host = host;
  service::tcp::resolver resolve(io);
  boost::system::error_code problem;
  for (const auto& each : resolve.resolve(host, port, problem)) out.to.push_back(each.endpoint());
  if (problem || out.to.empty()) return visible(text) + ": " + problem.message();
  const bool loopback = std::all_of(out.to.begin(), out.to.end(), [](const service::tcp::endpoint& each) {
    return each.address().is_loopback();
  });
  return loopback || allow_remote ? "" : visible(text) + " is on another machine: --allow-remote";
}

} // namespace lihi::cli
