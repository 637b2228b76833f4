// Items as they come, for viewers: who is slow is told how many it missed, and holds up nobody.
#pragma once

#include "service/api.hpp"
#include "store/sink.hpp"

#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <vector>

namespace lihi::service {

// What waits for one viewer.
class live_queue {
 public:
  static constexpr std::size_t most_items = 4096, most_octets = 8u << 20;
  struct item {
    std::shared_ptr<const std::string> line;
    std::string id;
  };
  struct batch {
    std::vector<item> items;
    std::uint64_t missed = 0; // behind them
  };

  // `more` is called by another thread when there is something and nobody was told since the last batch.
  live_queue(live_filter filter, std::function<void()> more)
      : filter_(std::move(filter)), more_(std::move(more)) {}

  [[nodiscard]] bool wants(std::string_view liid, std::string_view event, std::string_view kind) const;
  void push(item one);
  // Up to 256 items; none: `more` is called when there are.
  [[nodiscard]] batch take();

 private:
  live_filter filter_;
  std::function<void()> more_;
  std::mutex mutex_;
  std::deque<item> items_;
  std::size_t octets_ = 0;
  std::uint64_t missed_ = 0;
  bool told_ = false;
};

class live_feed final : public store::sink_target {
 public:
  explicit live_feed(const store::log_writer& items) : items_(items) {}

  // Any thread.
  void add(std::shared_ptr<live_queue> viewer);
  void remove(const std::shared_ptr<live_queue>& viewer);

  std::string open(store::position& next) override;
  std::string take(const store::entry& at, const store::item_entry& item) override;
  std::string settle(store::position) override { return ""; }

 private:
  const store::log_writer& items_;
  std::mutex mutex_;
  std::set<std::shared_ptr<live_queue>> viewers_;
};

} // namespace lihi::service
