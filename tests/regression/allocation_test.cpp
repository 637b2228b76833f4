// Memory runs out at every allocation in turn: the decoder says so, nothing leaks, and the next PDU is read
// as if nothing had happened.
#include "cli/worker.hpp"
#include "core/text_buffer.hpp"
#include "support/files.hpp"

#include <cstdlib>
#include <gtest/gtest.h>
#include <lihi/content.hpp>
#include <lihi/decoder.hpp>
#include <lihi/link.hpp>
#include <new>

namespace {

std::size_t allocations_left = SIZE_MAX; // until one fails; then all do,
bool fail_once = false;                  // or none

bool fails() {
  if (allocations_left == SIZE_MAX) return false;
  if (allocations_left == 0) {
    if (fail_once) allocations_left = SIZE_MAX;
    return true;
  }
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

// What a thread of the program does: the PDU is told to be lost, the one behind it is not.
TEST(allocation_failure, of_the_program) {
  for (const cli::format to : {cli::format::records, cli::format::jer, cli::format::tree}) {
    cli::decode_options options;
    options.to = to;
    const auto stream = read_file(source_dir() / "samples/story/hi2.ber");
    framer frames;
    frames.feed(bytes(stream));
    frames.finish();
    const frame first = *frames.next(), second = *frames.next();
    const auto read = [&options](std::size_t failing, const frame& pdu, std::string& text,
                                 const frame& behind) {
      cli::worker worker(options, options.plan());
      cli::outcome out;
      fail_once = true;
      allocations_left = failing;
      worker.take(
          pdu, "test", out, [] {}, [](const arrival&) {});
      const bool failed = allocations_left == SIZE_MAX;
      allocations_left = SIZE_MAX;
      fail_once = false;
      text = out.text.view();
      worker.take(
          behind, "test", out, [] {}, [](const arrival&) {});
      EXPECT_TRUE(out.rejected == 0 || text.find("memory_exceeded") != std::string::npos);
      return std::pair(failed, std::string(out.text.view().substr(text.size())));
    };
    std::string whole, text;
    const auto expected = read(SIZE_MAX - 1, first, whole, second).second;
    std::size_t lost = 0;
    for (std::size_t n = 0;; ++n) {
      const auto [failed, behind] = read(n, first, text, second);
      EXPECT_EQ(behind, expected) << n;
      if (!failed) break;
      lost += text == whole ? 0 : 1;
      // or, in a tree, the tag beside a name
      EXPECT_TRUE(text == whole || text.find("memory_exceeded") != std::string::npos ||
                  to == cli::format::tree)
          << n;
      EXPECT_EQ(text.back(), '\n');
    }
    EXPECT_GT(lost, 0u);
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

TEST(allocation, none_in_steady_state_for_records_as_text) {
  const auto stream = read_file(source_dir() / "samples/story/hi2.ber");
  framer frames;
  frames.feed(bytes(stream));
  frames.finish();
  decoder decode;
  const frame pdu = *frames.next();
  std::string out;
  const auto write = [&out](const record& one) {
    out.clear();
    write_json(one, out);
  };
  for (int i = 0; i < 2; ++i) ASSERT_FALSE(decode.read(pdu, "test", write));
  allocations_left = 0;
  const error fault = decode.read(pdu, "test", write);
  const bool failed = allocations_left != 0;
  allocations_left = SIZE_MAX;
  EXPECT_FALSE(fault);
  EXPECT_FALSE(failed);
  EXPECT_GT(out.size(), 100u);
}

// A call that fails loses no more than the item at hand, and the chunk may be gone behind it.
TEST(allocation_failure, of_a_link) {
  const auto stream = read_file(source_dir() / "samples/story/hi2.ber");
  const auto items = [&stream](std::size_t failing, bool& failed) {
    lihi::link from("test", {.decoder = {.bounds = {}, .detail = false}, .ledger = {}});
    std::size_t records = 0, others = 0;
    const auto count = [&](const item& one) {
      ++(std::holds_alternative<std::reference_wrapper<const record>>(one) ? records : others);
    };
    failed = false;
    for (std::size_t at = 0; at < stream.size(); at += 1000) {
      const std::vector<std::uint8_t> chunk(
          stream.begin() + static_cast<std::ptrdiff_t>(at),
          stream.begin() + static_cast<std::ptrdiff_t>(std::min(stream.size(), at + 1000)));
      if (at == 2000) {
        fail_once = true;
        allocations_left = failing;
      }
      try {
        from.octets(chunk, count);
      } catch (const std::bad_alloc&) {
        failed = true;
      }
      if (at == 2000) {
        failed = failed || allocations_left == SIZE_MAX;
        allocations_left = SIZE_MAX;
        fail_once = false;
      }
    }
    from.octets({}, count);
    from.close(count);
    return std::pair(records, others);
  };
  bool failed = false;
  const auto whole = items(SIZE_MAX - 1, failed);
  ASSERT_EQ(whole, (std::pair<std::size_t, std::size_t>(15, 0)));
  for (std::size_t n = 0;; ++n) {
    const auto [records, others] = items(n, failed);
    if (!failed) break;
    EXPECT_GE(records, whole.first - 1) << n;
    EXPECT_LE(others, 4u) << n;
    ASSERT_LT(n, 1000u);
  }
}

} // namespace
} // namespace lihi::test
