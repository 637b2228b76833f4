// What one run read, for the line on standard error at its end.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

namespace lihi::cli {

class summary {
 public:
  std::uint64_t pdus = 0, records = 0, rejected = 0, defects = 0, gaps = 0, duplicates = 0, octets = 0;

  // "12 PDUs, 12 records, 0 rejected, ..."
  [[nodiscard]] std::string line() const;

 private:
  std::chrono::steady_clock::time_point begin_ = std::chrono::steady_clock::now();
};

// A line that is overwritten while a terminal watches long work.
class progress {
 public:
  progress();
  void show(std::uint64_t done, std::uint64_t all);
  void clear();

 private:
  bool terminal_;
  bool shown_ = false;
  std::chrono::steady_clock::time_point last_;
};

} // namespace lihi::cli
