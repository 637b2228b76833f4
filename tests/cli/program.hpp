// Runs the program as its users do, in a folder of its own.
#pragma once

#include "support/files.hpp"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <string>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

namespace lihi::test {

namespace fs = std::filesystem;

struct run_result {
  int status = -1;
  std::string out, err;
  [[nodiscard]] std::vector<std::string> lines() const {
    std::vector<std::string> all;
    std::size_t at = 0;
    for (std::size_t end = 0; (end = out.find('\n', at)) != std::string::npos; at = end + 1)
      all.push_back(out.substr(at, end - at));
    return all;
  }
};

class cli : public testing::Test {
 protected:
  cli() : folder_(fs::temp_directory_path() / ("lihi-cli-" + std::to_string(::getpid()))) {
    fs::create_directories(folder_);
  }
  ~cli() override { fs::remove_all(folder_); }

  // `arguments` go through a shell: the tests use pipes and redirections.
  run_result run(const std::string& arguments) { return shell("$LIHI " + arguments); }
  // A script of bash in the folder; $LIHI is the program.
  run_result shell(const std::string& script) {
    std::ofstream(folder_ / "script") << "LIHI=" << program() << "\n" << script << "\n";
    const std::string command = "cd " + folder_.string() + " && bash script > out 2> err";
    const int status = std::system(command.c_str());
    return {WEXITSTATUS(status), read_text(folder_ / "out"), read_text(folder_ / "err")};
  }
  void write(const std::string& name, bytes octets) const {
    std::ofstream out(folder_ / name, std::ios::binary);
    out.write(reinterpret_cast<const char*>(octets.data()), static_cast<std::streamsize>(octets.size()));
  }
  [[nodiscard]] std::string file(const std::string& name) const { return (folder_ / name).string(); }
  static std::string sample(const std::string& name) { return (source_dir() / "samples" / name).string(); }

  fs::path folder_;
};

} // namespace lihi::test
