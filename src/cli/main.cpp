// The program lihi.
#include "cli/commands.hpp"

#include <csignal>
#include <cstdio>
#include <exception>

int main(int argc, char** argv) {
  if (std::signal(SIGPIPE, SIG_IGN) == SIG_ERR) return 2; // a closed pipe is an error of write()
  try {
    return lihi::cli::run(argc, argv);
  } catch (const std::exception& problem) { // no memory, no thread
    std::fprintf(stderr, "lihi: %s\n", problem.what());
    return 1;
  }
}
