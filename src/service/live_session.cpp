#include "service/live_session.hpp"

#include <boost/asio/post.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/websocket/stream.hpp>
#include <optional>

namespace lihi::service {
namespace {

namespace beast = boost::beast;
namespace http = beast::http;
namespace websocket = beast::websocket;

using request = http::request<http::string_body>;

class live_session : public std::enable_shared_from_this<live_session> {
 public:
  live_session(http_stream stream, std::string address, std::shared_ptr<http_server::shared> with,
               known_user who, const live_filter& filter)
      : stream_(std::move(stream)), address_(std::move(address)), with_(std::move(with)),
        who_(std::move(who)), filter_(filter) {}

  void start(const request& from) {
    alive_.emplace(with_, this, [weak = weak_from_this()] {
      if (const auto self = weak.lock()) self->stream_.next_layer().cancel();
    });
    const auto self = shared_from_this();
    queue_ =
        std::make_shared<live_queue>(filter_, [weak = weak_from_this(), executor = stream_.get_executor()] {
          asio::post(executor, [weak] {
            if (const auto found = weak.lock()) found->next();
          });
        });
    stream_.next_layer().expires_never();
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
    stream_.async_read(read_, [self = shared_from_this()](beast::error_code problem, std::size_t) {
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
    asio::post(with_->workers, [self = shared_from_this(), batch = std::move(batch)]() mutable {
      store::audit_entry line{self->who_->name, "live", self->address_, {}};
      std::string out;
      for (const live_queue::item& each : batch.items) {
        if (!each.id.empty()) line.records.push_back(each.id);
        out += *each.line;
      }
      if (batch.missed != 0) out += "{\"missed\":" + std::to_string(batch.missed) + "}\n";
      // it ends on its own thread, not here
      const auto executor = self->stream_.get_executor();
      const bool good = self->with_->answers.knows(self->who_) &&
                        (batch.items.empty() || self->with_->answers.audit(line).empty());
      asio::post(executor, [self = std::move(self), good, out = std::move(out)]() mutable {
        if (self->ended_) return;
        if (!good) return self->stream_.next_layer().cancel();
        self->out_ = std::move(out);
        self->write();
      });
    });
  }
  void write() {
    stream_.async_write(asio::buffer(out_),
                        [self = shared_from_this()](beast::error_code problem, std::size_t) {
                          self->writing_ = false;
                          if (!problem) self->next();
                        });
  }

  websocket::stream<http_stream, false> stream_; // not compressed
  std::string address_;
  std::shared_ptr<http_server::shared> with_;
  known_user who_;
  live_filter filter_;
  std::shared_ptr<live_queue> queue_;
  beast::flat_buffer read_;
  std::string out_;
  bool writing_ = false, ended_ = false;
  std::optional<http_server_entry> alive_;
};

} // namespace

void serve_live(http_stream stream, const request& from, std::string address,
                std::shared_ptr<http_server::shared> with, const known_user& who, const live_filter& filter) {
  std::make_shared<live_session>(std::move(stream), std::move(address), std::move(with), who, filter)
      ->start(from);
}

} // namespace lihi::service
