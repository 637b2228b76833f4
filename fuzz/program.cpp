// The program itself, as a process: a file and a pipe that pauses, one job and several give the same lines;
// each line is JSON; the exit status is a documented one; nothing is written but where it was told to.
#include "capture/packet_file.hpp"
#include "cli/unpack.hpp"
#include "fuzz/fuzz.hpp"

#include <array>
#include <cerrno>
#include <fcntl.h>
#include <filesystem>
#include <spawn.h>
#include <string>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

extern char** environ;

namespace {

using namespace lihi;

struct result {
  int status;
  std::string out;
};

void write_all(int to, bytes octets) {
  while (!octets.empty()) {
    const ssize_t sent = ::write(to, octets.data(), octets.size());
    if (sent < 0 && errno != EINTR) return; // it reads no more
    if (sent > 0) octets = octets.subspan(static_cast<std::size_t>(sent));
  }
}

result run(std::vector<std::string> arguments, const std::vector<bytes>& parts) {
  static const std::string program = LIHI_FUZZ_PROGRAM;
  arguments.insert(arguments.begin(), program);
  int in[2], out[2];
  fuzz::require(pipe2(in, O_CLOEXEC) == 0 && pipe2(out, O_CLOEXEC) == 0, "there are pipes");
  posix_spawn_file_actions_t actions;
  (void)posix_spawn_file_actions_init(&actions);
  (void)posix_spawn_file_actions_adddup2(&actions, in[0], 0);
  (void)posix_spawn_file_actions_adddup2(&actions, out[1], 1);
  (void)posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0);
  std::vector<char*> pointers;
  pointers.reserve(arguments.size() + 1);
  for (std::string& each : arguments) pointers.push_back(each.data());
  pointers.push_back(nullptr);
  pid_t child = 0;
  fuzz::require(posix_spawn(&child, program.c_str(), &actions, nullptr, pointers.data(), environ) == 0,
                "the program starts");
  (void)posix_spawn_file_actions_destroy(&actions);
  (void)close(in[0]);
  (void)close(out[1]);
  for (const bytes part : parts) { // small: all of it fits the pipe
    write_all(in[1], part);
    if (parts.size() > 1) usleep(3000);
  }
  (void)close(in[1]);
  result got{-1, {}};
  std::array<char, 4096> block;
  for (ssize_t count = 1; count != 0;) {
    count = ::read(out[0], block.data(), block.size());
    if (count > 0) got.out.append(block.data(), static_cast<std::size_t>(count));
    fuzz::require(count >= 0 || errno == EINTR, "the output can be read"); // libFuzzer's alarm interrupts
  }
  (void)close(out[0]);
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) continue;
  fuzz::require(WIFEXITED(status), "the program ends by itself");
  got.status = WEXITSTATUS(status);
  return got;
}

} // namespace

extern "C" const std::size_t lihi_fuzz_prefix = 2;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const bool ignored [[maybe_unused]] = signal(SIGPIPE, SIG_IGN) != SIG_ERR;
  static char name[] = "/tmp/lihi-fuzz-program-XXXXXX";
  static const int file = [] {
    const int made = mkstemp(name);
    std::atexit([] { (void)unlink(name); });
    return made;
  }();
  fuzz::input in(data, size);
  const std::uint8_t how = in.octet();
  const bytes octets = in.rest().subspan(std::min<std::size_t>(1, in.rest().size()));
  const std::size_t place = octets.empty() ? 0 : in.octet() * octets.size() / 256;
  fuzz::require(ftruncate(file, 0) == 0 && lseek(file, 0, SEEK_SET) == 0, "the file is emptied");
  write_all(file, octets);
  constexpr const char* formats[] = {"records", "jer", "tree"};
  const std::string format = formats[how % 3];
  std::vector<std::string> arguments{"decode", "--source", "fuzz", "--to", format};
  if ((how & 8) != 0) arguments.emplace_back("--no-detail");
  std::vector<std::string> of_file = arguments, of_jobs = arguments;
  of_file.emplace_back(name);
  of_jobs.insert(of_jobs.end(), {"--jobs", "3", "--memory", "32M", name});
  const result one = run(of_file, {});
  const result jobs = run(of_jobs, {});
  const result piped = run(arguments, {octets.first(place), octets.subspan(place)});
  const bool other_kind = capture::is_capture(octets) || cli::unpacker::of(octets) != nullptr;
  fuzz::require(
      one.status == 0 || one.status == 1 || (one.status == 2 && other_kind),
      "the exit status is 0 or 1, or 2 of a file that is no capture, or not packed, though it begins so");
  fuzz::require(jobs.status == one.status && jobs.out == one.out, "several jobs give what one gives");
  // a pause lets a PDU go that waited for what follows, which damage alone makes another one
  if (one.status == 0) fuzz::require(piped.out == one.out, "a pipe that pauses gives what a file gives");
  if (format == "tree") return 0;
  for (std::size_t at = 0; at < one.out.size();) {
    const std::size_t end = one.out.find('\n', at);
    fuzz::require(end != one.out.npos, "every line ends");
    fuzz::require(fuzz::has_keys_once(std::string_view(one.out).substr(at, end - at)), "every line is JSON");
    at = end + 1;
  }
  return 0;
}
