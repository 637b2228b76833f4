// Memory runs out at every allocation in turn: the decoder says so, nothing leaks, and the next PDU is read
// as if nothing had happened.
#include "core/text_buffer.hpp"
#include "support/files.hpp"

#include <cstdlib>
#include <gtest/gtest.h>
#include <lihi/content.hpp>
#include <lihi/decoder.hpp>
#include <new>

namespace {

std::size_t allocations_left = SIZE_MAX; // until one fails; then all do

bool fails() {
  if (allocations_left == SIZE_MAX) return false;
  if (allocations_left == 0) return true;
  --allocations_left;
  return false;
}

} // namespace

// not inlined: else compilers take free() and operator new for a pair that does not match
[[gnu::noinline]] void* operator new(std::size_t size) {
  if (fails()) throw std::bad_alloc();
  if (void* const at = std::malloc(size == 0 ? 1 : size)) return at;
  throw std::bad_alloc();
}
[[gnu::noinline]] void* operator new(std::size_t size, const std::nothrow_t&) noexcept {
  return fails() ? nullptr : std::malloc(size == 0 ? 1 : size);
}
[[gnu::noinline]] void* operator new[](std::size_t size) { return operator new(size); }
[[gnu::noinline]] void* operator new[](std::size_t size, const std::nothrow_t& how) noexcept {
  return operator new(size, how);
}
// What text_buffer grows by; linked with --wrap=realloc.
extern "C" void* __real_realloc(void* old, std::size_t size);  // NOLINT
extern "C" void* __wrap_realloc(void* old, std::size_t size) { // NOLINT
  return fails() ? nullptr : __real_realloc(old, size);
}
[[gnu::noinline]] void operator delete(void* at) noexcept { std::free(at); }
[[gnu::noinline]] void operator delete(void* at, std::size_t) noexcept { std::free(at); }
[[gnu::noinline]] void operator delete[](void* at) noexcept { std::free(at); }
[[gnu::noinline]] void operator delete[](void* at, std::size_t) noexcept { std::free(at); }

namespace lihi::test {
namespace {

// Runs `work` with the n-th allocation failing, for n from 0 until none fails. Returns how many there are.
template <class Work>
std::size_t fail_each(const Work& work) {
  for (std::size_t n = 0;; ++n) {
    allocations_left = n;
    bool failed = false;
    try {
      work();
    } catch (const std::bad_alloc&) {
      failed = true;
    }
    const bool through = allocations_left != 0;
    allocations_left = SIZE_MAX;
    if (!failed && through) return n;
    EXPECT_LT(n, 100'000u);
  }
}

std::vector<std::string> records_of(decoder& read, const frame& pdu) {
  std::vector<std::string> out;
  EXPECT_FALSE(read.read(pdu, "test", [&out](const record& one) {
    std::string text;
    write_json(one, text);
    out.push_back(std::move(text));
  }));
  return out;
}

TEST(allocation_failure, of_the_decoder_at_every_allocation) {
  for (const char* name : {"story/hi2.ber", "story/hi3.ber", "forms/segmented.ber"}) {
    const auto stream = read_file(source_dir() / "samples" / name);
    framer frames;
    frames.feed(bytes(stream));
    frames.finish();
    std::size_t pdus = 0;
    while (const auto pdu = frames.next()) {
      if (++pdus > 4) break; // the first few have all kinds of content
      decoder whole;
      const auto expected = records_of(whole, *pdu);
      const std::size_t count = fail_each([&] {
        decoder read;
        std::string_view jer;
        (void)read.read(*pdu, "test", [](const record& one) { const owned_record copy(one); });
        (void)read.jer(*pdu, jer);
      });
      EXPECT_GT(count, 3u);
      decoder survivor; // fails at each allocation in turn, and then reads as any other
      for (std::size_t n = 0; n < count; ++n) {
        allocations_left = n;
        try {
          (void)survivor.read(*pdu, "test", [](const record&) {});
        } catch (const std::bad_alloc&) {
        }
        allocations_left = SIZE_MAX;
        EXPECT_EQ(records_of(survivor, *pdu), expected) << name << " after allocation " << n << " failed";
      }
    }
  }
}

TEST(allocation_failure, of_text_that_grows) {
  const std::size_t count = fail_each([] {
    text_buffer out;
    std::string expected;
    for (int i = 0; i < 2000; ++i) {
      out.put("0123456789");
      expected += "0123456789";
    }
    const std::size_t left = allocations_left;
    allocations_left = SIZE_MAX;
    EXPECT_TRUE(out.view() == expected);
    allocations_left = left;
  });
  EXPECT_GT(count, 3u);

  text_buffer kept; // what was written stays when there is no room for more
  kept.put(std::string(4096, 'a'));
  allocations_left = 0;
  EXPECT_THROW(kept.put('b'), std::bad_alloc);
  allocations_left = SIZE_MAX;
  EXPECT_EQ(kept.view(), std::string(4096, 'a'));
  kept.put('b');
  EXPECT_EQ(kept.size(), 4097u);
}

TEST(allocation_failure, of_the_framer_and_the_content_reader) {
  const auto stream = read_file(source_dir() / "samples/story/hi3.ber");
  const std::size_t count = fail_each([&] {
    framer frames;
    content_reader contents;
    for (std::size_t at = 0; at < stream.size(); at += 100) {
      frames.feed(bytes(stream).subspan(at, std::min<std::size_t>(100, stream.size() - at)));
      while (const auto pdu = frames.next()) {
        header_fields header;
        (void)contents.read(*pdu, header, [](const content_data&) {});
      }
    }
  });
  EXPECT_GT(count, 3u);
}

} // namespace
} // namespace lihi::test
