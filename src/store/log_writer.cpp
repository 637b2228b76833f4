#include "store/log_writer.hpp"

#include "core/hash.hpp"
#include "store/log_folder.hpp"

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <stdexcept>
#include <unistd.h>

namespace lihi::store {
namespace fs = std::filesystem;

namespace {

// What a file has from `offset` on, as a file of its own.
int copy_from(const file& from, std::uint64_t offset, const std::string& to) {
  file copy;
  int error = copy.open(to, O_WRONLY | O_CREAT | O_TRUNC);
  std::vector<std::uint8_t> block(1u << 20);
  for (std::uint64_t written = 0; error == 0;) {
    std::size_t octets = 0;
    error = from.read_at(offset + written, block, octets);
    if (error == 0) error = copy.write_at(written, bytes(block).first(octets));
    written += octets;
    if (octets < block.size()) break;
  }
  return error == 0 ? copy.sync() : error;
}

} // namespace

log_writer::log_writer(log_options options) : options_(std::move(options)) {}

log_writer::~log_writer() {
  if (thread_.joinable()) (void)close();
}

std::string log_writer::open(recovery& found, std::function<void()> changed) {
  found = {};
  changed_ = std::move(changed);
  try {
    fs::create_directories(options_.folder);
    int error = lock_.open(options_.folder + "/lock", O_RDWR | O_CREAT);
    if (error == 0) error = lock_.lock();
    if (error == EWOULDBLOCK) return "is in use by another process";
    if (error != 0) return "lock: " + text_of_errno(error);
    if (std::string problem = recover(found); !problem.empty()) return problem;
    thread_ = std::thread([this] { work(); });
  } catch (const std::system_error& wrong) { // of the folder, or of the thread
    return wrong.code().message();
  }
  return "";
}

std::string log_writer::recover(recovery& found) {
  std::vector<position> all = segments_of(options_.folder);
  const auto known = log_number_of(options_.folder);
  if (!known && !all.empty()) return "neither the file \"number\" nor a header says the log's number";
  number_ = known ? *known : random_seed();
  if (const int error = keep_log_number(options_.folder, number_); error != 0)
    return "number: " + text_of_errno(error);
  std::string problem;
  while (!all.empty() && problem.empty() && recover(all.back(), found, problem)) all.pop_back();
  found.segments = all.size();
  if (!all.empty()) found.begin = all.front();
  return problem;
}

// Of the last segment. True when nothing of it is left, so that another one is the last.
bool log_writer::recover(position base, recovery& found, std::string& problem) {
  const std::string path = segment_path(options_.folder, base);
  const auto failed = [&](int error) {
    if (error != 0) problem = segment_name(base) + ": " + text_of_errno(error);
    return error != 0;
  };
  segment_facts last;
  if (failed(look_at(path, base, number_, last))) return false;
  if (last.header && last.header->log_number != number_) {
    problem = segment_name(base) + ": is another log's";
    return false;
  }
  found.damaged.insert(found.damaged.begin(), last.damaged.begin(), last.damaged.end());
  if (failed(file_.open(path, O_RDWR))) return false;
  if (last.whole != last.end) { // kept, whatever it is
    if (failed(copy_from(file_, last.whole - base, path + ".torn"))) return false;
    if (failed(file_.truncate(last.whole - base)) || failed(file_.sync())) return false;
    found.torn += last.end - last.whole;
  }
  if (last.whole == base) {
    file_.close();
    (void)failed(::unlink(path.c_str()) == 0 ? 0 : errno);
    found.end = appended_ = durable_ = base;
    return problem.empty();
  }
  found.end = appended_ = durable_ = last.whole;
  segment_ = base_ = base;
  if (last.sealed) {
    found.seal_is_wrong = !last.seal_holds;
    before_ = last.hash;
    file_.close();
    return false;
  }
  // sealed before another is begun: what another process wrote is not appended to
  hash_ = hash_of();
  if (failed(hash_.add(file_, last.whole - base))) return false;
  pending_.push_back({base, last.whole, false, true, {}, false});
  appended_ = last.whole + seal_size;
  return false;
}

// Under the mutex.
void log_writer::begin_segment(position base) {
  base_ = base;
  begun_ = true;
  pending_.push_back({base, base + header_size, true, false, {}, false});
  appended_ = base + header_size;
}

position log_writer::append(std::uint8_t kind, std::uint32_t stream, moment when, bytes octets) {
  if (octets.size() > most_octets) throw std::length_error("an entry of a log is too long");
  const std::uint32_t checksum = checksum_of(octets, number_);
  const std::size_t size = size_of_entry(octets.size());
  position end = 0;
  {
    const std::lock_guard lock(mutex_);
    position at = appended_.load(std::memory_order_relaxed);
    if (begun_ && at > base_ + header_size && at + size + seal_size > base_ + options_.segment_octets) {
      if (pending_.empty()) pending_.push_back({base_, at, false, false, {}, false});
      pending_.back().last = true;
      begun_ = false;
      at += seal_size;
    }
    if (!begun_) begin_segment(at);
    at = appended_.load(std::memory_order_relaxed);
    if (pending_.empty()) pending_.push_back({base_, at, false, false, {}, false});
    put_entry(pending_.back().octets, {at, kind, stream, when, octets}, number_, checksum);
    end = at + size;
    appended_.store(end, std::memory_order_release);
    waiting_.fetch_add(size, std::memory_order_relaxed);
  }
  wake_.notify_one();
  return end;
}

// All of a piece, again when a part of it was written before: pages that could not be written are not
// written by another fdatasync() alone.
int log_writer::commit(piece& one) {
  const std::string path = segment_path(options_.folder, one.base);
  std::vector<std::uint8_t> framing;
  if (one.first) {
    if (const int error = file_.open(path, O_RDWR | O_CREAT); error != 0) return error;
    put_header(framing, one.base, {number_, before_});
    if (const int error = file_.write_at(0, framing); error != 0) return error;
    if (const int error = sync_folder(options_.folder); error != 0) return error;
  }
  if (const int error = file_.write_at(one.at - one.base, one.octets); error != 0) return error;
  if (!one.hashed) {
    if (one.first) hash_ = hash_of();
    hash_.add(framing);
    hash_.add(one.octets);
    one.hashed = true;
  }
  if (one.last) {
    framing.clear();
    const position at = one.at + one.octets.size();
    put_seal(framing, at, number_, hash_.so_far());
    if (const int error = file_.write_at(at - one.base, framing); error != 0) return error;
  }
  return file_.sync();
}

int log_writer::commit_all(std::deque<piece>& taken) {
  while (!taken.empty()) {
    piece& one = taken.front();
    if (const int error = commit(one); error != 0) return error;
    if (one.last) {
      before_ = hash_.so_far();
      file_.close();
    }
    segment_.store(one.base, std::memory_order_relaxed);
    waiting_.fetch_sub(one.octets.size(), std::memory_order_relaxed);
    durable_.store(one.at + one.octets.size() + (one.last ? seal_size : 0), std::memory_order_release);
    taken.pop_front();
  }
  return 0;
}

void log_writer::work() {
  std::deque<piece> taken;
  for (;;) {
    bool stopping = false;
    {
      std::unique_lock lock(mutex_);
      if (taken.empty()) {
        wake_.wait(lock, [&] { return stop_ || !pending_.empty(); });
        taken.swap(pending_);
      }
      stopping = stop_;
    }
    const int error = commit_all(taken);
    {
      const std::lock_guard lock(mutex_); // so that nobody misses it
      error_.store(error, std::memory_order_relaxed);
      stopped_ = stopping && (error != 0 || (taken.empty() && pending_.empty()));
    }
    done_.notify_all();
    tell();
    if (stopped_) return;
    if (error != 0) {
      std::unique_lock lock(mutex_);
      wake_.wait_for(lock, options_.retry, [&] { return stop_; });
    }
  }
}

bool log_writer::wait_for(position until) {
  std::unique_lock lock(mutex_);
  done_.wait(lock, [&] { return durable() >= until || error() != 0 || stopped_; });
  return durable() >= until;
}

bool log_writer::close() {
  if (!thread_.joinable()) return true;
  {
    const std::lock_guard lock(mutex_);
    if (begun_) {
      const position at = appended_.load(std::memory_order_relaxed);
      if (pending_.empty()) pending_.push_back({base_, at, false, false, {}, false});
      pending_.back().last = true;
      begun_ = false;
      appended_.store(at + seal_size, std::memory_order_release);
    }
    stop_ = true;
  }
  wake_.notify_all();
  thread_.join();
  return error() == 0;
}

std::uint64_t log_writer::remove_before(position keep) {
  std::uint64_t removed = 0;
  const position writing = segment_.load(std::memory_order_relaxed);
  const std::vector<position> all = segments_of(options_.folder);
  for (std::size_t i = 0; i + 1 < all.size(); ++i) {
    if (all[i + 1] > keep || all[i] >= writing) break;
    std::error_code problem;
    fs::remove(segment_path(options_.folder, all[i]), problem);
    if (problem) break;
    removed += all[i + 1] - all[i];
  }
  return removed;
}

} // namespace lihi::store
