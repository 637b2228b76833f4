// The command line: any arguments, and a file of any octets; the exit status is one of the documented.
#include "cli/commands.hpp"
#include "fuzz/fuzz.hpp"

#include <fcntl.h>
#include <filesystem>
#include <string>
#include <unistd.h>
#include <vector>

namespace {

using namespace lihi;

constexpr const char* words[] = {"decode",
                                 "inspect",
                                 "schema",
                                 "--to",
                                 "records",
                                 "jer",
                                 "tree",
                                 "--jobs",
                                 "2",
                                 "--no-detail",
                                 "--no-content",
                                 "--rejects",
                                 "rejects",
                                 "--append",
                                 "--force",
                                 "--memory",
                                 "64M",
                                 "--source",
                                 "FILE",
                                 "-",
                                 "--colour",
                                 "always",
                                 "never",
                                 "--help",
                                 "--version",
                                 "PS-PDU",
                                 "AMFRegistration",
                                 "sUPI",
                                 "--",
                                 "",
                                 "verify",
                                 "--json",
                                 "raw",
                                 "--port",
                                 "--keylog",
                                 "--events",
                                 "--cc-out",
                                 "content"};

// A folder of its own: arguments may name files to write.
void move_to_own_folder() {
  static char folder[] = "/tmp/lihi-fuzz-XXXXXX";
  static bool done = false;
  if (done) return;
  done = true;
  fuzz::require(mkdtemp(folder) != nullptr && chdir(folder) == 0, "there is a folder to work in");
  std::atexit([] {
    std::error_code ignored;
    std::filesystem::remove_all(folder, ignored);
  });
  const int nowhere = open("/dev/null", O_RDWR);
  fuzz::require(nowhere >= 0 && dup2(nowhere, STDIN_FILENO) == 0 && dup2(nowhere, STDOUT_FILENO) == 1,
                "there is /dev/null");
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  move_to_own_folder();
  fuzz::input in(data, size);
  std::vector<std::string> arguments{"lihi"};
  for (unsigned count = in.octet() % 8; count != 0; --count) {
    const std::uint8_t word = in.octet();
    if (word < 200) {
      arguments.emplace_back(words[word % std::size(words)]);
      continue;
    }
    std::string own;
    for (unsigned i = word - 200u; i != 0; --i) own += static_cast<char>(in.octet());
    own = own.substr(0, own.find('\0'));
    if (own.find('/') == std::string::npos) arguments.push_back(std::move(own));
  }
  // they wait for others, or work for as long as they are told
  for (const char* each : {"listen", "replay", "synth"})
    if (arguments.size() > 1 && arguments[1] == each) return 0;
  const int file = open("FILE", O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  fuzz::require(file >= 0, "the file can be written");
  fuzz::require(write(file, in.rest().data(), in.rest().size()) == static_cast<ssize_t>(in.rest().size()),
                "wholly");
  close(file);
  std::vector<char*> pointers;
  pointers.reserve(arguments.size() + 1);
  for (std::string& each : arguments) pointers.push_back(each.data());
  pointers.push_back(nullptr);
  const int status = cli::run(static_cast<int>(arguments.size()), pointers.data());
  fuzz::require(status >= 0 && status <= 2, "the exit status is 0, 1 or 2");
  return 0;
}
