#include "cli/signals.hpp"

#include <atomic>
#include <csignal>
#include <cstdint>
#include <ctime>
#include <fcntl.h>
#include <unistd.h>

namespace lihi::cli {
namespace {

std::atomic<int> which{0};
std::atomic<int> wake{-1};
std::atomic<std::int64_t> first{0}; // when it came
int ends[2] = {-1, -1};
static_assert(std::atomic<int>::is_always_lock_free && std::atomic<std::int64_t>::is_always_lock_free);

// Milliseconds on a clock that only goes forward; may be called by a handler.
std::int64_t now() noexcept {
  struct timespec time {};
  (void)::clock_gettime(CLOCK_MONOTONIC, &time);
  return std::int64_t{time.tv_sec} * 1000 + time.tv_nsec / 1'000'000;
}

// The first ends the program well. A second one ends it at once, but not when both came together: timeout(1)
// and shells signal a process and its group.
void take(int signal) {
  constexpr std::int64_t together = 500;
  if (which != 0) {
    if (now() - first < together) return;
    (void)std::signal(signal, SIG_DFL);
    (void)::raise(signal); // when this returns
    return;
  }
  first = now();
  which = signal;
  const char octet = 0;
  if (::write(wake, &octet, 1) < 0) return; // full: then it is readable already
}

} // namespace

signals::signals() {
  which = 0;
  if (::pipe2(ends, O_CLOEXEC | O_NONBLOCK) != 0) return;
  wake = ends[1];
  struct sigaction action {};
  action.sa_handler = take;
  for (const int each : {SIGINT, SIGTERM}) {
    struct sigaction before {};
    // one that is ignored, as of a job in the background, stays so
    if (::sigaction(each, nullptr, &before) == 0 && before.sa_handler != SIG_IGN)
      (void)::sigaction(each, &action, nullptr);
  }
}

signals::~signals() {
  for (const int each : {SIGINT, SIGTERM}) {
    struct sigaction now {};
    if (::sigaction(each, nullptr, &now) == 0 && now.sa_handler == take) (void)std::signal(each, SIG_DFL);
  }
  wake = -1;
  for (int& each : ends)
    if (each >= 0) (void)::close(each);
  ends[0] = ends[1] = -1;
}

int signals::came() noexcept { return which; }
int signals::descriptor() noexcept { return ends[0]; }

} // namespace lihi::cli
