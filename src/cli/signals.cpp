#include "cli/signals.hpp"

#include <atomic>
#include <csignal>
#include <fcntl.h>
#include <unistd.h>

namespace lihi::cli {
namespace {

std::atomic<int> which{0};
std::atomic<int> wake{-1};
int ends[2] = {-1, -1};
static_assert(std::atomic<int>::is_always_lock_free);

void take(int signal) {
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
  action.sa_flags = static_cast<int>(SA_RESETHAND); // the second one ends the program
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
