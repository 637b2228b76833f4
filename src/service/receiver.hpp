// The receiver: links into the spool, the spool into items, items into sinks. Each step goes on by itself
// where it stood.
#pragma once

#include "service/connections.hpp"
#include "service/decoding.hpp"
#include "store/sink.hpp"

namespace lihi::service {

class receiver {
 public:
  receiver(const config& options, alarms& said, decoding::engine_maker make);
  ~receiver() { stop(); }
  receiver(const receiver&) = delete;
  receiver& operator=(const receiver&) = delete;

  // "", or what is wrong; then nothing runs.
  [[nodiscard]] std::string start();
  void reload(const config& fresh) { connections_.reload(fresh); }
  // Links end, and what came is made durable; it is decoded and handed on as far as a few seconds allow, and
  // the rest when it is started again.
  void stop();

  [[nodiscard]] bool ask(question what, bytes about, std::string& answer) {
    return decoding_.ask(what, about, answer);
  }
  // It takes what comes: the disk does not fail.
  [[nodiscard]] bool ready() const noexcept { return spool_.error() == 0 && items_.error() == 0; }
  [[nodiscard]] const store::log_writer& spool() const noexcept { return spool_; }
  [[nodiscard]] const store::log_writer& items() const noexcept { return items_; }
  [[nodiscard]] const std::vector<std::unique_ptr<store::sink>>& sinks() const noexcept { return sinks_; }
  // One more, before it is started.
  void add_sink(const std::string& name, std::unique_ptr<store::sink_target> target);

  [[nodiscard]] const connections& links() const noexcept { return connections_; }
  [[nodiscard]] const decoding& decoder() const noexcept { return decoding_; }

 private:
  [[nodiscard]] std::string open_log(store::log_writer& log, const char* name, std::function<void()> changed);
  void watch_disk(store::log_writer& log, const char* name);
  void maintain();
  void remove_old();

  const config& options_;
  alarms& alarms_;
  store::log_writer spool_, items_;
  class decoding decoding_;
  class connections connections_;
  std::vector<std::unique_ptr<store::sink>> sinks_;
  std::mutex mutex_;
  std::condition_variable wake_;
  bool stop_ = false, stopped_ = false;
  std::thread maintenance_;
};

[[nodiscard]] spool_decoder_options decoder_options_of(const config& options);

} // namespace lihi::service
