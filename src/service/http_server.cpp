#include "service/http_server.hpp"

#include "service/http_session.hpp"

#include <boost/asio/post.hpp>

namespace lihi::service {
namespace {

constexpr std::size_t most_sessions = 128;

} // namespace

http_server::http_server(const config& options, receiver& of, alarms& said)
    : options_(options), of_(of), alarms_(said), work_(io_.get_executor()),
      port_(
          io_, [this](accepted one) { take(std::move(one)); }, [this]() -> asio::io_context& { return io_; },
          [this] { return shared_->open >= most_sessions; }) {}

http_server::~http_server() = default;

void http_server::attach() {
  auto feed = std::make_unique<live_feed>(of_.items());
  live_feed& known = *feed;
  of_.add_sink("live", std::move(feed)); // lives as long as the receiver
  shared_ = std::make_shared<shared>(options_, of_, alarms_, known);
  shared_->one_ended = [this] { port_.accept(); };
}

std::string http_server::start() {
  std::string why;
  const http_config& how = *options_.http;
  tls_ = tls_of(how, why);
  if (!tls_ && how.tls.any()) return "http: " + why;
  if (std::string problem = shared_->answers.open(); !problem.empty()) return problem;
  if (const std::string problem = port_.open(how.address, how.port); !problem.empty())
    return "http: " + how.address + ": " + problem;
  thread_ = std::thread([this] { io_.run(); });
  return "";
}

std::shared_ptr<ssl::context> http_server::tls_of(const http_config& how, std::string& why) {
  if (!how.tls.any()) return nullptr;
  auto out = make_tls(tls_side::server, how.tls, why);
  // a certificate is one way to be known, a token the other
  if (out && !how.tls.authorities.empty()) out->set_verify_mode(ssl::verify_peer);
  return out;
}

void http_server::reload(const config& fresh) {
  // users are checked against the address that they come to
  if (!fresh.http || fresh.http->address != options_.http->address ||
      fresh.http->port != options_.http->port || fresh.http->tls.any() != options_.http->tls.any()) {
    alarms_.raise("http", "goes on as it was: another address, port or TLS needs a restart");
    return;
  }
  shared_->answers.reload(*fresh.http);
  asio::post(io_, [this, how = *fresh.http] {
    std::string why;
    auto tls = tls_of(how, why);
    if (why.empty()) {
      tls_ = std::move(tls);
      alarms_.clear("http");
    } else {
      alarms_.raise("http", "goes on with the certificate that it had: " + why);
    }
  });
}

void http_server::take(accepted one) {
  const std::string address = one.sender.address().to_string();
  serve_http(http_stream(std::move(one.connected), tls_), address, shared_);
}

void http_server::stop() {
  if (!thread_.joinable()) return;
  asio::post(io_, [this] {
    port_.close();
    shared_->one_ended = nullptr;
    const auto all = shared_->ends;
    for (const auto& [key, end] : all) end();
    work_.reset();
  });
  shared_->workers.join();
  thread_.join();
}

} // namespace lihi::service
