#include "service/http_session.hpp"

#include "service/peer.hpp"
#include "service/web.hpp"

#include <boost/asio/post.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/websocket.hpp>
#include <boost/beast/websocket/ssl.hpp>
#include <optional>

namespace lihi::service {
namespace {

namespace beast = boost::beast;
namespace http = beast::http;
namespace websocket = beast::websocket;

// A request is here in so much time, with a header and a body of so many octets.
constexpr std::chrono::seconds request_time{10};
constexpr std::uint32_t most_header = 16u << 10;
constexpr std::uint64_t most_body = 4u << 10;
constexpr auto security_policy =
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
// How a browser, whose WebSockets have no header for it, says its token: as a name of a protocol.
constexpr std::string_view live_protocol = "lihi.live", token_protocol = "lihi.token.";

using request = http::request<http::string_body>;
using response = http::response<http::string_body>;

beast::tcp_stream& lowest(beast::tcp_stream& of) { return of; }
beast::tcp_stream& lowest(beast::ssl_stream<beast::tcp_stream>& of) { return of.next_layer(); }
std::string subject_of(beast::tcp_stream&) { return {}; }
std::string subject_of(beast::ssl_stream<beast::tcp_stream>& of) {
  return subject_of_peer(of.native_handle());
}

std::string text(beast::string_view of) { return {of.data(), of.size()}; }

// Its name keeps it among the sessions that the server can end.
class counted {
 public:
  counted(std::shared_ptr<http_server::shared> with, const void* key, std::function<void()> end)
      : with_(std::move(with)), key_(key) {
    with_->ends[key_] = std::move(end);
    ++with_->open;
  }
  ~counted() {
    with_->ends.erase(key_);
    --with_->open;
    if (with_->one_ended) with_->one_ended();
  }
  counted(const counted&) = delete;
  counted& operator=(const counted&) = delete;

 private:
  std::shared_ptr<http_server::shared> with_;
  const void* key_;
};

template <class Stream>
class live_session : public std::enable_shared_from_this<live_session<Stream>> {
 public:
  live_session(Stream stream, std::string address, std::shared_ptr<http_server::shared> with,
               const user_config* who, const live_filter& filter)
      : stream_(std::move(stream)), address_(std::move(address)), with_(std::move(with)), who_(who),
        filter_(filter) {}

  void start(const request& from) {
    alive_.emplace(with_, this, [weak = this->weak_from_this()] {
      if (const auto self = weak.lock()) beast::get_lowest_layer(self->stream_).cancel();
    });
    const auto self = this->shared_from_this();
    queue_ = std::make_shared<live_queue>(filter_,
                                          [weak = this->weak_from_this(), executor = stream_.get_executor()] {
                                            asio::post(executor, [weak] {
                                              if (const auto found = weak.lock()) found->next();
                                            });
                                          });
    beast::get_lowest_layer(stream_).expires_never();
    stream_.set_option(websocket::stream_base::timeout::suggested(beast::role_type::server));
    stream_.set_option(websocket::stream_base::decorator(
        [](websocket::response_type& to) { to.set(http::field::sec_websocket_protocol, live_protocol); }));
    stream_.read_message_max(1024);
    stream_.text(true);
    stream_.async_accept(from, [self](beast::error_code problem) {
      if (problem) return;
      self->with_->feed.add(self->queue_);
      self->read();
    });
  }
  ~live_session() {
    if (queue_) with_->feed.remove(queue_);
  }

 private:
  // Nothing is expected; control frames are answered by it.
  void read() {
    stream_.async_read(read_, [self = this->shared_from_this()](beast::error_code problem, std::size_t) {
      self->read_.clear();
      if (problem) {
        self->with_->feed.remove(self->queue_);
        self->ended_ = true;
        return;
      }
      self->read();
    });
  }

