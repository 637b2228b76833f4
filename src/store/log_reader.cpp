#include "store/log_reader.hpp"

#include "store/log_folder.hpp"

#include <algorithm>
#include <filesystem>

namespace lihi::store {

std::string log_reader::open(const std::string& folder, position from) {
  folder_ = folder;
  at_ = from;
  open_ = false;
  log_number_.reset();
  problem_.clear();
  std::error_code problem;
  const bool there = std::filesystem::is_directory(folder, problem);
  if (problem && problem != std::errc::no_such_file_or_directory) return problem.message();
  return there || !std::filesystem::exists(folder, problem) ? "" : "is no folder";
}

log_reader::found log_reader::fail(position segment, int error) {
  problem_ = segment_name(segment) + ": " + text_of_errno(error);
  return found::failed;
}

// The user's next entry in the segment at hand.
log_reader::found log_reader::next_here(entry& one, damage& gap, position limit) {
  for (;;) {
    const auto what = segment_.next(one, gap, limit);
    at_ = std::max(at_, segment_.at());
    switch (what) {
    case segment_reader::found::failed: return fail(base_, segment_.error());
    case segment_reader::found::damage: return found::damage;
    case segment_reader::found::entry:
      if (one.kind == header_kind || one.kind == seal_kind) continue;
      return found::entry;
    case segment_reader::found::end:
      torn_ = segment_.end() > at_ ? segment_.end() - at_ : 0;
      return found::end;
    }
  }
}

log_reader::found log_reader::next(entry& one, damage& gap, position limit) {
  torn_ = 0;
  for (;;) {
    if (open_)
      if (const found what = next_here(one, gap, limit); what != found::end) return what;
    if (at_ >= limit) return found::end;
    const auto base = next_segment();
    if (!problem_.empty()) return found::failed;
    if (!base || *base >= limit) return found::end;
    if (open_) // what came since, before another segment was begun
      if (const found what = next_here(one, gap, limit); what != found::end) return what;
    const position from = std::max(*base, at_);
    if (const int error = segment_.open(segment_path(folder_, *base), *base, *log_number_, from); error != 0)
      return fail(*base, error);
    gap = {at_, from};
    open_ = true;
    base_ = *base;
    at_ = from;
    torn_ = 0;
    if (gap.from != gap.to) return found::damage;
  }
}

// Behind the one at hand; or, when there is none, the one that at() is in, or the first.
std::optional<position> log_reader::next_segment() {
  try {
    if (!std::filesystem::is_directory(folder_)) return std::nullopt;
    const std::vector<position> all = segments_of(folder_);
    auto next = std::upper_bound(all.begin(), all.end(), open_ ? base_ : at_);
    if (!open_ && next != all.begin()) --next;
    if (next == all.end()) return std::nullopt;
    if (!log_number_) log_number_ = log_number_of(folder_);
    if (log_number_) return *next;
    problem_ = "neither the file \"number\" nor a header says the log's number";
  } catch (const std::filesystem::filesystem_error& wrong) {
    problem_ = wrong.code().message();
  }
  return std::nullopt;
}

} // namespace lihi::store
