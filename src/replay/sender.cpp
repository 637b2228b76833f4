#include "replay/sender.hpp"

#include "etsi/header_parts.hpp"
#include "service/now.hpp"

#include <algorithm>
#include <boost/asio/connect.hpp>
#include <boost/asio/ssl/error.hpp>
#include <lihi/peek.hpp>
#include <lihi/tri.hpp>

namespace lihi::replay {
namespace {

constexpr std::size_t most_in_a_gather = 64u << 10;
constexpr std::size_t most_buffers = 64;
// A connection that held for so long is no failed attempt.
constexpr std::chrono::seconds holds{2};

} // namespace

sender::sender(asio::io_context& in, const sender_options& options, sender_totals& totals, std::uint64_t seed)
    : io_(in), options_(options), totals_(totals), attempt_timer_(in), silence_(in), answer_(in),
      stalled_(in), writing_timer_(in), random_(seed) {}

void sender::send(std::vector<std::uint8_t> pdu) { add({.octets = std::move(pdu)}); }

void sender::send(std::vector<std::uint8_t> pdu, segmentation as) {
  add({.octets = std::move(pdu), .as_captured = true, .segments = std::move(as)});
}

void sender::release() {
  if (queue_.empty() || !std::exchange(queue_.back().segments.goes_on, false)) return;
  write();
}

void sender::add(item fresh) {
  if (done()) return;
  add_queued(fresh.octets.size());
  queue_.push_back(std::move(fresh));
  if (state_ == state::idle)
    connect();
  else
    write();
}

void sender::finish() {
  finishing_ = true;
  if (state_ == state::idle)
    end(state::done);
  else
    write();
}

void sender::reset_behind_queue() {
  if (!queue_.empty()) queue_.back().reset_behind = true;
}

void sender::stall(std::chrono::milliseconds time) { stall_ = time; }

void sender::stop() {
  if (!done()) end(state::failed);
}

void sender::connect() {
  state_ = state::connecting;
  const std::uint64_t mine = ++generation_;
  answers_ = framer();
  attempt_timer_.expires_after(options_.connecting);
  attempt_timer_.async_wait([self = shared_from_this(), mine](error_code stopped) {
    if (!stopped && mine == self->generation_) self->lost("no connection in time");
  });
  socket_ = std::make_shared<service::socket>(tcp::socket(io_), options_.tls);
  socket_->expect(options_.host);
  asio::async_connect(
      socket_->plain(), options_.to,
      [self = shared_from_this(), keep = socket_, mine](error_code problem, const tcp::endpoint&) {
        if (mine != self->generation_) return;
        if (problem) return self->lost(problem.message());
        error_code ignored;
        (void)keep->plain().set_option(tcp::no_delay(true), ignored);
        keep->async_handshake(service::tls_side::client, [self, keep, mine](error_code failed) {
          if (mine != self->generation_) return;
          if (failed) return self->lost("TLS: " + failed.message());
          self->connected();
        });
      });
}

void sender::connected() {
  state_ = state::up;
  ++counts_.connections;
  attempt_timer_.expires_after(holds);
  attempt_timer_.async_wait([self = shared_from_this(), mine = generation_](error_code stopped) {
    if (!stopped && mine == self->generation_) self->failed_in_a_row_ = 0;
  });
  // what may not have arrived goes before what is new (clause 6.3.3)
  while (!window_.empty()) {
    add_queued(window_.back().size());
    queue_.push_front({std::move(window_.back()), false, true, false});
    window_.pop_back();
  }
  window_octets_ = 0;
  read();
  write();
}

void sender::lost(const std::string& why) {
  if (done()) return;
  ++generation_;
  problem_ = why;
  if (socket_) socket_->close();
  writing_ = awaiting_answer_ = false;
  piece_at_ = 0;
  for (asio::steady_timer* each : {&attempt_timer_, &silence_, &answer_, &stalled_, &writing_timer_})
    each->cancel();
  std::erase_if(queue_, [this](const item& each) {
    if (each.is_keep_alive) take_queued(each.octets.size());
    return each.is_keep_alive;
  });
  const bool ours = why.empty();
  counts_.failures += ours ? 0 : 1;
  if (!ours && ++failed_in_a_row_ >= options_.attempts) return end(state::failed);
  if (finishing_ && queue_.empty() && window_.empty()) return end(ours ? state::done : state::failed);
  state_ = state::waiting;
  const unsigned doubled = std::min(failed_in_a_row_, 16U);
  attempt_timer_.expires_after(std::min(options_.first_wait * (1U << doubled), options_.longest_wait));
  attempt_timer_.async_wait([self = shared_from_this(), mine = generation_](error_code stopped) {
    if (!stopped && mine == self->generation_ && !self->done()) self->connect();
  });
}

void sender::write() {
  if (state_ != state::up || writing_) return;
  if (queue_.empty()) {
    if (finishing_) return close_when_sent();
    return wait_for_silence();
  }
  if (stall_.count() != 0) {
    writing_ = true;
    stalled_.expires_after(std::exchange(stall_, std::chrono::milliseconds(0)));
    stalled_.async_wait([self = shared_from_this(), mine = generation_](error_code stopped) {
      if (stopped || mine != self->generation_) return;
      self->writing_ = false;
      self->write();
    });
    return;
  }
  std::vector<asio::const_buffer> buffers;
  const std::size_t items = options_.most_in_a_write != 0 ? cut_at_random(buffers) : gather(buffers);
  if (buffers.empty()) return;
  writing_ = true;
  silence_.cancel();
  ++counts_.writes;
  // a receiver that takes nothing for so long is as one that does not answer
  writing_timer_.expires_after(options_.time3);
  writing_timer_.async_wait([self = shared_from_this(), mine = generation_](error_code stopped) {
    if (!stopped && mine == self->generation_) self->lost("the receiver takes nothing");
  });
  socket_->async_write(buffers, [self = shared_from_this(), keep = socket_, mine = generation_,
                                 items](error_code problem, std::size_t) {
    if (mine != self->generation_) return;
    if (problem) return self->lost(problem.message());
    self->writing_ = false;
    self->writing_timer_.cancel();
    self->wrote(items);
  });
}

// Both give the octets to be written and the items that end with them; piece_at_ is where the next one goes
// on.
std::size_t sender::cut_at_random(std::vector<asio::const_buffer>& out) {
  const bytes rest = bytes(queue_.front().octets).subspan(piece_at_);
  const std::size_t size = std::min(rest.size(), std::size_t{1} + random_() % options_.most_in_a_write);
  out.emplace_back(rest.data(), size);
  piece_at_ = size == rest.size() ? 0 : piece_at_ + size;
  return size == rest.size() ? 1 : 0;
}

std::size_t sender::gather(std::vector<asio::const_buffer>& out) {
  std::size_t items = 0, at = piece_at_, octets = 0;
  while (items < queue_.size() && items < most_buffers && octets < most_in_a_gather) {
    const item& each = queue_[items];
    const auto& cuts = each.segments.cuts;
    const auto cut = std::upper_bound(cuts.begin(), cuts.end(), at);
    const std::size_t end = cut == cuts.end() ? each.octets.size() : std::min(*cut, each.octets.size());
    out.emplace_back(each.octets.data() + at, end - at);
    octets += end - at;
    if (end != each.octets.size()) { // a segment ended here
      piece_at_ = end;
      return items;
    }
    ++items;
    at = 0;
    if (each.reset_behind || (each.as_captured && !each.segments.goes_on)) break;
  }
  if (items == queue_.size() && queue_.back().segments.goes_on && !finishing_) { // its next PDU comes
    out.clear();
    return 0;
  }
  piece_at_ = 0;
  return items;
}

void sender::wrote(std::size_t items) {
  bool reset = false;
  for (; items != 0; --items) {
    item& sent = queue_.front();
    take_queued(sent.octets.size());
    counts_.octets += sent.octets.size();
    reset = sent.reset_behind;
    if (!sent.is_keep_alive) {
      ++counts_.pdus;
      counts_.resent += sent.again ? 1 : 0;
      last_ = sent.octets;
      window_octets_ += sent.octets.size();
      window_.push_back(std::move(sent.octets));
      while (window_octets_ > options_.resend_window) {
        window_octets_ -= window_.front().size();
        window_.pop_front();
      }
    }
    queue_.pop_front();
  }
  if (reset) {
    socket_->reset();
    return lost("");
  }
  write();
}

void sender::read() {
  socket_->async_read_some(
      asio::buffer(block_), [self = shared_from_this(), keep = socket_,
                             mine = generation_](error_code problem, std::size_t octets) {
        if (mine != self->generation_) return;
        if (problem) self->answers_.finish();
        self->came(bytes(self->block_).first(octets));
        if (mine != self->generation_) return;
        const bool closed = problem == asio::error::eof || problem == asio::ssl::error::stream_truncated;
        if (closed && self->state_ == state::closing) return self->end(state::done);
        if (problem) return self->lost(closed ? "the receiver closed the connection" : problem.message());
        self->read();
      });
}

void sender::came(bytes octets) {
  answers_.feed(octets);
  answers_.pause();
  header_fields header;
  while (const auto piece = answers_.next()) {
    const bytes message = piece->is_pdu ? etsi::tri_in(piece->octets) : bytes();
    if (message.empty() || ber::tag_at(message.data()) != etsi::tags::keep_alive_response ||
        peek_header(*piece, header)) {
      counts_.unexpected += piece->octets.size();
      continue;
    }
    if (!awaiting_answer_ || header.sequence != keep_alive_number_) {
      ++counts_.wrong_answers;
      continue;
    }
    ++counts_.answers;
    awaiting_answer_ = false;
    failed_in_a_row_ = 0;
    answer_.cancel();
    if (state_ == state::up && queue_.empty()) wait_for_silence();
  }
}

void sender::wait_for_silence() {
  silence_.expires_after(options_.time1);
  silence_.async_wait([self = shared_from_this(), mine = generation_](error_code stopped) {
    if (!stopped && mine == self->generation_ && self->state_ == state::up) self->keep_alive();
  });
}

// Clause 6.3.4. The header names the operator of the last PDU; its other fields mean nothing.
void sender::keep_alive() {
  if (awaiting_answer_) return;
  header_fields last;
  if (peek_header({last_, 0, true, fault_code::none}, last)) last.clear();
  const auto text_or = [](const short_octets& of, std::string_view otherwise) {
    return of.empty() ? otherwise : as_text(of.octets());
  };
  tri_header header{.liid = "-",
                    .authorization_country = text_or(last.authorization_country, "--"),
                    .operator_id = text_or(last.operator_id, "-"),
                    .sequence = ++keep_alive_number_,
                    .time = service::now_utc()};
  item fresh{tri_pdu(header, tri_message::keep_alive)};
  fresh.is_keep_alive = true;
  add_queued(fresh.octets.size());
  queue_.push_back(std::move(fresh));
  ++counts_.keep_alives;
  awaiting_answer_ = true;
  answer_.expires_after(options_.time3);
  answer_.async_wait([self = shared_from_this(), mine = generation_](error_code stopped) {
    if (stopped || mine != self->generation_) return;
    ++self->counts_.unanswered;
    self->lost("a keep-alive was not answered");
  });
  write();
}

void sender::close_when_sent() {
  state_ = state::closing;
  silence_.cancel();
  attempt_timer_.expires_after(options_.closing);
  attempt_timer_.async_wait([self = shared_from_this(), mine = generation_](error_code stopped) {
    if (!stopped && mine == self->generation_) self->lost("the receiver did not close the connection");
  });
  socket_->async_shutdown(
      [self = shared_from_this(), keep = socket_, mine = generation_](error_code problem) {
        if (mine != self->generation_ || !keep->is_secure()) return;
        // the other side's part of it has come too
        const bool good =
            !problem || problem == asio::error::eof || problem == asio::ssl::error::stream_truncated;
        if (good) return self->end(state::done);
        self->lost("TLS: " + problem.message());
      });
}

void sender::end(state as) {
  ++generation_;
  state_ = as;
  for (asio::steady_timer* each : {&attempt_timer_, &silence_, &answer_, &stalled_, &writing_timer_})
    each->cancel();
  if (socket_) socket_->close();
  queue_.clear();
  take_queued(queued_);
  ++totals_.done;
  totals_.failed += as == state::failed ? 1 : 0;
}

} // namespace lihi::replay
