// Same octets, same output, however the stream is cut into chunks.
#include "support/files.hpp"
#include "support/json.hpp"

#include <gtest/gtest.h>

namespace lihi::test {
namespace {

TEST(chunking, changes_nothing) {
  for (const auto& path : all_streams()) {
    const auto stream = read_file(path);
    const decoded whole = decode(stream);
    std::vector<std::size_t> chunks{2, 13, 1000, 4096};
    if (stream.size() < 20'000) chunks.push_back(1);
    for (const std::size_t chunk : chunks) {
      const decoded cut = decode(stream, chunk);
      EXPECT_EQ(cut.records, whole.records) << path << " in chunks of " << chunk;
      EXPECT_EQ(cut.jer, whole.jer) << path << " in chunks of " << chunk;
      ASSERT_EQ(cut.frames.size(), whole.frames.size());
      for (std::size_t i = 0; i < cut.frames.size(); ++i)
        EXPECT_EQ(cut.frames[i].fault, whole.frames[i].fault);
    }
  }
}

} // namespace
} // namespace lihi::test
