// The target of a request, taken apart and checked (RFC 3986, RFC 9112 clause 3.2).
#pragma once

#include "store/database.hpp"

#include <initializer_list>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace lihi::service {

struct request_target {
  std::vector<std::string> path; // its parts, decoded
  std::multimap<std::string, std::string> parameters;
};
// Nothing when it is none.
[[nodiscard]] std::optional<request_target> parse_target(std::string_view text);

// Those of /v1/records, or those of them that are named; "" or what is wrong, without the value.
[[nodiscard]] std::string read_query(const request_target& from, store::record_query& out,
                                     std::initializer_list<std::string_view> known = {});
// "2026-02-06T09:44:01Z", with a fraction or without; microseconds.
[[nodiscard]] std::optional<std::int64_t> parse_time(std::string_view text);

} // namespace lihi::service
