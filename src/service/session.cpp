#include "service/session.hpp"

#include "service/now.hpp"

#include <algorithm>
#include <lihi/peek.hpp>
#include <lihi/tri.hpp>

namespace lihi::service {

std::string text_of(const tcp::endpoint& of) {
  const std::string address = of.address().to_string();
  return (of.address().is_v6() ? "[" + address + "]" : address) + ":" + std::to_string(of.port());
}

void session_handler::answer(session& from, std::vector<std::uint8_t> what) { from.send(std::move(what)); }

session::session(class socket connected, std::string link, const session_options& options,
                 session_handler& to)
    : socket_(std::move(connected)), link_(std::move(link)), options_(options), to_(to),
      frames_(options.bounds), timer_(socket_.plain().get_executor()), idle_(socket_.plain().get_executor()) {
}

void session::start() {
  timer_.expires_after(options_.handshake);
  timer_.async_wait([self = shared_from_this()](error_code stopped) {
    if (!stopped) self->end("no TLS handshake came in time");
  });
  socket_.async_handshake(tls_side::server, [self = shared_from_this()](error_code problem) {
    self->timer_.cancel();
    if (self->ended_) return;
    if (problem) return self->end("TLS: " + problem.message());
    self->started_ = true;
    self->to_.opened(*self);
    self->read();
  });
}

void session::read() {
  if (!started_ || ended_ || reading_ || octets_unsent_ > most_unsent || !to_.may_read(*this)) return;
  reading_ = true;
  if (options_.idle.count() != 0) {
    idle_.expires_after(options_.idle);
    idle_.async_wait([self = shared_from_this()](error_code stopped) {
      if (!stopped) self->end("nothing came for " + std::to_string(self->options_.idle.count()) + " s");
    });
  }
  socket_.async_read_some(asio::buffer(block_),
                          [self = shared_from_this()](error_code problem, std::size_t octets) {
                            self->reading_ = false;
                            self->idle_.cancel(); // it is not the sender's when this side does not read
                            if (self->ended_) return;
                            if (octets != 0) self->came(octets);
                            if (self->ended_) return;
                            if (problem == asio::error::eof) return self->end("");
                            if (problem) return self->end(problem.message());
                            self->read();
                          });
}

void session::came(std::size_t octets) {
  counts_.octets += octets;
  const moment now = now_utc();
  const bool more = socket_.available() != 0;
  to_.came(*this, bytes(block_).first(octets), now, more);
  if (ended_) return;
  frames_.feed(bytes(block_).first(octets));
  drain(now);
  if (ended_ || more) return;
  frames_.pause();
  drain(now);
  if (!ended_) wait_for_more();
}

// Nothing more is there: what came goes out, and what is missing may get overdue.
void session::wait_for_more() {
  to_.pause(*this);
  timer_.cancel();
  if (frames_.waiting() == 0) return;
  timer_.expires_after(options_.patience);
  timer_.async_wait([self = shared_from_this()](error_code stopped) {
    if (stopped || self->ended_) return;
    self->to_.overdue(*self);
    self->frames_.overdue();
    self->drain(now_utc());
    if (!self->ended_) self->to_.pause(*self);
  });
}

void session::drain(moment now) {
  header_fields header;
  while (!ended_) {
    const auto piece = frames_.next();
    if (!piece) return;
    counts_.pdus += piece->is_pdu ? 1 : 0;
    // only of what may be one: the rest of a PDU is not looked at here
    if (piece->is_pdu && !peek_header(*piece, header, options_.bounds) &&
        header.payload == payload_kind::tri) {
      if (auto response = keep_alive_response(*piece, now)) {
        ++counts_.keep_alives;
        to_.answer(*this, std::move(*response));
      } else if (auto acknowledgement =
                     acknowledges_ ? acknowledgement_response(*piece, now) : std::nullopt) {
        ++counts_.acknowledgements;
        to_.answer(*this, std::move(*acknowledgement));
      }
    }
    to_.take(*this, *piece, now);
  }
}

void session::send(std::vector<std::uint8_t> what) {
  if (ended_) return;
  octets_unsent_ += what.size();
  unsent_.push_back(std::move(what));
  if (unsent_.size() == 1) write();
}

void session::write() {
  socket_.async_write(asio::buffer(unsent_.front()),
                      [self = shared_from_this()](error_code problem, std::size_t) {
                        if (self->ended_) return;
                        if (problem) return self->end(problem.message());
                        self->octets_unsent_ -= self->unsent_.front().size();
                        self->unsent_.pop_front();
                        if (!self->unsent_.empty()) self->write();
                        self->read(); // when it had stopped
                      });
}

void session::stop(const std::string& why) {
  if (!ended_) end(why);
}

void session::end(const std::string& why) {
  if (ended_) return;
  timer_.cancel();
  idle_.cancel();
  frames_.finish();
  drain(now_utc());
  if (ended_) return; // by what took the last of it
  ended_ = true;
  if (socket_.is_secure() && why.empty()) {
    // the sender closed in order: so does this side
    socket_.async_shutdown([self = shared_from_this()](error_code) { self->socket_.close(); });
  } else {
    socket_.close();
  }
  to_.ended(*this, why);
}

} // namespace lihi::service
