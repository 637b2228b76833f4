// Runs a fuzz target over files and folders of them, without libFuzzer: for regressions, AFL++ (@@) and
// debuggers.
#include "fuzz/fuzz.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <vector>

namespace {

void run(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) {
    std::fprintf(stderr, "cannot read %s\n", file.c_str());
    std::exit(2);
  }
  const std::vector<std::uint8_t> octets{std::istreambuf_iterator<char>(in),
                                         std::istreambuf_iterator<char>()};
  (void)LLVMFuzzerTestOneInput(octets.data(), octets.size());
}

} // namespace

int main(int argc, char** argv) {
  std::vector<std::filesystem::path> files;
  for (int i = 1; i < argc; ++i) {
    if (std::filesystem::is_directory(argv[i])) {
      // absolute: a target may change the folder it works in
      for (const auto& each :
           std::filesystem::recursive_directory_iterator(std::filesystem::absolute(argv[i])))
        if (each.is_regular_file()) files.push_back(each.path());
    } else {
      files.push_back(std::filesystem::absolute(argv[i]));
    }
  }
  std::sort(files.begin(), files.end());
  for (const auto& each : files) run(each);
  std::printf("%zu inputs\n", files.size());
  return 0;
}
