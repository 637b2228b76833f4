#include "store/log_folder.hpp"

#include "store/file.hpp"

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <fmt/format.h>

namespace lihi::store {
namespace {

namespace fs = std::filesystem;

// The first octets of a file; fewer, or none, when they cannot be had.
std::vector<std::uint8_t> beginning_of(const std::string& path, std::size_t octets) {
  std::vector<std::uint8_t> out(octets);
  file from;
  std::size_t read = 0;
  if (from.open(path, O_RDONLY) != 0 || from.read_at(0, out, read) != 0) read = 0;
  out.resize(read);
  return out;
}

std::string number_path(const std::string& folder) { return folder + "/number"; }

} // namespace

std::vector<position> segments_of(const std::string& folder) {
  std::vector<position> out;
  for (const auto& each : fs::directory_iterator(folder))
    if (const auto at = position_of_name(each.path().filename().string())) out.push_back(*at);
  std::sort(out.begin(), out.end());
  return out;
}

std::string segment_path(const std::string& folder, position base) {
  return folder + "/" + segment_name(base);
}

std::optional<std::uint64_t> log_number_of(const std::string& folder) {
  const auto octets = beginning_of(number_path(folder), 17);
  const std::string_view text = as_text(octets);
  std::uint64_t number = 0;
  if (text.size() == 17 && text[16] == '\n' &&
      std::from_chars(text.data(), text.data() + 16, number, 16).ptr == text.data() + 16)
    return number;
  for (const position each : segments_of(folder))
    if (const auto header = read_header(beginning_of(segment_path(folder, each), header_size), each))
      return header->log_number;
  return std::nullopt;
}

int keep_log_number(const std::string& folder, std::uint64_t number) {
  return replace_file(number_path(folder), as_bytes(fmt::format("{:016x}\n", number)));
}

} // namespace lihi::store
