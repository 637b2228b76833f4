#include "service/alarms.hpp"

#include "core/text.hpp"
#include "service/now.hpp"

#include <spdlog/logger.h>
#include <spdlog/pattern_formatter.h>
#include <spdlog/sinks/stdout_sinks.h>

namespace lihi::service {
namespace {

// Names that others gave, as of certificates, may hold anything.
std::string shown(const std::string& text) {
  text_buffer out;
  append_visible(out, text);
  return std::string(out.view());
}

} // namespace

void alarms::raise(const std::string& name, const std::string& text) {
  {
    const std::lock_guard lock(mutex_);
    alarm& one = all_[name];
    ++one.times;
    if (one.active && one.text == text) return;
    if (!one.active) one.since = now_utc();
    one.name = name;
    one.text = text;
    one.active = true;
  }
  log_->warn("alarm: {}: {}", shown(name), shown(text));
}

void alarms::clear(const std::string& name) {
  {
    const std::lock_guard lock(mutex_);
    const auto one = all_.find(name);
    if (one == all_.end() || !one->second.active) return;
    one->second.active = false;
  }
  log_->info("alarm over: {}", shown(name));
}

void alarms::tell(const std::string& text) { log_->info("{}", shown(text)); }

std::vector<alarm> alarms::all() const {
  const std::lock_guard lock(mutex_);
  std::vector<alarm> out;
  for (const auto& [name, one] : all_) out.push_back(one);
  return out;
}

std::shared_ptr<spdlog::logger> make_log() {
  auto out = std::make_shared<spdlog::logger>("lihi", std::make_shared<spdlog::sinks::stderr_sink_mt>());
  out->set_formatter(std::make_unique<spdlog::pattern_formatter>("%Y-%m-%dT%H:%M:%S.%eZ %l %v",
                                                                 spdlog::pattern_time_type::utc));
  out->flush_on(spdlog::level::info);
  return out;
}

} // namespace lihi::service
