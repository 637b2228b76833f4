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

// Blocks that are too small for what comes were kept for ever, one for each size, and not counted.
TEST(arena, holds_what_is_used_and_no_more) {
  arena memory;
  for (std::size_t size = 1; size < 4u << 20; size += 997) { // as strings that grow from PDU to PDU
    memory.reset();
    ASSERT_NE(memory.allocate(size), nullptr);
    EXPECT_LE(memory.held(), 2 * size + arena::most_kept) << size;
  }
  memory.reset();
  EXPECT_LE(memory.held(), arena::most_kept);
  EXPECT_NE(memory.allocate(10), nullptr);
}

TEST(arena, its_limit_counts_what_is_held) {
  arena memory(1u << 20);
  std::size_t given = 0;
  for (std::size_t size = 1; memory.allocate(size) != nullptr; size += 1000) {
    given += size;
    EXPECT_LE(memory.held(), 1u << 20);
  }
  EXPECT_GT(given, 200'000u);
}

} // namespace
} // namespace lihi::test