  // What waits, when nothing is being written: first into the audit log, then out.
  void next() {
    if (writing_ || ended_) return;
    auto batch = queue_->take();
    if (batch.items.empty() && batch.missed == 0) return;
    writing_ = true;
    asio::post(with_->workers, [self = this->shared_from_this(), batch = std::move(batch)]() mutable {
      store::audit_entry line{self->who_->name, "live", self->address_, {}};
      std::string out;
      for (const live_queue::item& each : batch.items) {
        if (!each.id.empty()) line.records.push_back(each.id);
        out += *each.line;
      }
      if (batch.missed != 0) out += "{\"missed\":" + std::to_string(batch.missed) + "}\n";
      // it ends on its own thread, not here
      const auto executor = self->stream_.get_executor();
      const bool good = batch.items.empty() || self->with_->answers.audit(line).empty();
      asio::post(executor, [self = std::move(self), good, out = std::move(out)]() mutable {
        if (self->ended_) return;
        if (!good) return beast::get_lowest_layer(self->stream_).cancel();
        self->out_ = std::move(out);
        self->write();
      });
    });
  }
  void write() {
    stream_.async_write(asio::buffer(out_),
                        [self = this->shared_from_this()](beast::error_code problem, std::size_t) {
                          self->writing_ = false;
                          if (!problem) self->next();
                        });
  }

  websocket::stream<Stream> stream_;
  std::string address_;
  std::shared_ptr<http_server::shared> with_;
  const user_config* who_;
  live_filter filter_;
  std::shared_ptr<live_queue> queue_;
  beast::flat_buffer read_;
  std::string out_;
  bool writing_ = false, ended_ = false;
  std::optional<counted> alive_;
};

template <class Stream>
class http_session : public std::enable_shared_from_this<http_session<Stream>> {
 public:
  http_session(Stream stream, std::string address, std::shared_ptr<http_server::shared> with)
      : stream_(std::move(stream)), address_(std::move(address)), with_(std::move(with)),
        buffer_(most_header + most_body) {}

  void start() {
    alive_.emplace(with_, this, [weak = this->weak_from_this()] {
      if (const auto self = weak.lock()) lowest(self->stream_).cancel();
    });
    if constexpr (std::is_same_v<Stream, beast::tcp_stream>) {
      read();
    } else {
      lowest(stream_).expires_after(request_time);
      stream_.async_handshake(ssl::stream_base::server,
                              [self = this->shared_from_this()](beast::error_code problem) {
                                if (!problem) self->read();
                              });
    }
  }

 private:
  void read() {
    parser_.emplace();
    parser_->header_limit(most_header);
    parser_->body_limit(most_body);
    lowest(stream_).expires_after(request_time);
    http::async_read(
        stream_, buffer_, *parser_,
        [self = this->shared_from_this()](beast::error_code problem, std::size_t) { self->came(problem); });
  }

  void came(beast::error_code problem) {
    if (problem == http::error::end_of_stream) return close();
    if (problem == http::error::header_limit || problem == http::error::buffer_overflow)
      return refuse(http::status::request_header_fields_too_large);
    if (problem == http::error::body_limit) return refuse(http::status::payload_too_large);
    if (problem.category() == make_error_code(http::error::bad_method).category())
      return refuse(http::status::bad_request);
    if (problem) return; // too slow, or gone
    request from = parser_->release();
    // nothing here needs a body; where one would end is not for two to agree on
    if (from.count(http::field::transfer_encoding) != 0 || !from.body().empty())
      return refuse(http::status::bad_request);
    api_request asked;
    asked.method = from.method();
    asked.target = text(from.target());
    asked.authorization = text(from[http::field::authorization]);
    asked.accept = text(from[http::field::accept]);
    asked.subject = subject_of(stream_);
    asked.address = address_;
    keeps_ = from.keep_alive();
    head_ = from.method() == http::verb::head;
    if (websocket::is_upgrade(from)) return upgrade(std::move(from), asked);
    if (const web_file* const file = find_web_file(asked.target);
        file && (from.method() == http::verb::get || head_)) {
      api_response out;
      out.type = file->type;
      out.body = file->content;
      return answer(out);
    }
    asio::post(with_->workers, [self = this->shared_from_this(), asked]() mutable {
      const auto executor = self->stream_.get_executor(); // it ends on its own thread, not here
      api_response out = self->with_->answers.answer(asked);
      asio::post(executor, [self = std::move(self), out = std::move(out)] { self->answer(out); });
    });
  }

