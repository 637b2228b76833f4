#include "link/arrivals.hpp"

#include <functional>

namespace lihi {
namespace {

bool is_inside(bytes part, bytes whole) noexcept {
  const std::less_equal<const std::uint8_t*> before;
  return before(whole.data(), part.data()) && before(part.data() + part.size(), whole.data() + whole.size());
}

} // namespace

void arrivals::add(const arrival& one, bytes stays, std::size_t at) {
  one.of.pack(key_);
  const bytes content = one.octets;
  const bool kept = !content.empty() && !is_inside(content, stays);
  all_.push_back({one, at, octets_.size(), key_.size(), octets_.size() + key_.size(), kept});
  octets_ += key_;
  if (kept) octets_ += as_text(content);
}

arrival arrivals::view_of(const entry& from) const noexcept {
  arrival out = from.base;
  const std::string_view all(octets_);
  out.of = session_key::unpack(all.substr(from.key, from.key_size));
  if (from.content_is_kept) out.octets = as_bytes(all.substr(from.content, from.base.octets.size()));
  return out;
}

void arrivals::clear() noexcept {
  all_.clear();
  octets_.clear();
  constexpr std::size_t most_kept = 1u << 20;
  if (octets_.capacity() > most_kept) std::string().swap(octets_);
  if (all_.capacity() * sizeof(entry) > most_kept) std::vector<entry>().swap(all_);
}

} // namespace lihi
