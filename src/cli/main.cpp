// The program lihi.
#include "cli/commands.hpp"
#include "cli/terminal.hpp"

#include <csignal>
#include <exception>
#include <malloc.h>
#include <pthread.h>

int main(int argc, char** argv) {
  lihi::cli::keep_standard_descriptors();
#ifdef __GLIBC__
  // Threads share the heap, and have stacks that they can use: else each reserves 64 MiB and more.
  (void)::mallopt(M_ARENA_MAX, 1);
  (void)::mallopt(M_MMAP_THRESHOLD, 1 << 20); // large pieces go back at once
  pthread_attr_t usual;
  if (::pthread_getattr_default_np(&usual) == 0) {
    (void)::pthread_attr_setstacksize(&usual, 1u << 20);
    (void)::pthread_setattr_default_np(&usual);
    (void)::pthread_attr_destroy(&usual);
  }
#endif
  if (std::signal(SIGPIPE, SIG_IGN) == SIG_ERR) return 2; // a closed pipe is an error of write()
  try {
    return lihi::cli::run(argc, argv);
  } catch (const std::exception& problem) { // no memory
    lihi::cli::tell(problem.what());
    return 2;
  }
}
