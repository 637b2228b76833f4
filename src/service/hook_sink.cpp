#include "service/hook_sink.hpp"

#include "store/cursor.hpp"

#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/host_name_verification.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/ssl.hpp>
#include <boost/url/parse.hpp>
#include <fstream>

namespace lihi::service {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;

constexpr std::chrono::seconds patience{30}; // for a batch to be taken
constexpr std::size_t most_answer = 64u << 10;

struct cursor {
  std::string name = "lihi-hook-1";
  store::position next = 0;
  template <class S, class V>
  static void fields(S& s, V&& v) {
    v(s.name);
    v(s.next);
  }
};

} // namespace

bool parse_url(const std::string& url, hook_options& out) {
  const auto parsed = boost::urls::parse_uri(url);
  if (!parsed || (parsed->scheme() != "http" && parsed->scheme() != "https") || parsed->host().empty() ||
      parsed->has_userinfo())
    return false;
  out.tls = parsed->scheme() == "https";
  out.host = parsed->host_address();
  out.port = parsed->has_port() ? std::string(parsed->port()) : out.tls ? "443" : "80";
  const auto path = parsed->encoded_resource();
  out.target = path.empty() ? "/" : std::string(path.data(), path.size());
  return true;
}

// One that stays open; its operations run until they are done, or until patience ends.
struct hook_target::connection {
  asio::io_context io{1};
  std::unique_ptr<beast::tcp_stream> plain;
  std::unique_ptr<beast::ssl_stream<beast::tcp_stream>> secure;
  beast::flat_buffer read{most_answer};

  beast::tcp_stream& lowest() { return secure ? secure->next_layer() : *plain; }
  // What `begin` starts, to its end; it gets where the result goes.
  template <class F>
  beast::error_code run(const F& begin) {
    beast::error_code out = asio::error::would_block;
    lowest().expires_after(patience);
    begin([&out](beast::error_code problem, auto&&...) { out = problem; });
    io.restart();
    io.run();
    return out;
  }
};

hook_target::hook_target(hook_options options) : options_(std::move(options)) {}
hook_target::~hook_target() = default;

std::string hook_target::open(store::position& next) {
  held_.clear();
  next = store::read_cursor<cursor>(options_.cursor).value_or(cursor()).next;
  if (!options_.token_file.empty()) {
    std::ifstream file(options_.token_file);
    if (!std::getline(file, token_)) return options_.token_file + ": cannot be read";
  }
  if (options_.tls) {
    std::string why;
    tls_files files;
    files.authorities = options_.authorities;
    tls_ = make_tls(tls_side::client, files, why);
    if (!tls_) return why;
  }
  return connect();
}

std::string hook_target::connect() {
  connection_.reset();
  auto fresh = std::make_unique<connection>();
  if (options_.tls)
    fresh->secure = std::make_unique<beast::ssl_stream<beast::tcp_stream>>(fresh->io, *tls_);
  else
    fresh->plain = std::make_unique<beast::tcp_stream>(fresh->io);
  asio::ip::tcp::resolver resolver(fresh->io);
  beast::error_code problem;
  const auto found = resolver.resolve(options_.host, options_.port, problem);
  if (!problem) problem = fresh->run([&](auto done) { fresh->lowest().async_connect(found, done); });
  if (!problem && options_.tls) {
    fresh->secure->set_verify_callback(ssl::host_name_verification(options_.host));
    (void)::SSL_set_tlsext_host_name(fresh->secure->native_handle(), options_.host.c_str());
    problem = fresh->run([&](auto done) { fresh->secure->async_handshake(ssl::stream_base::client, done); });
  }
  if (problem) return problem.message();
  connection_ = std::move(fresh);
  closed_ = false;
  return "";
}

std::string hook_target::post() {
  if (held_.empty()) return "";
  if (closed_) // as the last answer said
    if (std::string problem = connect(); !problem.empty()) return problem;
  http::request<http::string_body> out{http::verb::post, options_.target, 11};
  out.set(http::field::host, options_.host);
  out.set(http::field::content_type, "application/x-ndjson");
  if (!token_.empty()) out.set(http::field::authorization, "Bearer " + token_);
  out.body() = std::move(held_);
  held_.clear();
  out.prepare_payload();
  http::response_parser<http::string_body> answer;
  answer.body_limit(most_answer);
  connection& at = *connection_;
  const auto on = [&](const auto& call) { return at.secure ? call(*at.secure) : call(*at.plain); };
  beast::error_code problem =
      at.run([&](auto done) { on([&](auto& stream) { http::async_write(stream, out, done); }); });
  if (!problem)
    problem = at.run(
        [&](auto done) { on([&](auto& stream) { http::async_read(stream, at.read, answer, done); }); });
  if (problem) return problem.message();
  const unsigned status = answer.get().result_int();
  if (status / 100 != 2) return "answers " + std::to_string(status);
  closed_ = !answer.get().keep_alive();
  return "";
}

std::string hook_target::take(const store::entry&, const store::item_entry& item) {
  held_ += item.line;
  held_ += '\n';
  return "";
}

// A sink settles after a megabyte: that is a batch.
std::string hook_target::settle(store::position next) {
  if (std::string problem = post(); !problem.empty()) return problem;
  cursor at;
  at.next = next;
  const int error = store::write_cursor(options_.cursor, at);
  return error == 0 ? "" : options_.cursor + ": " + store::text_of_errno(error);
}

} // namespace lihi::service
