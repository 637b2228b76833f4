// A TCP connection, plain or with TLS, as one type.
#pragma once

#include "service/tls.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/host_name_verification.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/write.hpp>
#include <memory>
#include <string>
#include <utility>
#include <variant>

namespace lihi::service {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;

class socket {
 public:
  using secure = ssl::stream<tcp::socket>;

  // `tls` is null for a plain one.
  socket(tcp::socket connected, std::shared_ptr<ssl::context> tls) : tls_(std::move(tls)) {
    if (tls_)
      stream_ = std::make_unique<secure>(std::move(connected), *tls_);
    else
      stream_ = std::move(connected);
  }

  [[nodiscard]] bool is_secure() const noexcept { return tls_ != nullptr; }
  [[nodiscard]] tcp::socket& plain() {
    return is_secure() ? std::get<std::unique_ptr<secure>>(stream_)->next_layer()
                       : std::get<tcp::socket>(stream_);
  }
  [[nodiscard]] secure& over_tls() { return *std::get<std::unique_ptr<secure>>(stream_); }

  // Of TLS, by a client: the other side's certificate must be for that name or address.
  void expect(const std::string& host) {
    if (!is_secure()) return;
    over_tls().set_verify_callback(ssl::host_name_verification(host));
    error_code is_no_address;
    (void)asio::ip::make_address(host, is_no_address);
    if (is_no_address) // server name indication is of names alone (RFC 6066 clause 3)
      (void)::SSL_set_tlsext_host_name(over_tls().native_handle(), host.c_str());
  }
  // Of TLS; a plain one is ready at once.
  template <class Handler>
  void async_handshake(tls_side side, Handler&& done) {
    if (!is_secure()) {
      asio::post(plain().get_executor(),
                 [done = std::forward<Handler>(done)]() mutable { done(error_code()); });
      return;
    }
    over_tls().async_handshake(side == tls_side::server ? ssl::stream_base::server : ssl::stream_base::client,
                               std::forward<Handler>(done));
  }
  template <class Buffers, class Handler>
  void async_read_some(const Buffers& into, Handler&& done) {
    if (is_secure())
      over_tls().async_read_some(into, std::forward<Handler>(done));
    else
      plain().async_read_some(into, std::forward<Handler>(done));
  }
  template <class Buffers, class Handler>
  void async_write(const Buffers& from, Handler&& done) {
    if (is_secure())
      asio::async_write(over_tls(), from, std::forward<Handler>(done));
    else
      asio::async_write(plain(), from, std::forward<Handler>(done));
  }
  // Says to the other side that nothing more comes; `done` when that is sent.
  template <class Handler>
  void async_shutdown(Handler&& done) {
    if (is_secure()) {
      over_tls().async_shutdown(std::forward<Handler>(done));
      return;
    }
    error_code problem;
    (void)plain().shutdown(tcp::socket::shutdown_send, problem);
    asio::post(plain().get_executor(),
               [done = std::forward<Handler>(done), problem]() mutable { done(problem); });
  }
  // Octets that can be read without waiting.
  [[nodiscard]] std::size_t available() {
    error_code problem;
    std::size_t out = plain().available(problem);
    if (is_secure()) out += static_cast<std::size_t>(::SSL_pending(over_tls().native_handle()));
    return problem ? 0 : out;
  }
  void close() {
    error_code problem;
    (void)plain().close(problem);
  }
  // Without a word: the other side sees a reset.
  void reset() {
    error_code problem;
    (void)plain().set_option(asio::socket_base::linger(true, 0), problem);
    (void)plain().close(problem);
  }

 private:
  std::shared_ptr<ssl::context> tls_;
  std::variant<std::monostate, tcp::socket, std::unique_ptr<secure>> stream_;
};

// "192.0.2.1:40000", "[2001:db8::1]:40000".
[[nodiscard]] std::string text_of(const tcp::endpoint& of);

} // namespace lihi::service
