// Files the tests read.
#pragma once

#include <cstdint>
#include <filesystem>
#include <lihi/bytes.hpp>
#include <string>
#include <vector>

namespace lihi::test {

[[nodiscard]] std::vector<std::uint8_t> read_file(const std::filesystem::path& path); // throws when it cannot
[[nodiscard]] std::string read_text(const std::filesystem::path& path);
[[nodiscard]] std::vector<std::string> read_lines(const std::filesystem::path& path);

[[nodiscard]] std::filesystem::path source_dir();
[[nodiscard]] std::string program();      // the path of lihi
[[nodiscard]] std::string docs_program(); // and of lihi_docs
// Vectors made by other encoders; they need not be there.
[[nodiscard]] std::filesystem::path shared_dir();
// All *.ber below samples/, and below the shared vectors when there are any.
[[nodiscard]] std::vector<std::filesystem::path> all_streams();

} // namespace lihi::test

// Ends a test that needs shared vectors when there are none, saying so.
#define LIHI_NEEDS_SHARED(path)                                                                              \
  if (!std::filesystem::exists(lihi::test::shared_dir() / (path)))                                           \
  GTEST_SKIP() << "no shared vectors: " << (path)
