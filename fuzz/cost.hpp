// What input costs a target: processor time and memory, for each octet. A target that only looks for crashes
// does not see an attack on either.
#pragma once

#include "fuzz/fuzz.hpp"

#include <cstddef>
#include <ctime>

#if defined(__SANITIZE_ADDRESS__)
#define LIHI_FUZZ_ADDRESS 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define LIHI_FUZZ_ADDRESS 1
#endif
#endif
#ifdef LIHI_FUZZ_ADDRESS
// Both compilers' runtimes have it; only clang's headers declare it.
extern "C" std::size_t __sanitizer_get_current_allocated_bytes();
#endif

namespace lihi::fuzz {

// Nanoseconds of this thread.
inline std::uint64_t processor_time() noexcept {
  struct timespec now {};
  (void)clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<std::uint64_t>(now.tv_sec) * 1'000'000'000u + static_cast<std::uint64_t>(now.tv_nsec);
}

// Octets that are allocated, where that is known.
inline std::size_t allocated() noexcept {
#ifdef LIHI_FUZZ_ADDRESS
  return __sanitizer_get_current_allocated_bytes();
#else
  return 0;
#endif
}

// Runs `work` and demands that it takes no more than `nanoseconds` an octet (and what any input may take).
// The promise is 250 (SECURITY.md); sanitizers and a busy machine make it ten times as much and more,
// quadratic work a thousand times. What took too long once is measured again.
template <class Work>
void require_work(std::size_t octets, std::uint64_t nanoseconds, const char* promise, const Work& work) {
  constexpr std::uint64_t any = 20'000'000;
  for (int tries = 0; tries < 3; ++tries) {
    const std::uint64_t before = processor_time();
    work();
    if (processor_time() - before <= any + nanoseconds * octets) return;
  }
  require(false, promise);
}

} // namespace lihi::fuzz
