#include "core/arena.hpp"

#include <gtest/gtest.h>

namespace lihi::test {
namespace {

TEST(arena, gives_and_takes_back) {
  arena memory;
  const auto first = memory.copy("hello");
  const auto second = memory.copy("world");
  EXPECT_EQ(first, "hello");
  EXPECT_EQ(second, "world");
  const auto* const at = first.data();
  memory.reset();
  EXPECT_EQ(memory.copy("again").data(), at) << "blocks are kept";
}

TEST(arena, large_pieces_get_blocks_of_their_own) {
  arena memory;
  std::uint8_t* const small = memory.allocate(10);
  std::uint8_t* const large = memory.allocate(100'000);
  ASSERT_NE(small, nullptr);
  ASSERT_NE(large, nullptr);
  std::memset(large, 1, 100'000);
  memory.reset();
  EXPECT_NE(memory.allocate(100'000), nullptr);
}

TEST(arena, has_a_limit) {
  arena memory(100);
  EXPECT_NE(memory.allocate(60), nullptr);
  EXPECT_EQ(memory.allocate(41), nullptr);
  EXPECT_NE(memory.allocate(40), nullptr);
  EXPECT_EQ(memory.allocate(1), nullptr);
  memory.reset();
  EXPECT_NE(memory.allocate(100), nullptr);
}

} // namespace
} // namespace lihi::test
