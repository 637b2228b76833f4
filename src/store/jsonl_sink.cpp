#include "store/jsonl_sink.hpp"

#include "store/cursor.hpp"

#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <fmt/format.h>

namespace lihi::store {
namespace {

constexpr std::size_t enough = 1u << 18; // octets: then they are written

std::int64_t now() {
  return std::chrono::duration_cast<std::chrono::microseconds>(
             std::chrono::system_clock::now().time_since_epoch())
      .count();
}

} // namespace

std::string jsonl_target::path(bool part) const {
  return fmt::format("{}/{:010}.jsonl{}", options_.folder, at_.number, part ? ".part" : "");
}

std::string jsonl_target::open(position& next) {
  held_.clear();
  std::error_code problem;
  std::filesystem::create_directories(options_.folder, problem);
  if (problem) return problem.message();
  if (const auto known = read_cursor<cursor>(options_.cursor)) {
    at_ = *known;
  } else {
    // new here: no file of another run is written over
    at_ = {};
    while (std::filesystem::exists(path(true), problem) || std::filesystem::exists(path(false), problem))
      ++at_.number;
    at_.begun = now();
  }
  // full, and renamed, before the cursor said so
  if (std::filesystem::exists(path(false), problem)) {
    ++at_.number;
    at_.octets = 0;
    at_.begun = now();
  }
  int error = file_.open(path(true), O_WRONLY | O_CREAT);
  // lines behind what is known to be there come again
  if (error == 0) error = file_.truncate(at_.octets);
  if (error != 0) return path(true) + ": " + text_of_errno(error);
  next = at_.next;
  return "";
}

std::string jsonl_target::flush() {
  if (held_.empty()) return "";
  if (const int error = file_.write_at(at_.octets, held_); error != 0)
    return path(true) + ": " + text_of_errno(error);
  at_.octets += held_.size();
  held_.clear();
  return "";
}

std::string jsonl_target::take(const entry&, const item_entry& item) {
  held_.insert(held_.end(), item.line.begin(), item.line.end());
  held_.push_back('\n');
  return held_.size() >= enough ? flush() : "";
}

std::string jsonl_target::settle(position next) {
  if (std::string problem = flush(); !problem.empty()) return problem;
  int error = file_.sync();
  at_.next = next;
  if (error == 0) error = write_cursor(options_.cursor, at_);
  if (error != 0) return options_.cursor + ": " + text_of_errno(error);
  const auto age = std::chrono::microseconds(now() - at_.begun);
  return at_.octets >= options_.rotate_octets || (at_.octets != 0 && age >= options_.rotate_time) ? rotate()
                                                                                                  : "";
}

// The name first, the cursor then: open() sees when only the first was done.
std::string jsonl_target::rotate() {
  if (std::rename(path(true).c_str(), path(false).c_str()) != 0)
    return path(true) + ": " + text_of_errno(errno);
  if (const int error = sync_folder(options_.folder); error != 0)
    return options_.folder + ": " + text_of_errno(error);
  ++at_.number;
  at_.octets = 0;
  at_.begun = now();
  int error = file_.open(path(true), O_WRONLY | O_CREAT | O_TRUNC);
  if (error == 0) error = write_cursor(options_.cursor, at_);
  return error == 0 ? "" : path(true) + ": " + text_of_errno(error);
}

} // namespace lihi::store
