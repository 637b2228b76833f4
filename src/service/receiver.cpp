#include "service/receiver.hpp"

#include "service/clock_watch.hpp"
#include "service/hook_sink.hpp"
#include "service/now.hpp"
#include "store/capture_sink.hpp"
#include "store/database.hpp"
#include "store/jsonl_sink.hpp"
#include "store/log_folder.hpp"
#include "store/stream_sink.hpp"

#include <filesystem>
#include <fmt/format.h>
#include <utility>

namespace lihi::service {
namespace {

namespace fs = std::filesystem;

store::log_options log_of(const config& options, const char* name) {
  store::log_options out;
  out.folder = options.data + "/" + name;
  out.segment_octets = options.spool.segment;
  out.most_waiting = options.spool.waiting;
  return out;
}

decoding_options decoding_of(const config& options) {
  decoding_options out;
  out.folder = options.data;
  return out;
}

} // namespace

// An item is an entry of a log, which holds store::most_octets at most.
spool_decoder_options decoder_options_of(const config& options) {
  spool_decoder_options out;
  out.decoder.detail = options.detail;
  out.decoder.bounds.text = 16u << 20;
  out.content = options.content;
  out.captures = !options.captures.empty();
  return out;
}

receiver::receiver(const config& options, alarms& said, decoding::engine_maker make)
    : options_(options), alarms_(said), spool_(log_of(options, "spool")), items_(log_of(options, "items")),
      decoding_(decoding_of(options), spool_, items_, said, std::move(make)),
      connections_(options, spool_, said) {}

std::string receiver::open_log(store::log_writer& log, const char* name, std::function<void()> changed) {
  store::recovery found;
  if (const std::string problem = log.open(found, std::move(changed)); !problem.empty())
    return fmt::format("{}: {}", name, problem);
  if (found.end != 0)
    alarms_.tell(fmt::format("{}: octets {} to {} in {} segments; {} octets at the end were torn", name,
                             found.begin, found.end, found.segments, found.torn));
  for (const store::damage& each : found.damaged)
    alarms_.raise(name, fmt::format("octets {} to {} are damaged", each.from, each.to));
  if (found.seal_is_wrong) alarms_.raise(name, "the last segment was changed since it was sealed");
  return "";
}

void receiver::add_sink(const std::string& name, std::unique_ptr<store::sink_target> target) {
  sinks_.push_back(std::make_unique<store::sink>(name, items_, std::move(target),
                                                 [this, alarm = "sink " + name](const std::string& problem) {
                                                   if (problem.empty())
                                                     alarms_.clear(alarm);
                                                   else
                                                     alarms_.raise(alarm, problem);
                                                 }));
}

std::string receiver::start() {
  try {
    fs::create_directories(options_.data + "/sinks");
  } catch (const fs::filesystem_error& wrong) {
    return options_.data + ": " + wrong.code().message();
  }
  const auto cursor_of = [this](const std::string& name) {
    return options_.data + "/sinks/" + name + ".cursor";
  };
  const auto folder_of = [this](const auto& sink) {
    return sink.folder.empty() ? options_.data + "/" + sink.name : sink.folder;
  };
  for (const jsonl_config& each : options_.jsonl)
    add_sink(each.name, std::make_unique<store::jsonl_target>(store::jsonl_options{
                            folder_of(each), cursor_of(each.name), each.rotate_octets, each.rotate_time}));
  for (const capture_config& each : options_.captures)
    add_sink(each.name, std::make_unique<store::capture_target>(
                            store::capture_options{folder_of(each), cursor_of(each.name)}));
  for (const stream_config& each : options_.streams)
    add_sink(each.name, std::make_unique<store::stream_target>(
                            store::stream_options{each.path, each.address, each.port, cursor_of(each.name)}));
  for (const hook_config& each : options_.hooks) {
    hook_options how;
    (void)parse_url(each.url, how); // it was read before
    how.authorities = each.authorities;
    how.token_file = each.token_file;
    how.cursor = cursor_of(each.name);
    add_sink(each.name, std::make_unique<hook_target>(std::move(how)));
  }
  if (options_.database) {
    auto database = std::make_unique<store::database_target>(
        store::database_options{options_.data + "/records.db", options_.database->content_records});
    store::position ignored = 0;
    (void)database->open(
        ignored); // its tables are there before anybody reads them; the sink says what is wrong
    add_sink("database", std::move(database));
  }
  if (std::string problem = open_log(spool_, "spool",
                                     [this] {
                                       watch_disk(spool_, "spool disk");
                                       connections_.spool_changed();
                                       decoding_.notify();
                                     });
      !problem.empty())
    return problem;
  if (std::string problem = open_log(items_, "items",
                                     [this] {
                                       watch_disk(items_, "items disk");
                                       decoding_.notify();
                                       for (const auto& each : sinks_) each->notify();
                                     });
      !problem.empty())
    return problem;
  if (std::string problem = decoding_.start(); !problem.empty()) return "decoder: " + problem;
  for (const auto& each : sinks_) each->start();
  if (std::string problem = connections_.start(); !problem.empty()) return problem;
  maintenance_ = std::thread([this] { maintain(); });
  return "";
}

void receiver::watch_disk(store::log_writer& log, const char* name) {
  if (const int error = log.error(); error != 0)
    alarms_.raise(name,
                  "cannot be written: " + store::text_of_errno(error) + "; links are not read until it can");
  else
    alarms_.clear(name);
}

void receiver::stop() {
  if (std::exchange(stopped_, true)) return;
  connections_.stop();
  if (!spool_.close())
    alarms_.raise("spool disk",
                  fmt::format("{} octets that came are lost: they could not be written", spool_.waiting()));
  decoding_.stop();
  (void)items_.close();
  for (const auto& each : sinks_) each->stop();
  {
    const std::lock_guard lock(mutex_);
    stop_ = true;
  }
  wake_.notify_all();
  if (maintenance_.joinable()) maintenance_.join();
}

void receiver::maintain() {
  clock_watch clock(clock_watch::system::now(), clock_watch::steady::now());
  for (;;) {
    {
      std::unique_lock lock(mutex_);
      if (wake_.wait_for(lock, std::chrono::seconds(5), [this] { return stop_; })) return;
    }
    remove_old();
    if (const auto jump = clock.look(clock_watch::system::now(), clock_watch::steady::now()))
      alarms_.raise("clock",
                    fmt::format("was set by {} ms: times of arrival before and after do not fit together",
                                jump->count()));
    else
      alarms_.clear("clock");
  }
}

// Items go when every sink has them; of the spool what is decoded, by size and age, when that is wanted.
void receiver::remove_old() {
  store::position handed_on = items_.durable();
  for (const auto& each : sinks_) handed_on = std::min(handed_on, each->at());
  (void)items_.remove_before(handed_on);
  const spool_config& how = options_.spool;
  store::position keep = 0;
  if (how.keep_octets != 0 && spool_.durable() > how.keep_octets) keep = spool_.durable() - how.keep_octets;
  if (how.keep_time.count() != 0) {
    // a segment is as old as its file's last change
    const auto oldest = fs::file_time_type::clock::now() - how.keep_time;
    const auto all = store::segments_of(spool_.options().folder);
    for (std::size_t i = 0; i + 1 < all.size(); ++i) {
      std::error_code gone;
      const auto changed = fs::last_write_time(store::segment_path(spool_.options().folder, all[i]), gone);
      if (gone || changed > oldest) break;
      keep = std::max(keep, all[i + 1]);
    }
  }
  keep = std::min(keep, decoding_.safe());
  if (keep == 0) return;
  if (const std::uint64_t removed = spool_.remove_before(keep); removed != 0)
    alarms_.tell(fmt::format("spool: {} octets before {} were removed: they are old enough", removed, keep));
}

} // namespace lihi::service
