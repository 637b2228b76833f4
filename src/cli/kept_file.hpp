// A file that keeps the octets of what was rejected, or the lines that are no record: evidence, so it never
// takes the place of something else.
#pragma once

#include <lihi/bytes.hpp>
#include <string>

namespace lihi::cli {

enum class existing { refuse, append, replace };

// What is kept goes to a new file beside the one that was named (O_EXCL, mode 0600), and takes its name, or
// is appended whole, when finish() is called. Devices and pipes are written as they are.
class kept_file {
 public:
  kept_file() = default;
  ~kept_file(); // without finish(): nothing is left of it
  kept_file(const kept_file&) = delete;
  kept_file& operator=(const kept_file&) = delete;

  // Each returns what is wrong, "" when nothing is.
  [[nodiscard]] std::string open(const std::string& path, existing what);
  [[nodiscard]] std::string finish();
  // Keeps octets; the first error is told by finish().
  void write(bytes octets) noexcept;
  [[nodiscard]] bool is_open() const noexcept { return descriptor_ >= 0; }
  [[nodiscard]] bool failed() const noexcept { return error_ != 0; }

 private:
  [[nodiscard]] std::string append_all();
  void put(int to, bytes octets) noexcept;

  std::string path_, beside_;
  existing what_ = existing::refuse;
  int descriptor_ = -1;
  int error_ = 0;
};

} // namespace lihi::cli
