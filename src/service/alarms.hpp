// What is wrong just now, and the lines of the log. No line holds anything of what was intercepted.
#pragma once

#include <lihi/moment.hpp>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace spdlog {
class logger;
}

namespace lihi::service {

struct alarm {
  std::string name; // "spool", "sink records", "link op-a"
  std::string text;
  moment since;
  std::uint64_t times = 0; // it was raised
  bool active = false;
};

class alarms {
 public:
  explicit alarms(std::shared_ptr<spdlog::logger> log) : log_(std::move(log)) {}

  // Any thread. A line of the log when it is new, or says something else than before.
  void raise(const std::string& name, const std::string& text);
  void clear(const std::string& name);
  // What happened once.
  void tell(const std::string& text);

  [[nodiscard]] std::vector<alarm> all() const;

 private:
  std::shared_ptr<spdlog::logger> log_;
  mutable std::mutex mutex_;
  std::map<std::string, alarm> all_;
};

// On standard error, a line each: time in UTC, how bad it is, what.
[[nodiscard]] std::shared_ptr<spdlog::logger> make_log();

} // namespace lihi::service
