#include "service/http_stream.hpp"

#include "service/peer.hpp"

#include <boost/asio/post.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/ssl/ssl_stream.hpp>
#include <boost/beast/websocket/ssl.hpp>
#include <boost/beast/websocket/teardown.hpp>
#include <optional>

namespace lihi::service {

namespace beast = boost::beast;

struct http_stream::streams {
  using secure_stream = beast::ssl_stream<beast::tcp_stream>;

  streams(tcp::socket connected, std::shared_ptr<ssl::context> with) : tls(std::move(with)) {
    if (tls)
      secure.emplace(std::move(connected), *tls);
    else
      plain.emplace(std::move(connected));
  }
  beast::tcp_stream& lowest() { return secure ? secure->next_layer() : *plain; }

  std::shared_ptr<ssl::context> tls;
  std::optional<beast::tcp_stream> plain; // one of them
  std::optional<secure_stream> secure;
};

http_stream::http_stream(tcp::socket connected, std::shared_ptr<ssl::context> tls)
    : streams_(std::make_unique<streams>(std::move(connected), std::move(tls))) {}
http_stream::http_stream(http_stream&&) noexcept = default;
http_stream::~http_stream() = default;

http_stream::executor_type http_stream::get_executor() noexcept { return streams_->lowest().get_executor(); }

std::string http_stream::subject() const {
  return streams_->secure ? subject_of_peer(streams_->secure->native_handle()) : std::string();
}

void http_stream::expires_after(std::chrono::seconds time) { streams_->lowest().expires_after(time); }

void http_stream::expires_never() { streams_->lowest().expires_never(); }

void http_stream::cancel() { streams_->lowest().cancel(); }

void http_stream::close() { streams_->lowest().close(); }

void http_stream::async_handshake(done_handler done) {
  if (streams_->secure)
    streams_->secure->async_handshake(ssl::stream_base::server, std::move(done));
  else
    asio::post(get_executor(), [done = std::move(done)] { done(error_code()); });
}

void http_stream::async_shutdown(done_handler done) {
  if (streams_->secure) return streams_->secure->async_shutdown(std::move(done));
  error_code gone;
  (void)streams_->plain->socket().shutdown(tcp::socket::shutdown_send, gone);
  asio::post(get_executor(), [done = std::move(done), gone] { done(gone); });
}

void http_stream::async_teardown(beast::role_type role, done_handler done) {
  using beast::websocket::async_teardown;
  if (streams_->secure)
    async_teardown(role, *streams_->secure, std::move(done));
  else
    async_teardown(role, *streams_->plain, std::move(done));
}

void http_stream::read(asio::mutable_buffer into, read_handler done) {
  if (streams_->secure)
    streams_->secure->async_read_some(into, std::move(done));
  else
    streams_->plain->async_read_some(into, std::move(done));
}

void http_stream::write(const std::vector<asio::const_buffer>& from, read_handler done) {
  if (streams_->secure)
    streams_->secure->async_write_some(from, std::move(done));
  else
    streams_->plain->async_write_some(from, std::move(done));
}

} // namespace lihi::service
