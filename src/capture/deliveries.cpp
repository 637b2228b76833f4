#include "capture/deliveries.hpp"

#include "etsi/ps_pdu_start.hpp"

#include <algorithm>
#include <utility>

namespace lihi::capture {
namespace {

constexpr std::size_t most_named = 16;

// RFC 8446 section 5.1: content type, version 3.x, length; of a connection's first record the type is
// handshake.
bool is_tls(bytes start, bool from_start) noexcept {
  constexpr std::uint8_t change_cipher_spec = 20, handshake = 22, application_data = 23;
  if (start.size() < 5 || start[1] != 3 || start[2] > 4) return false;
  const std::size_t length = std::size_t{start[3]} << 8 | start[4];
  constexpr std::size_t most_length = (1u << 14) + 2048; // of TLS 1.2
  if (length == 0 || length > most_length) return false;
  return start[0] == handshake ||
         (!from_start && start[0] >= change_cipher_spec && start[0] <= application_data);
}

} // namespace

bool deliveries::is_wanted(const flow& of) const noexcept {
  return std::any_of(ports_.begin(), ports_.end(),
                     [&of](std::uint16_t port) { return port == of.from.port || port == of.to.port; });
}

deliveries::verdict deliveries::judge(const flow& of, state& now) const {
  using etsi::start;
  const bool whole_start = of.from_start && now.runs.size() == 1 && now.runs[0].lost_before == 0;
  const bytes window(now.runs.back().octets);
  if (now.runs.size() == 1 && is_tls(window, whole_start)) return verdict::tls;
  constexpr std::size_t tls_header = 5;
  if (is_wanted(of)) return window.size() >= tls_header ? verdict::delivery : verdict::undecided;
  if (whole_start) {
    const start found = etsi::start_here(window);
    return found == start::yes ? verdict::delivery : found == start::no ? verdict::other : verdict::undecided;
  }
  const etsi::start_search found = etsi::find_start(window, now.searched, window.size());
  if (found.found == start::yes) return verdict::delivery;
  now.searched = found.found == start::need_more ? found.at : window.size();
  const std::size_t most = undecided_ > most_undecided ? least_searched : most_searched;
  return now.held >= most ? verdict::other : verdict::undecided;
}

void deliveries::decide(const flow& of, state& now, verdict found) {
  now.is = found;
  const std::vector<run> runs = std::move(now.runs);
  const std::vector<clash> clashes = std::exchange(now.clashes, {});
  now.runs = {};
  undecided_ -= now.held;
  if (found == verdict::delivery) {
    ++counts_.deliveries;
    for (const run& each : runs) {
      if (each.lost_before != 0) to_.lost(of, each.lost_before, each.arrived);
      if (!each.octets.empty()) to_.octets(of, each.octets, each.arrived);
    }
    for (const clash& each : clashes) to_.conflict(of, each.offset, each.octets, each.arrived);
    return;
  }
  ++(found == verdict::tls ? counts_.tls : counts_.other);
  counts_.not_read += now.held;
  if (found == verdict::tls && tls_.size() < most_named)
    tls_.push_back(text_of(of.from) + ">" + text_of(of.to));
}

void deliveries::octets(const flow& of, bytes what, moment arrived) {
  state& now = all_[of.id];
  if (now.is == verdict::delivery) return to_.octets(of, what, arrived);
  if (now.is != verdict::undecided) {
    counts_.not_read += what.size();
    return;
  }
  if (now.runs.empty()) now.runs.emplace_back();
  run& last = now.runs.back();
  last.octets.insert(last.octets.end(), what.begin(), what.end());
  last.arrived = arrived;
  now.held += what.size();
  undecided_ += what.size();
  if (const verdict found = judge(of, now); found != verdict::undecided) decide(of, now, found);
}

void deliveries::lost(const flow& of, std::uint64_t octets, moment noticed) {
  state& now = all_[of.id];
  if (now.is == verdict::delivery) return to_.lost(of, octets, noticed);
  if (now.is != verdict::undecided) return;
  if (now.runs.empty() || !now.runs.back().octets.empty()) now.runs.emplace_back();
  now.runs.back().lost_before += octets;
  now.searched = 0;
}

void deliveries::conflict(const flow& of, std::uint64_t offset, std::uint64_t octets, moment arrived) {
  state& now = all_[of.id];
  if (now.is == verdict::delivery) return to_.conflict(of, offset, octets, arrived);
  if (now.is != verdict::undecided) return;
  if (now.clashes.size() == most_clashes)
    now.clashes.back().octets += octets;
  else
    now.clashes.push_back({offset, octets, arrived});
}

void deliveries::closed(const flow& of) {
  const auto known = all_.find(of.id);
  if (known == all_.end()) return;
  state& now = known->second;
  if (now.is == verdict::undecided && now.held != 0)
    decide(of, now, is_wanted(of) ? verdict::delivery : verdict::other);
  if (now.is == verdict::delivery) to_.closed(of);
  all_.erase(known);
}

} // namespace lihi::capture
