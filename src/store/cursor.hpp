// Where a reader of a log stands, as a file: replaced whole, so that a crash leaves the last one.
#pragma once

#include "core/state.hpp"
#include "store/file.hpp"
#include "store/spool.hpp"

#include <fstream>
#include <iterator>
#include <optional>

namespace lihi::store {

// T has fields(), of which the first is a name with a version. Nothing when there is no file, or none of T.
template <class T>
[[nodiscard]] std::optional<T> read_cursor(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  const std::vector<std::uint8_t> octets(std::istreambuf_iterator<char>(file), {});
  auto out = unpacked<T>(octets);
  if (out && out->name != T().name) out.reset();
  return out;
}
// 0, or errno.
template <class T>
[[nodiscard]] int write_cursor(const std::string& path, const T& at) noexcept {
  return replace_file(path, packed(at));
}

} // namespace lihi::store
