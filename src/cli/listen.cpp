// lihi listen
#include "cli/commands.hpp"
#include "cli/delivery_output.hpp"
#include "cli/signal_watch.hpp"
#include "cli/signals.hpp"
#include "cli/terminal.hpp"
#include "service/listener.hpp"

#include <fmt/format.h>

namespace lihi::cli {
namespace {

namespace asio = boost::asio;

class listening final : service::session_handler {
 public:
  listening(const listen_options& options, delivery_output& out)
      : options_(options), out_(out), signals_(io_), port_(io_, how_, *this) {}

  int run() {
    std::string why;
    boost::system::error_code no_address; // the listener says so
    const auto address = asio::ip::make_address(options_.address, no_address);
    if (!no_address && !address.is_loopback() && !options_.allow_remote)
      return problem(options_.address + " is no loopback address: --allow-remote");
    if (options_.tls.any()) {
      how_.tls = service::make_tls(service::tls_side::server, options_.tls, why);
      if (!how_.tls) return problem(why);
    }
    how_.address = options_.address;
    how_.port = options_.port;
    how_.session.bounds = out_.plan().bounds;
    how_.session.idle = std::chrono::seconds(options_.idle);
    if (!port_.open(why)) return problem(options_.address + ": " + why);
    tell("listening on " + service::text_of(port_.endpoint()) + (how_.tls ? ", TLS" : ""));
    signals_.watch([this] { stop("the receiver was told to stop"); });
    io_.run();
    tell(fmt::format("{} connections, {} of them broken; {} keep-alives answered", ended_, broken_,
                     keep_alives_));
    return broken_ == 0 ? 0 : 1;
  }

 private:
  static int problem(const std::string& why) {
    tell(why);
    return 2;
  }
  void stop(const std::string& why) {
    stopping_ = true;
    port_.stop(why);
    signals_.cancel();
  }

  void take(service::session& from, const frame& piece, moment arrived) override {
    out_.take(piece, {options_.output.source, from.link(), arrived});
    if (out_.over() && !stopping_) stop("its records cannot be written");
  }
  void pause(service::session&) override { out_.pause(); }
  void ended(service::session& from, const std::string& why) override {
    out_.input_ended(from.counts().octets);
    keep_alives_ += from.counts().keep_alives;
    ++ended_;
    if (!why.empty()) {
      ++broken_;
      tell(from.link() + ": " + why);
    }
    if (options_.connections == 0 || ended_ - broken_ < options_.connections || stopping_) return;
    stopping_ = true;
    port_.close();
    signals_.cancel();
  }

  const listen_options& options_;
  delivery_output& out_;
  asio::io_context io_{1};
  service::listener_options how_;
  signal_watch signals_;
  service::listener port_;
  bool stopping_ = false;
  std::uint64_t ended_ = 0, broken_ = 0, keep_alives_ = 0;
};

} // namespace

int listen(const listen_options& options) {
  const signals watched;
  delivery_output out(options.output);
  return out.run([&] { return listening(options, out).run(); });
}

} // namespace lihi::cli
