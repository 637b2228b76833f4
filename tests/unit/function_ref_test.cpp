#include "support/files.hpp"

#include <functional>
#include <gtest/gtest.h>
#include <lihi/decoder.hpp>
#include <lihi/function_ref.hpp>

namespace lihi {
namespace {

int twice(int value) { return 2 * value; }

TEST(function_ref, calls_what_it_views) {
  const auto call = [](function_ref<int(int)> f) { return f(21); };
  EXPECT_EQ(call(twice), 42);
  EXPECT_EQ(call([](int value) { return value + 1; }), 22);
  int calls = 0;
  auto counting = [&calls](int value) mutable { return ++calls, value; };
  EXPECT_EQ(call(counting), 21);
  const std::function<int(int)> held = counting;
  EXPECT_EQ(call(held), 21);
  EXPECT_EQ(calls, 2);
}

TEST(function_ref, passes_references_and_drops_results) {
  int value = 1;
  const function_ref<void(int&)> add = [](int& to) { return ++to; };
  add(value);
  EXPECT_EQ(value, 2);
}

std::size_t seen = 0;
void count_plain(const record&) { ++seen; }

TEST(decoder, takes_anything_that_can_be_called) {
  const auto octets = test::read_file(test::source_dir() / "samples/story/hi2.ber");
  framer frames;
  frames.feed(octets);
  frames.finish();
  decoder decode;
  std::size_t lambdas = 0, functions = 0, pdus = 0;
  auto lvalue = [&lambdas](const record&) { ++lambdas; };
  std::function<void(const record&)> function = [&functions](const record&) { ++functions; };
  while (const auto piece = frames.next()) {
    ++pdus;
    EXPECT_FALSE(decode.read(*piece, "", lvalue));
    EXPECT_FALSE(decode.read(*piece, "", function));
    EXPECT_FALSE(decode.read(*piece, "", count_plain));
  }
  EXPECT_GT(pdus, 5u);
  EXPECT_EQ(lambdas, pdus);
  EXPECT_EQ(functions, pdus);
  EXPECT_EQ(seen, pdus);
}

} // namespace
} // namespace lihi
