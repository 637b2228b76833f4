// A connection of HTTP, plain or with TLS, as one type with handlers of one type: what Beast builds on a
// stream is compiled once.
#pragma once

#include "service/socket.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/beast/core/role.hpp>
#include <boost/beast/core/stream_traits.hpp>
#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace lihi::service {

class http_stream {
 public:
  using executor_type = asio::any_io_executor;
  using read_handler = std::function<void(error_code, std::size_t)>;
  using done_handler = std::function<void(error_code)>;

  // `tls` is null for a plain one.
  http_stream(tcp::socket connected, std::shared_ptr<ssl::context> tls);
  http_stream(http_stream&& other) noexcept;
  ~http_stream();

  [[nodiscard]] executor_type get_executor() noexcept;
  // The subject of the other side's certificate, as RFC 2253 writes it; "" when it showed none.
  [[nodiscard]] std::string subject() const;
  // What is waited for, and what will be, ends with an error then.
  void expires_after(std::chrono::seconds time);
  void expires_never();
  void cancel();
  // Of a plain one there is nothing to do.
  void async_handshake(done_handler done);
  void async_shutdown(done_handler done);
  void async_teardown(boost::beast::role_type role, done_handler done);
  void close();

  // Beast's AsyncReadStream and AsyncWriteStream.
  template <class Buffers, class Handler>
  void async_read_some(const Buffers& into, Handler&& done) {
    asio::mutable_buffer first;
    for (auto at = asio::buffer_sequence_begin(into); at != asio::buffer_sequence_end(into); ++at) {
      first = *at;
      if (first.size() != 0) break;
    }
    read(first, erased<error_code, std::size_t>(std::forward<Handler>(done)));
  }
  template <class Buffers, class Handler>
  void async_write_some(const Buffers& from, Handler&& done) {
    write({asio::buffer_sequence_begin(from), asio::buffer_sequence_end(from)},
          erased<error_code, std::size_t>(std::forward<Handler>(done)));
  }

  // A std::function can be copied, which handlers cannot: they are used once all the same.
  template <class... Results, class Handler>
  [[nodiscard]] static std::function<void(Results...)> erased(Handler&& done) {
    auto kept = std::make_shared<std::decay_t<Handler>>(std::forward<Handler>(done));
    return [kept](Results... results) {
      auto once = std::move(*kept);
      once(results...);
    };
  }

 private:
  struct streams;

  void read(asio::mutable_buffer into, read_handler done);
  void write(const std::vector<asio::const_buffer>& from, read_handler done);

  std::unique_ptr<streams> streams_;
};

// Beast looks these up when a WebSocket ends.
template <class Handler>
void async_teardown(boost::beast::role_type role, http_stream& of, Handler&& done) {
  of.async_teardown(role, http_stream::erased<error_code>(std::forward<Handler>(done)));
}
inline void beast_close_socket(http_stream& of) { of.close(); }

} // namespace lihi::service
