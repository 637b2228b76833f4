#include "service/connections.hpp"

#include "service/now.hpp"
#include "service/peer.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <lihi/version.hpp>
#include <netinet/tcp.h>

namespace lihi::service {
namespace {

using store::spool_kind;

std::string subject_of(session& of) {
  return of.socket().is_secure() ? subject_of_peer(of.socket().over_tls().native_handle()) : std::string();
}

std::string tls_of(session& of) {
  if (!of.socket().is_secure()) return {};
  SSL* const tls = of.socket().over_tls().native_handle();
  return fmt::format("{} {}", ::SSL_get_version(tls), ::SSL_get_cipher_name(tls));
}

bool is_of(const asio::ip::address& address, const operator_config& one) {
  return std::any_of(one.addresses.begin(), one.addresses.end(), [&](const auto& network) {
    if (const auto* v4 = std::get_if<asio::ip::network_v4>(&network))
      return address.is_v4() &&
             (address.to_v4().to_uint() & v4->netmask().to_uint()) == v4->network().to_uint();
    const auto& v6 = std::get<asio::ip::network_v6>(network);
    return address.is_v6() &&
           asio::ip::network_v6(address.to_v6(), v6.prefix_length()).network() == v6.network();
  });
}

// Dead senders are noticed, and answers do not wait for more.
void prepare(tcp::socket& of) {
  error_code problem;
  (void)of.set_option(asio::socket_base::keep_alive(true), problem);
  (void)of.set_option(tcp::no_delay(true), problem);
  using seconds = asio::detail::socket_option::integer<IPPROTO_TCP, TCP_KEEPIDLE>;
  using interval = asio::detail::socket_option::integer<IPPROTO_TCP, TCP_KEEPINTVL>;
  using tries = asio::detail::socket_option::integer<IPPROTO_TCP, TCP_KEEPCNT>;
  (void)of.set_option(seconds(30), problem);
  (void)of.set_option(interval(10), problem);
  (void)of.set_option(tries(3), problem);
}

} // namespace

// One io_context; its connections never leave it.
struct connections::thread {
  asio::io_context io{1};
  asio::executor_work_guard<asio::io_context::executor_type> work{io.get_executor()};
  std::set<std::shared_ptr<connection>> all; // its own thread's
  std::atomic<bool> told = false;            // that the spool moved on
  std::thread runs;
};

struct connections::listening {
  listener_config about;
  std::shared_ptr<ssl::context> tls;
  std::unique_ptr<class port> port;
  tcp::endpoint at;
  std::atomic<bool> gone = false; // no longer configured
};

struct connections::operator_state {
  std::shared_ptr<const operator_config> about; // null: of a listener, when none are configured
  std::string name;
  std::vector<connection*> members; // under the mutex
};

class connections::connection final : public session_handler,
                                      public std::enable_shared_from_this<connection> {
 public:
  connection(connections& of, std::shared_ptr<listening> from, thread& on, accepted one)
      : of_(of), from_(std::move(from)), on_(on), sender_(one.sender), rate_timer_(on.io),
        session_(std::make_shared<session>(socket(std::move(one.connected), from_->tls),
                                           text_of(one.sender) + ">" + text_of(one.ours), of.session_options_,
                                           static_cast<session_handler&>(*this))) {
    state_.stream = of.next_stream_.fetch_add(1, std::memory_order_relaxed);
    state_.listener = from_->about.name;
    state_.link = session_->link();
    state_.since = state_.last = now_utc();
  }

  void start() { session_->start(); }
  void stop(const std::string& why) { session_->stop(why); }
  // Any thread.
  void stop_soon(const char* why) {
    asio::post(on_.io, [self = shared_from_this(), why] { self->stop(why); });
  }

  // The spool moved on.
  void spool_changed() {
    const store::position durable = of_.spool_.durable();
    while (!answers_.empty() && answers_.front().first <= durable) {
      std::vector<std::uint8_t> what = std::move(answers_.front().second);
      answers_.pop_front();
      session_->send(std::move(what));
    }
    if (state_.waits_for_room && of_.spool_.has_room()) {
      show([](link_state& state) { state.waits_for_room = false; });
      session_->resume();
    }
  }

  [[nodiscard]] const tcp::endpoint& sender() const noexcept { return sender_; }
  [[nodiscard]] const link_state& state() const noexcept { return state_; } // under the mutex, or its thread
  [[nodiscard]] thread& on() const noexcept { return on_; }
  [[nodiscard]] operator_state* owner() const noexcept { return owner_.get(); }
  [[nodiscard]] const listening& from() const noexcept { return *from_; }

 private:
  static constexpr std::size_t most_answers = 4096; // that wait for the spool

  template <class F>
  void show(const F& change) {
    const std::lock_guard lock(of_.mutex_);
    change(state_);
  }

  void opened(session&) override {
    const std::string subject = subject_of(*session_);
    const std::shared_ptr<operator_state> owner = of_.operator_of(*from_, *session_, subject);
    if (!owner) {
      ++of_.counts_.refused;
      refused_ = true;
      return session_->stop("its sender is no operator that is known here");
    }
    show([&](link_state& state) {
      state.operator_name = owner->name;
      state.subject = subject;
      state.tls = tls_of(*session_);
    });
    owner_ = owner;
    about_ = of_.join(*owner, *this);
    if (about_ && about_->acknowledges) session_->acknowledge();
    put(spool_kind::opened, store::packed(store::opened_stream{state_.operator_name, state_.listener,
                                                               state_.link, state_.tls, state_.subject}));
    spooled_ = true;
    of_.alarms_.tell(fmt::format("link {}: {} opened{}", state_.operator_name, state_.link,
                                 state_.tls.empty() ? "" : ", " + state_.tls));
  }

  bool may_read(session&) override {
    if (!of_.spool_.has_room() || answers_.size() >= most_answers) {
      show([](link_state& state) { state.waits_for_room = true; });
      return false;
    }
    return within_rate();
  }

  // A second's worth may come at once.
  bool within_rate() {
    const std::uint64_t rate = about_ ? about_->rate : 0;
    if (rate == 0) return true;
    const auto now = std::chrono::steady_clock::now();
    const double since = std::chrono::duration<double>(now - filled_).count();
    filled_ = now;
    bucket_ = std::min(static_cast<double>(rate), bucket_ + since * static_cast<double>(rate));
    if (bucket_ > 0) return true;
    rate_timer_.expires_after(std::chrono::milliseconds(10));
    rate_timer_.async_wait([self = shared_from_this()](error_code stopped) {
      if (!stopped) self->session_->resume();
    });
    return false;
  }

  void came(session&, bytes octets, moment now, bool more) override {
    entry_.resize(store::octets_head + octets.size());
    store::put_offset(session_->counts().octets - octets.size(),
                      std::span(entry_).first<store::octets_head>());
    std::copy(octets.begin(), octets.end(), entry_.begin() + store::octets_head);
    put(more ? spool_kind::more : spool_kind::octets, entry_, now);
    bucket_ -= static_cast<double>(octets.size());
    of_.counts_.octets += octets.size();
  }
  void take(session&, const frame& piece, moment) override {
    if (piece.is_pdu) ++of_.counts_.pdus;
  }
  void answer(session&, std::vector<std::uint8_t> what) override {
    answers_.emplace_back(end_, std::move(what));
  }
  void pause(session&) override {
    show([&](link_state& state) {
      const session_counts& counts = session_->counts();
      state.last = now_utc();
      state.octets = counts.octets;
      state.pdus = counts.pdus;
      state.keep_alives = counts.keep_alives;
      state.acknowledgements = counts.acknowledgements;
    });
    // of many that hold octets of PDUs which are not whole, one that holds more than its share ends
    const std::size_t holds = session_->waiting();
    const std::size_t all = of_.unfinished_ += holds - unfinished_;
    unfinished_ = holds;
    if (all > of_.options_.memory && holds > of_.options_.memory / std::max<std::size_t>(1, of_.open_))
      session_->stop("too much memory is needed for PDUs that are not whole");
  }
  void overdue(session&) override { put(spool_kind::overdue, {}); }

  void ended(session&, const std::string& why) override {
    rate_timer_.cancel();
    of_.unfinished_ -= unfinished_;
    if (spooled_)
      put(spool_kind::closed, store::packed(store::closed_stream{session_->counts().octets, why}));
    const session_counts& counts = session_->counts();
    of_.counts_.keep_alives += counts.keep_alives;
    of_.counts_.acknowledgements += counts.acknowledgements;
    ++of_.counts_.ended;
    if (!why.empty() && !refused_) ++of_.counts_.broken;
    of_.alarms_.tell(fmt::format("link {}: {} ended{}; {} octets, {} PDUs, {} keep-alives",
                                 owner_ ? owner_->name : std::string("unknown"), state_.link,
                                 why.empty() ? "" : ": " + why, counts.octets, counts.pdus,
                                 counts.keep_alives));
    of_.ended(*this);
  }

  void put(spool_kind kind, bytes octets) { put(kind, octets, now_utc()); }
  void put(spool_kind kind, bytes octets, moment now) {
    end_ = of_.spool_.append(static_cast<std::uint8_t>(kind), state_.stream, now, octets);
  }

  connections& of_;
  std::shared_ptr<listening> from_;
  thread& on_;
  tcp::endpoint sender_;
  std::shared_ptr<operator_state> owner_;
  std::shared_ptr<const operator_config> about_; // as it was when this was opened
  link_state state_;
  store::position end_ = 0; // in the spool, of what came
  std::deque<std::pair<store::position, std::vector<std::uint8_t>>> answers_;
  std::vector<std::uint8_t> entry_;
  std::size_t unfinished_ = 0;
  double bucket_ = 0; // octets that may be read
  std::chrono::steady_clock::time_point filled_{};
  asio::steady_timer rate_timer_;
  bool spooled_ = false, refused_ = false;
  std::shared_ptr<session> session_;
};

connections::connections(const config& options, store::log_writer& spool, alarms& said)
    : options_(options), spool_(spool), alarms_(said) {
  session_options_.patience = options.patience;
  session_options_.handshake = options.handshake;
  session_options_.idle = options.idle;
  // here, since the spool says that it moved on before start()
  const unsigned count =
      options.threads != 0 ? options.threads : std::max(1u, std::thread::hardware_concurrency());
  for (unsigned i = 0; i < count; ++i) threads_.push_back(std::make_unique<thread>());
}

connections::~connections() = default;

std::string connections::start() {
  set_operators(options_.operators);
  spool_.append(static_cast<std::uint8_t>(spool_kind::started), 0, now_utc(),
                store::packed(store::started_receiver{LIHI_VERSION}));
  for (const listener_config& each : options_.listeners)
    if (std::string problem = listen(each); !problem.empty()) return problem;
  for (const auto& each : threads_) each->runs = std::thread([&io = each->io] { io.run(); });
  return "";
}

// By the first thread, or before it runs.
std::string connections::listen(const listener_config& to) {
  const auto fresh = std::make_shared<listening>();
  fresh->about = to;
  std::string why;
  if (to.tls.any() && !(fresh->tls = make_tls(to, why))) return "listener " + to.name + ": " + why;
  fresh->port = std::make_unique<port>(
      threads_.front()->io,
      [this, weak = std::weak_ptr(fresh)](accepted one) {
        thread& on = *threads_[next_thread_];
        next_thread_ = (next_thread_ + 1) % threads_.size();
        if (const auto from = weak.lock()) take(from, on, std::move(one));
      },
      [this]() -> asio::io_context& { return threads_[next_thread_]->io; },
      [this] { return open_.load() >= options_.connections; });
  if (const std::string problem = fresh->port->open(to.address, to.port); !problem.empty())
    return "listener " + to.name + ": " + to.address + ": " + problem;
  fresh->at = fresh->port->endpoint();
  const std::lock_guard lock(mutex_);
  listening_.push_back(fresh);
  return "";
}

void connections::set_operators(const std::vector<operator_config>& to) {
  const std::lock_guard lock(mutex_);
  std::vector<std::shared_ptr<operator_state>> before = std::move(operators_);
  operators_.clear();
  any_operator_ = !to.empty();
  for (const operator_config& each : to) {
    const auto known = std::find_if(before.begin(), before.end(),
                                    [&](const auto& one) { return one && one->name == each.name; });
    operators_.push_back(known == before.end() ? std::make_shared<operator_state>() : std::move(*known));
    operators_.back()->about = std::make_shared<const operator_config>(each);
    operators_.back()->name = each.name;
  }
  for (const auto& each : before)
    for (connection* const one : each ? each->members : std::vector<connection*>())
      one->stop_soon("its operator is no longer known here");
}

void connections::reload(const config& fresh) {
  asio::post(threads_.front()->io, [this, fresh] {
    if (stopping_) return;
    set_operators(fresh.operators);
    std::vector<listener_config> added;
    std::vector<std::shared_ptr<listening>> kept, removed;
    for (const auto& each : listening_) {
      const auto same =
          std::find_if(fresh.listeners.begin(), fresh.listeners.end(), [&](const listener_config& one) {
            return one.name == each->about.name && one.address == each->about.address &&
                   one.port == each->about.port && one.tls.any() == each->about.tls.any();
          });
      if (same == fresh.listeners.end()) {
        removed.push_back(each);
        continue;
      }
      kept.push_back(each);
      std::string why;
      if (auto tls = same->tls.any() ? make_tls(*same, why) : nullptr; tls || !same->tls.any()) {
        each->tls = std::move(tls);
        alarms_.clear("listener " + same->name);
      } else {
        alarms_.raise("listener " + same->name, "goes on with what it had: " + why);
      }
    }
    for (const listener_config& each : fresh.listeners)
      if (std::none_of(kept.begin(), kept.end(),
                       [&](const auto& one) { return one->about.name == each.name; }))
        added.push_back(each);
    for (const auto& each : removed) {
      each->port->close();
      each->gone = true;
    }
    {
      const std::lock_guard lock(mutex_);
      listening_ = std::move(kept);
      for (const auto& each : operators_)
        for (connection* const one : each->members)
          if (one->from().gone) one->stop_soon("its listener is no longer wanted");
    }
    for (const listener_config& each : added) {
      if (const std::string problem = listen(each); !problem.empty())
        alarms_.raise("listener " + each.name, problem);
      else
        alarms_.tell(fmt::format("listener {}: listening on {}", each.name, text_of(listening_.back()->at)));
    }
    alarms_.tell(
        fmt::format("reloaded: {} listeners, {} operators", listening_.size(), fresh.operators.size()));
  });
}

// By the first thread; the connection is started by its own.
void connections::take(const std::shared_ptr<listening>& from, thread& on, accepted one) {
  ++open_;
  ++counts_.accepted;
  prepare(one.connected);
  auto fresh = std::make_shared<connection>(*this, from, on, std::move(one));
  asio::post(on.io, [&on, this, fresh = std::move(fresh)] {
    on.all.insert(fresh);
    if (stopping_)
      fresh->stop("the receiver stops");
    else
      fresh->start();
  });
}

// By its thread.
void connections::ended(connection& which) {
  {
    const std::lock_guard lock(mutex_);
    if (operator_state* const owner = which.owner()) std::erase(owner->members, &which);
  }
  // one of its own functions may be running
  asio::post(which.on().io, [keep = which.shared_from_this()] { keep->on().all.erase(keep); });
  --open_;
  asio::post(threads_.front()->io, [this] {
    for (const auto& each : listening_) each->port->accept();
  });
}

std::shared_ptr<connections::operator_state> connections::operator_of(const listening& from, session& of,
                                                                      const std::string& subject) {
  error_code gone;
  const asio::ip::address sender = of.socket().plain().remote_endpoint(gone).address();
  const std::lock_guard lock(mutex_);
  if (!any_operator_) {
    for (const auto& each : operators_)
      if (each->name == from.about.name) return each;
    operators_.push_back(std::make_shared<operator_state>());
    operators_.back()->name = from.about.name;
    return operators_.back();
  }
  for (const auto& each : operators_) {
    const operator_config& about = *each->about;
    const bool by_name = about.subjects.empty() || std::find(about.subjects.begin(), about.subjects.end(),
                                                             subject) != about.subjects.end();
    const bool by_place = about.addresses.empty() || (!gone && is_of(sender, about));
    if (by_name && by_place) return each;
  }
  return nullptr;
}

// When the operator has as many as it may, the one that is silent for longest is taken for half-open.
std::shared_ptr<const operator_config> connections::join(operator_state& to, connection& which) {
  const std::lock_guard lock(mutex_);
  const unsigned most = to.about ? to.about->connections : options_.connections;
  to.members.push_back(&which);
  if (to.members.size() <= most) return to.about;
  connection* const oldest = *std::min_element(
      to.members.begin(), to.members.end() - 1, [](const connection* a, const connection* b) {
        return a->state().last.microseconds < b->state().last.microseconds;
      });
  ++counts_.replaced;
  oldest->stop_soon("another connection took its place");
  return to.about;
}

void connections::spool_changed() {
  for (const auto& each : threads_) {
    if (each->told.exchange(true)) continue;
    asio::post(each->io, [&on = *each] {
      on.told = false;
      const auto all = on.all;
      for (const auto& one : all) one->spool_changed();
    });
  }
}

void connections::stop() {
  if (stopping_.exchange(true)) return;
  asio::post(threads_.front()->io, [this] {
    for (const auto& each : listening_) each->port->close();
  });
  for (const auto& each : threads_)
    asio::post(each->io, [&on = *each] {
      const auto all = on.all;
      for (const auto& one : all) one->stop("the receiver stops");
      on.work.reset();
    });
  for (const auto& each : threads_)
    if (each->runs.joinable()) each->runs.join();
}

std::vector<connections::open_port> connections::ports() const {
  const std::lock_guard lock(mutex_);
  std::vector<open_port> out;
  for (const auto& each : listening_) out.push_back({each->about.name, each->at, each->tls != nullptr});
  return out;
}

std::vector<link_state> connections::links() const {
  const std::lock_guard lock(mutex_);
  std::vector<link_state> out;
  for (const auto& each : operators_)
    for (const connection* one : each->members) out.push_back(one->state());
  return out;
}

} // namespace lihi::service
