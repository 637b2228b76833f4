// The audit log: a line of JSON for each thing that somebody did, each with the hash of the line before, so
// that no line can be changed or taken out without a trace.
#pragma once

#include "store/file.hpp"
#include "store/log_format.hpp"

#include <lihi/function_ref.hpp>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace lihi::store {

struct audit_entry {
  std::string who, what;            // a user, and what was done
  std::string from;                 // an address
  std::vector<std::string> records; // their ids
};

class audit_log {
 public:
  // "", or what is wrong. `broken` says that the chain does not hold: it goes on all the same.
  [[nodiscard]] std::string open(const std::string& path, bool& broken);
  // On the disk when it returns; "", or what is wrong: then it did not happen. Any thread.
  [[nodiscard]] std::string add(const audit_entry& what, moment now);

 private:
  std::mutex mutex_;
  file file_;
  std::uint64_t end_ = 0;
  std::string last_; // hash of the last line, in hex
};

// Checks a file. `each` gets what is wrong with which line, from 1 on; `last` the hash of the last one.
// `contains` is set when a line has the hash that it holds. "", or why it cannot be read.
[[nodiscard]] std::string check_audit(const std::string& path,
                                      function_ref<void(std::uint64_t, std::string_view)> each,
                                      std::string& last, std::uint64_t& lines, const std::string& wanted,
                                      bool& found);

} // namespace lihi::store
