#include "service/decoding.hpp"

#include "store/cursor.hpp"

#include <algorithm>
#include <filesystem>

namespace lihi::service {
namespace {

constexpr std::size_t most_in_batch = 1u << 20; // octets
constexpr auto checkpoint_name = "/decoder.state";

constexpr store::position at_end = ~store::position{0};

} // namespace

struct decoding::checkpoint {
  std::string name = "lihi-decoding-1";
  store::position spool = 0, items = 0;
  std::vector<std::uint8_t> state;
  template <class S, class V>
  static void fields(S& s, V&& v) {
    v(s.name);
    v(s.spool);
    v(s.items);
    v(s.state);
  }
};

void decoding::batch::add(const store::entry& one) {
  entries.push_back(one);
  octets.insert(octets.end(), one.octets.begin(), one.octets.end());
}
void decoding::batch::settle() {
  std::size_t at = 0;
  for (store::entry& each : entries) {
    each.octets = bytes(octets).subspan(at, each.octets.size());
    at += each.octets.size();
  }
}
void decoding::batch::clear() noexcept {
  entries.clear();
  octets.clear();
}

decoding::decoding(decoding_options options, store::log_writer& spool, store::log_writer& items, alarms& said,
                   engine_maker make)
    : options_(std::move(options)), spool_(spool), items_(items), alarms_(said), make_(std::move(make)) {}

std::string decoding::start() {
  checkpoint last;
  const std::string path = options_.folder + checkpoint_name;
  if (auto known = store::read_cursor<checkpoint>(path))
    last = std::move(*known);
  else if (std::filesystem::exists(path))
    alarms_.raise("decoder", "its checkpoint cannot be read: the spool is decoded from its beginning");
  engine_ = make_();
  if (!engine_) return "the decoder cannot be started";
  bool known = true;
  if (!last.state.empty() && !engine_->restore(last.state, known)) return "the decoder cannot be started";
  if (!known) {
    alarms_.raise("decoder", "its checkpoint is another version's: the spool is decoded from its beginning");
    last = {};
  }
  state_ = std::move(last.state);
  at_ = safe_ = state_at_ = last.spool;
  if (std::string problem = find_last_item(last.items); !problem.empty()) return problem;
  if (std::string problem = reader_.open(spool_.options().folder, at_); !problem.empty()) return problem;
  last_checkpoint_ = std::chrono::steady_clock::now();
  thread_ = std::thread([this] { work(); });
  return "";
}

// The spool is decoded again from the checkpoint on: what is in the log already is not put there twice.
std::string decoding::find_last_item(store::position from) {
  store::log_reader items;
  if (std::string problem = items.open(items_.options().folder, from); !problem.empty()) return problem;
  for (;;) {
    store::entry one;
    store::damage gap;
    switch (items.next(one, gap)) {
    case store::log_reader::found::end: return "";
    case store::log_reader::found::failed: return items.problem();
    case store::log_reader::found::damage: continue;
    case store::log_reader::found::entry:
      if (const auto item = store::item_of(one.octets)) last_ = item->number;
    }
  }
}

void decoding::notify() {
  {
    const std::lock_guard lock(mutex_);
    notified_ = true;
  }
  wake_.notify_one();
}

void decoding::stop() {
  if (!thread_.joinable()) return;
  {
    const std::lock_guard lock(mutex_);
    stop_ = stopping_ = true;
  }
  wake_.notify_one();
  thread_.join();
}

bool decoding::ask(question what, bytes about, std::string& answer) {
  constexpr std::chrono::seconds patience{5};
  const auto one = std::make_shared<asking>();
  one->what = what;
  one->about.assign(about.begin(), about.end());
  std::unique_lock lock(mutex_);
  if (stop_ || !thread_.joinable()) return false;
  asked_.push_back(one);
  notified_ = true;
  wake_.notify_one();
  (void)answered_.wait_for(lock, patience, [&] { return one->done; });
  if (one->good) answer = std::move(one->answer);
  return one->good;
}

void decoding::answer_all() {
  for (;;) {
    std::shared_ptr<asking> one;
    {
      const std::lock_guard lock(mutex_);
      if (asked_.empty()) return;
      one = std::move(asked_.front());
      asked_.pop_front();
    }
    std::string answer;
    const bool good = engine_ && engine_->ask(one->what, one->about, answer);
    if (!good) { // a new one, from the checkpoint: nothing that it read since is lost
      batch_.clear();
      batch_.end = at();
      recover_engine();
    }
    const std::lock_guard lock(mutex_);
    one->answer = std::move(answer);
    one->good = good;
    one->done = true;
    answered_.notify_all();
  }
}

void decoding::work() {
  for (;;) {
    answer_all();
    while (!stopping_ && fill()) {
      decode();
      answer_all();
    }
    const bool moved = at() != state_at_;
    bool stopping = false;
    {
      std::unique_lock lock(mutex_);
      const auto due = last_checkpoint_ + options_.checkpoint_time;
      const auto wanted = [this] { return notified_ || stop_; };
      if (moved)
        wake_.wait_until(lock, due, wanted);
      else
        wake_.wait(lock, wanted);
      notified_ = false;
      stopping = stop_;
    }
    if (stopping) {
      const auto until = std::chrono::steady_clock::now() + options_.stopping;
      while (std::chrono::steady_clock::now() < until && fill()) decode();
      make_checkpoint();
      return;
    }
    if (at() != state_at_ && std::chrono::steady_clock::now() >= last_checkpoint_ + options_.checkpoint_time)
      make_checkpoint();
  }
}

// Entries that are durable, as many as there are up to a batch. False when there are none, or when what came
// of others is not on the disk yet.
bool decoding::fill() {
  batch_.clear();
  if (!items_.has_room()) return false;
  const store::position limit = spool_.durable();
  while (batch_.octets.size() < most_in_batch && reader_.at() < limit) {
    store::entry one;
    store::damage gap;
    const auto what = reader_.next(one, gap, limit);
    if (what == store::log_reader::found::end) break;
    if (what == store::log_reader::found::failed) {
      alarms_.raise("spool", "cannot be read: " + reader_.problem());
      return false;
    }
    if (what == store::log_reader::found::damage)
      alarms_.raise("spool", "octets " + std::to_string(gap.from) + " to " + std::to_string(gap.to) +
                                 " are damaged or were removed");
    else
      batch_.add(one);
  }
  batch_.end = reader_.at();
  batch_.settle();
  return !batch_.entries.empty();
}

void decoding::decode() {
  if (!run(batch_.entries)) recover_engine();
  at_.store(batch_.end, std::memory_order_relaxed);
  if (at() - state_at_ >= options_.checkpoint_octets) make_checkpoint();
}

bool decoding::run(std::span<const store::entry> entries) {
  const auto give = [&](const store::item_number& number, const decoded_item& one) {
    const auto of =
        std::lower_bound(entries.begin(), entries.end(), number.cause,
                         [](const store::entry& each, store::position at) { return each.at < at; });
    if (of != entries.end()) take(*of, number, one);
  };
  return engine_ && engine_->run(entries, give);
}

void decoding::take(const store::entry& cause, const store::item_number& number, const decoded_item& one) {
  if (last_ && number <= *last_) return;
  last_ = number;
  switch (one.kind) {
  case item_kind::record: ++counts_.records; break;
  case item_kind::event: ++counts_.events; break;
  case item_kind::reject: ++counts_.rejects; break;
  case item_kind::content: break;
  }
  items_.append(static_cast<std::uint8_t>(one.kind), cause.stream, cause.when,
                store::packed_item({number, one.begin, one.skip, one.length, one.line}));
}

// The engine broke down: a new one begins at the last checkpoint, and reads entry by entry. One with which
// two break down is left out; the decoder tells its octets as lost, and the spool has them.
void decoding::recover_engine() {
  std::set<store::position> bad;
  store::position suspect = at_end;
  for (;;) {
    ++counts_.breakdowns;
    engine_ = make_();
    bool known = true;
    if (!engine_ || (!state_.empty() && !engine_->restore(state_, known))) {
      alarms_.raise("decoder", "it cannot be started");
      std::unique_lock lock(mutex_);
      wake_.wait_for(lock, std::chrono::seconds(1), [this] { return stop_; });
      if (stop_) return engine_.reset(); // the checkpoint stands
      continue;
    }
    const store::position broke_at = read_again(bad);
    if (broke_at == at_end) break;
    if (broke_at != suspect) {
      suspect = broke_at;
      continue;
    }
    bad.insert(broke_at);
    alarms_.raise("decoder breakdown", "it broke down on the spool's entry at " + std::to_string(broke_at) +
                                           ", which is left out; its octets are in the spool");
  }
  if (bad.empty()) return;
  counts_.skipped_entries += bad.size();
  at_.store(batch_.end, std::memory_order_relaxed);
  make_checkpoint(); // so that it is not read again
}

// From the last checkpoint to the end of the batch, without entries that are bad; where it broke down.
store::position decoding::read_again(const std::set<store::position>& bad) {
  constexpr unsigned remembered = 64; // entries, so that one which dies now and then gets on
  store::log_reader again;
  if (!again.open(spool_.options().folder, state_at_).empty()) return at_end;
  for (unsigned entries = 1;; ++entries) {
    store::entry one;
    store::damage gap;
    const auto what = again.next(one, gap, batch_.end);
    if (what == store::log_reader::found::damage) continue;
    if (what != store::log_reader::found::entry) return at_end;
    if (!bad.contains(one.at) && !run({&one, 1})) return one.at;
    if (std::vector<std::uint8_t> state; entries % remembered == 0 && engine_->save(state)) {
      state_ = std::move(state);
      state_at_ = again.at();
    }
  }
}

void decoding::make_checkpoint() {
  checkpoint next;
  next.spool = at();
  next.items = items_.appended();
  last_checkpoint_ = std::chrono::steady_clock::now();
  if (!engine_ || !engine_->save(next.state)) return; // the last one stands
  if (!items_.wait_for(next.items)) return;
  if (const int error = store::write_cursor(options_.folder + checkpoint_name, next); error != 0) {
    alarms_.raise("decoder", "its checkpoint cannot be written: " + store::text_of_errno(error));
    return;
  }
  alarms_.clear("decoder");
  state_ = std::move(next.state);
  state_at_ = next.spool;
  safe_.store(next.spool, std::memory_order_release);
}

} // namespace lihi::service