  void upgrade(request from, const api_request& asked) {
    std::string token;
    for (const auto& each : http::token_list(from[http::field::sec_websocket_protocol]))
      if (std::string_view(each.data(), each.size()).starts_with(token_protocol))
        token = text(each).substr(token_protocol.size());
    api_response refused;
    live_filter filter;
    const user_config* who = nullptr;
    if (!asked.target.starts_with("/v1/live"))
      refused.status = http::status::not_found;
    else
      who = with_->answers.live(asked, token, filter, refused);
    if (!who) {
      keeps_ = false;
      return answer(refused);
    }
    alive_.reset();
    std::make_shared<live_session<Stream>>(std::move(stream_), address_, with_, who, filter)->start(from);
  }

  void refuse(http::status status) {
    keeps_ = head_ = false;
    api_response out;
    out.status = status;
    out.body = "{\"error\":\"the request cannot be read, or is too long\"}";
    answer(out);
  }

  void answer(const api_response& what) {
    out_ = response();
    out_.version(11);
    out_.result(what.status);
    out_.set(http::field::content_type, what.type);
    out_.set(http::field::cache_control, "no-store");
    out_.set("Content-Security-Policy", security_policy);
    out_.set("X-Content-Type-Options", "nosniff");
    out_.set("Referrer-Policy", "no-referrer");
    if (!what.allow.empty()) out_.set(http::field::allow, what.allow);
    if (what.status == http::status::unauthorized) out_.set(http::field::www_authenticate, "Bearer");
    if (what.status == http::status::too_many_requests) out_.set(http::field::retry_after, "60");
    out_.keep_alive(keeps_);
    out_.body() = what.body;
    out_.prepare_payload();
    if (head_) out_.body().clear(); // its length stays
    lowest(stream_).expires_after(request_time);
    const auto done = [self = this->shared_from_this()](beast::error_code problem, std::size_t) {
      if (problem) return;
      if (self->keeps_)
        self->read();
      else
        self->close();
    };
    if (head_) {
      serializer_.emplace(out_);
      http::async_write_header(stream_, *serializer_, done);
    } else {
      http::async_write(stream_, out_, done);
    }
  }

  void close() {
    beast::error_code gone;
    if constexpr (std::is_same_v<Stream, beast::tcp_stream>) {
      (void)stream_.socket().shutdown(tcp::socket::shutdown_send, gone);
    } else {
      lowest(stream_).expires_after(request_time);
      stream_.async_shutdown([self = this->shared_from_this()](beast::error_code) {});
    }
  }

  Stream stream_;
  std::string address_;
  std::shared_ptr<http_server::shared> with_;
  beast::flat_buffer buffer_;
  std::optional<http::request_parser<http::string_body>> parser_;
  response out_;
  std::optional<http::response_serializer<http::string_body>> serializer_;
  bool keeps_ = false, head_ = false;
  std::optional<counted> alive_;
};

} // namespace

void serve_http(beast::tcp_stream stream, std::string address, std::shared_ptr<http_server::shared> with) {
  std::make_shared<http_session<beast::tcp_stream>>(std::move(stream), std::move(address), std::move(with))
      ->start();
}

void serve_https(beast::ssl_stream<beast::tcp_stream> stream, std::string address,
                 std::shared_ptr<http_server::shared> with) {
  std::make_shared<http_session<beast::ssl_stream<beast::tcp_stream>>>(std::move(stream), std::move(address),
                                                                       std::move(with))
      ->start();
}

} // namespace lihi::service
