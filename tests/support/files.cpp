#include "support/files.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <stdexcept>

namespace lihi::test {

namespace fs = std::filesystem;

std::vector<std::uint8_t> read_file(const fs::path& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) throw std::runtime_error("cannot read " + path.string());
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

std::string read_text(const fs::path& path) {
  const auto octets = read_file(path);
  return {octets.begin(), octets.end()};
}

std::vector<std::string> read_lines(const fs::path& path) {
  std::ifstream in(path);
  if (!in) throw std::runtime_error("cannot read " + path.string());
  std::vector<std::string> lines;
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

fs::path source_dir() { return LIHI_SOURCE_DIR; }
std::string program() { return LIHI_PROGRAM; }
std::string docs_program() { return LIHI_DOCS_PROGRAM; }
fs::path shared_dir() { return LIHI_SHARED_DIR; }

std::vector<fs::path> all_streams() {
  std::vector<fs::path> found;
  for (const fs::path& root : {source_dir() / "samples", shared_dir() / "vectors"}) {
    if (!fs::exists(root)) continue;
    for (const auto& entry : fs::recursive_directory_iterator(root))
      if (entry.path().extension() == ".ber") found.push_back(entry.path());
  }
  std::sort(found.begin(), found.end());
  return found;
}

} // namespace lihi::test
