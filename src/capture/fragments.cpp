#include "capture/fragments.hpp"

#include <algorithm>

namespace lihi::capture {

void fragments::forget(std::map<key, partial>::iterator which) {
  by_age_.erase(which->second.age);
  by_key_.erase(which);
}

fragments::datagram fragments::add(const fragment& one) {
  // none is empty, and none ends behind the longest datagram
  if (one.octets.empty() || one.offset + one.octets.size() > most_octets) return {};
  const key of{one.from, one.to, one.is_v6, one.is_v6 ? std::uint8_t{0} : one.protocol, one.id};
  auto [place, fresh] = by_key_.try_emplace(of);
  if (fresh) {
    place->second.age = by_age_.insert(by_age_.end(), of);
    if (by_key_.size() > most_datagrams) {
      forget(by_key_.find(by_age_.front()));
      ++given_up_;
    }
  }
  partial& to = place->second;
  if (one.offset == 0) to.protocol = one.protocol;
  if (!one.more && to.size == 0) to.size = one.offset + one.octets.size();
  to.held += add_first_wins(to.came, one.offset, one.octets, {}, [](std::size_t, bytes, bytes) {});
  if (to.size == 0 || to.held < to.size) return {};
  whole_.clear();
  for (const auto& [offset, part] : to.came) {
    if (offset != whole_.size()) return {}; // more than its size came, and a hole is left
    whole_.insert(whole_.end(), part.octets.begin(), part.octets.end());
  }
  whole_.resize(std::min(whole_.size(), to.size));
  const std::uint8_t protocol = to.protocol;
  forget(place);
  return {protocol, whole_};
}

} // namespace lihi::capture
