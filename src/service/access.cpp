#include "service/access.hpp"

#include "core/text.hpp"
#include "store/hash_of.hpp"

#include <algorithm>
#include <array>
#include <new>
#include <openssl/crypto.h>
#include <openssl/rand.h>

namespace lihi::service {
namespace {

constexpr std::size_t most_addresses = 10'000;

} // namespace

bool may(const user_config& who, right what) noexcept {
  switch (who.role) {
  case role::administrator: return true;
  case role::viewer: return what == right::records;
  case role::link_operator: return what == right::links;
  case role::auditor: return what == right::audit;
  }
  return false;
}

bool may_see(const user_config& who, std::string_view liid) {
  return who.role == role::administrator ||
         (who.role == role::viewer && std::find(who.liids.begin(), who.liids.end(), liid) != who.liids.end());
}

store::sha256 hash_of_token(std::string_view token) {
  store::hash_of out;
  out.add(as_bytes(token));
  return out.so_far();
}

std::string random_token() {
  std::array<std::uint8_t, 32> octets{};
  if (::RAND_bytes(octets.data(), static_cast<int>(octets.size())) != 1) throw std::bad_alloc();
  text_buffer out;
  append_hex(out, octets);
  return std::string(out.view());
}

void access::set_users(const std::vector<user_config>& to) {
  std::vector<known_user> fresh;
  const std::lock_guard lock(mutex_);
  for (const user_config& each : to) {
    const auto same =
        std::find_if(users_.begin(), users_.end(), [&](const known_user& known) { return *known == each; });
    fresh.push_back(same == users_.end() ? std::make_shared<const user_config>(each) : *same);
  }
  users_ = std::move(fresh);
}

std::vector<known_user> access::users() const {
  const std::lock_guard lock(mutex_);
  return users_;
}

bool access::knows(const known_user& who) const {
  const std::vector<known_user> all = users();
  return std::find(all.begin(), all.end(), who) != all.end();
}

// All are compared, whole, so that the time says nothing about how near a token is.
known_user access::by_token(std::string_view token) const {
  const store::sha256 given = hash_of_token(token);
  known_user out;
  for (const known_user& each : users())
    if (each->token && ::CRYPTO_memcmp(each->token->data(), given.data(), given.size()) == 0) out = each;
  return out;
}

bool access::heard(const std::string& address) {
  const std::lock_guard lock(mutex_);
  const auto found = failures_.find(address);
  if (found == failures_.end()) return true;
  if (std::chrono::steady_clock::now() - found->second.since >= failure_time) {
    failures_.erase(found);
    return true;
  }
  return found->second.count < most_failures;
}

void access::failed(const std::string& address) {
  const std::lock_guard lock(mutex_);
  const auto now = std::chrono::steady_clock::now();
  if (failures_.size() >= most_addresses)
    std::erase_if(failures_, [&](const auto& each) { return now - each.second.since >= failure_time; });
  if (failures_.size() >= most_addresses) failures_.clear(); // rather than to remember without end
  failures& one = failures_[address];
  if (one.count++ == 0) one.since = now;
}

access::answer access::find(std::string_view authorization, std::string_view token, std::string_view subject,
                            const std::string& address, known_user& who) {
  who = nullptr;
  if (!heard(address)) return answer::too_many_tries;
  constexpr std::string_view bearer = "Bearer ";
  if (authorization.starts_with(bearer)) token = authorization.substr(bearer.size());
  if (!token.empty()) {
    who = by_token(token);
  } else if (!subject.empty()) {
    for (const known_user& each : users())
      if (each->subject == subject) who = each;
  }
  if (who != nullptr) return answer::known;
  if (!token.empty() || !authorization.empty()) failed(address);
  return answer::unknown;
}

} // namespace lihi::service
