#include "service/http_session.hpp"

#include "service/live_session.hpp"
#include "service/web.hpp"

#include <boost/asio/post.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/websocket/rfc6455.hpp>
#include <optional>

namespace lihi::service {
namespace {

namespace beast = boost::beast;
namespace http = beast::http;

// A request is here in so much time, with a header and a body of so many octets.
constexpr std::chrono::seconds request_time{10};
constexpr std::uint32_t most_header = 16u << 10;
constexpr std::uint64_t most_body = 4u << 10;
constexpr auto security_policy =
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

using request = http::request<http::string_body>;
using response = http::response<http::string_body>;

std::string text(beast::string_view of) { return {of.data(), of.size()}; }

class http_session : public std::enable_shared_from_this<http_session> {
 public:
  http_session(http_stream stream, std::string address, std::shared_ptr<http_server::shared> with)
      : stream_(std::move(stream)), address_(std::move(address)), with_(std::move(with)),
        buffer_(most_header + most_body) {}

  void start() {
    alive_.emplace(with_, this, [weak = weak_from_this()] {
      if (const auto self = weak.lock()) self->stream_.cancel();
    });
    stream_.expires_after(request_time);
    stream_.async_handshake([self = shared_from_this()](error_code problem) {
      if (!problem) self->read();
    });
  }

 private:
  void read() {
    parser_.emplace();
    parser_->header_limit(most_header);
    parser_->body_limit(most_body);
    stream_.expires_after(request_time);
    http::async_read(stream_, buffer_, *parser_,
                     [self = shared_from_this()](error_code problem, std::size_t) { self->came(problem); });
  }

  void came(error_code problem) {
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
    asked.subject = stream_.subject();
    asked.address = address_;
    keeps_ = from.keep_alive();
    head_ = from.method() == http::verb::head;
    if (beast::websocket::is_upgrade(from)) return upgrade(from, asked);
    if (const web_file* const file = find_web_file(asked.target);
        file && (from.method() == http::verb::get || head_)) {
      api_response out;
      out.type = file->type;
      out.body = file->content;
      return answer(out);
    }
    asio::post(with_->workers, [self = shared_from_this(), asked]() mutable {
      const auto executor = self->stream_.get_executor(); // it ends on its own thread, not here
      api_response out = self->with_->answers.answer(asked);
      asio::post(executor, [self = std::move(self), out = std::move(out)] { self->answer(out); });
    });
  }

  void upgrade(const request& from, const api_request& asked) {
    std::string token;
    for (const auto& each : http::token_list(from[http::field::sec_websocket_protocol]))
      if (std::string_view(each.data(), each.size()).starts_with(token_protocol))
        token = text(each).substr(token_protocol.size());
    api_response refused;
    live_filter filter;
    known_user who;
    if (!asked.target.starts_with("/v1/live"))
      refused.status = http::status::not_found;
    else
      who = with_->answers.live(asked, token, filter, refused);
    if (!who) {
      keeps_ = false;
      return answer(refused);
    }
    alive_.reset();
    serve_live(std::move(stream_), from, address_, with_, who, filter);
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
    stream_.expires_after(request_time);
    const auto done = [self = shared_from_this()](error_code problem, std::size_t) {
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
    stream_.expires_after(request_time);
    stream_.async_shutdown([self = shared_from_this()](error_code) {});
  }

  http_stream stream_;
  std::string address_;
  std::shared_ptr<http_server::shared> with_;
  beast::flat_buffer buffer_;
  std::optional<http::request_parser<http::string_body>> parser_;
  response out_;
  std::optional<http::response_serializer<http::string_body>> serializer_;
  bool keeps_ = false, head_ = false;
  std::optional<http_server_entry> alive_;
};

} // namespace

void serve_http(http_stream stream, std::string address, std::shared_ptr<http_server::shared> with) {
  std::make_shared<http_session>(std::move(stream), std::move(address), std::move(with))->start();
}

} // namespace lihi::service
