#include "service/live_feed.hpp"

#include "store/item_fields.hpp"

#include <algorithm>

namespace lihi::service {

bool live_queue::wants(std::string_view liid, std::string_view event, std::string_view kind) const {
  const bool of_these = filter_.liids.empty() ||
                        std::find(filter_.liids.begin(), filter_.liids.end(), liid) != filter_.liids.end();
  return of_these && (filter_.event.empty() || filter_.event == event) &&
         (filter_.kind.empty() || filter_.kind == kind);
}

void live_queue::push(item one) {
  bool tell = false;
  {
    const std::lock_guard lock(mutex_);
    if (items_.size() >= most_items || octets_ + one.line->size() > most_octets) {
      ++missed_; // those that wait are older: what is left of them stays in order
    } else {
      octets_ += one.line->size();
      items_.push_back(std::move(one));
    }
    tell = !std::exchange(told_, true);
  }
  if (tell) more_();
}

live_queue::batch live_queue::take() {
  constexpr std::size_t most = 256;
  batch out;
  const std::lock_guard lock(mutex_);
  while (!items_.empty() && out.items.size() < most) {
    octets_ -= items_.front().line->size();
    out.items.push_back(std::move(items_.front()));
    items_.pop_front();
  }
  // they were missed behind all that waited
  if (items_.empty()) out.missed = std::exchange(missed_, 0);
  if (out.items.empty() && out.missed == 0) told_ = false;
  return out;
}

void live_feed::add(std::shared_ptr<live_queue> viewer) {
  const std::lock_guard lock(mutex_);
  viewers_.insert(std::move(viewer));
}
void live_feed::remove(const std::shared_ptr<live_queue>& viewer) {
  const std::lock_guard lock(mutex_);
  viewers_.erase(viewer);
}

std::string live_feed::open(store::position& next) {
  next = items_.durable();
  return "";
}

std::string live_feed::take(const store::entry& at, const store::item_entry& item) {
  std::vector<std::shared_ptr<live_queue>> viewers;
  {
    const std::lock_guard lock(mutex_);
    if (viewers_.empty()) return "";
    viewers.assign(viewers_.begin(), viewers_.end());
  }
  store::item_fields fields;
  if (!store::read_item(item.line, fields)) return "";
  std::shared_ptr<const std::string> line;
  for (const auto& each : viewers) {
    if (!each->wants(fields.liid, fields.event, fields.kind)) continue;
    if (!line)
      line = std::make_shared<const std::string>("{\"number\":\"" + std::to_string(at.at) +
                                                 "\",\"item\":" + std::string(item.line) + "}\n");
    each->push({line, fields.id});
  }
  return "";
}

} // namespace lihi::service
