#include "service/listener.hpp"

namespace lihi::service {

listener::listener(asio::io_context& in, const listener_options& options, session_handler& to)
    : options_(options), to_(to),
      port_(
          in,
          [this](accepted one) {
            const auto fresh = std::make_shared<session>(
                socket(std::move(one.connected), options_.tls), text_of(one.sender) + ">" + text_of(one.ours),
                options_.session, static_cast<session_handler&>(*this));
            sessions_.insert(fresh);
            fresh->start();
          },
          [&in]() -> asio::io_context& { return in; },
          [this] { return sessions_.size() >= options_.most_sessions; }) {}

void listener::ended(session& from, const std::string& why) {
  to_.ended(from, why);
  // it lives until its last handler has run
  sessions_.erase(from.shared_from_this());
  port_.accept();
}

void listener::stop(const std::string& why) {
  close();
  const auto all = sessions_;
  for (const auto& each : all) each->stop(why);
}

} // namespace lihi::service
