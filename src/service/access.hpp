// Who may see what: users, by a bearer token or a certificate, and their roles.
#pragma once

#include "store/log_format.hpp"

#include <chrono>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lihi::service {

enum class role : std::uint8_t {
  viewer,        // records of the LIIDs that are named
  link_operator, // links, ledger, alarms and metrics; no record
  auditor,       // the audit log
  administrator, // all of it
};
inline constexpr std::string_view role_names[] = {"viewer", "operator", "auditor", "administrator"};

struct user_config {
  std::string name;
  service::role role = service::role::viewer;
  std::optional<store::sha256> token; // its hash
  std::string subject;                // of a client certificate (RFC 2253)
  std::vector<std::string> liids;     // of a viewer

  [[nodiscard]] bool operator==(const user_config&) const = default;
};
// As it was when somebody came.
using known_user = std::shared_ptr<const user_config>;

enum class right : std::uint8_t { records, links, audit };
[[nodiscard]] bool may(const user_config& who, right what) noexcept;
// Whether a viewer may see what is of that LIID; others see all or nothing.
[[nodiscard]] bool may_see(const user_config& who, std::string_view liid);

// Any thread.
class access {
 public:
  // In place of those before: who is among them as it was stays known.
  void set_users(const std::vector<user_config>& to);
  // False when it is no user any more, or another one.
  [[nodiscard]] bool knows(const known_user& who) const;

  enum class answer : std::uint8_t { known, unknown, too_many_tries };
  // `authorization` is the header's value, `token` one that came another way, `subject` a certificate's;
  // empty: none. An address that failed too often is not heard for a while.
  [[nodiscard]] answer find(std::string_view authorization, std::string_view token, std::string_view subject,
                            const std::string& address, known_user& who);

  static constexpr unsigned most_failures = 10; // of an address, in failure_time
  static constexpr std::chrono::seconds failure_time{60};

 private:
  struct failures {
    unsigned count = 0;
    std::chrono::steady_clock::time_point since;
  };
  [[nodiscard]] known_user by_token(std::string_view token) const;
  [[nodiscard]] bool heard(const std::string& address);
  void failed(const std::string& address);
  [[nodiscard]] std::vector<known_user> users() const;

  std::vector<known_user> users_;
  mutable std::mutex mutex_;
  std::map<std::string, failures> failures_;
};

[[nodiscard]] store::sha256 hash_of_token(std::string_view token);
// 32 octets that nobody can guess, in hex.
[[nodiscard]] std::string random_token();

} // namespace lihi::service
