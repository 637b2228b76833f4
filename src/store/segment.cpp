#include "store/segment.hpp"

#include "store/hash_of.hpp"

#include <algorithm>
#include <cstring>

namespace lihi::store {
namespace {

constexpr std::size_t block_octets = 1u << 20;

} // namespace

int segment_reader::open(const std::string& path, position base, std::uint64_t log_number, position from) {
  base_ = end_ = base;
  at_ = from;
  log_number_ = log_number;
  filled_ = 0;
  error_ = file_.open(path, O_RDONLY);
  return error_;
}

bytes segment_reader::window(position from, std::size_t octets) {
  if (from < block_at_ || from + octets > block_at_ + filled_) {
    // nothing behind the end: it may not be written yet
    const std::size_t room = std::min<std::uint64_t>(std::max(octets, block_octets), end_ - from);
    if (block_.size() < room) block_.resize(room);
    block_at_ = from;
    error_ = file_.read_at(from - base_, std::span(block_).first(room), filled_);
    if (error_ != 0) filled_ = 0;
  }
  return bytes(block_).first(filled_).subspan(from - block_at_);
}

segment_reader::found segment_reader::next(entry& one, damage& gap, position limit) {
  std::uint64_t size = 0;
  error_ = file_.size(size);
  if (error_ != 0) return found::failed;
  end_ = std::min(base_ + size, limit);
  for (position from = at_; from + head_size <= end_;) {
    const std::uint64_t log_number = from == base_ ? 0 : log_number_; // a header's own checksum
    std::size_t needed = 0;
    reading what = read_entry(window(from, head_size), from, log_number, one, needed);
    if (what == reading::unfinished && from + needed <= end_)
      what = read_entry(window(from, needed), from, log_number, one, needed);
    if (error_ != 0) return found::failed;
    if (what == reading::whole && from != at_) {
      gap = {at_, from};
      at_ = from;
      return found::damage;
    }
    if (what == reading::whole) {
      at_ = from + needed;
      return found::entry;
    }
    if (what == reading::unfinished) break; // its head is right, and the rest is not there
    // one with a right head and wrong octets is stepped over whole: nothing inside it can be an entry
    from += needed == head_size ? alignment : needed;
  }
  return found::end;
}

int look_at(const std::string& path, position base, std::uint64_t log_number, segment_facts& out) {
  out = {};
  out.base = out.whole = base;
  segment_reader all;
  if (const int error = all.open(path, base, log_number, base); error != 0) return error;
  std::optional<entry> seal;
  sha256 sealed{};
  for (;;) {
    entry one;
    damage gap;
    const auto what = all.next(one, gap);
    if (what == segment_reader::found::failed) return all.error();
    if (what == segment_reader::found::end) break;
    if (what == segment_reader::found::damage) {
      out.damaged.push_back(gap);
      continue;
    }
    out.whole = all.at();
    seal.reset();
    if (one.kind == seal_kind) {
      seal = one;
      if (one.octets.size() == sealed.size()) std::copy(one.octets.begin(), one.octets.end(), sealed.begin());
    } else if (one.kind != header_kind) {
      ++out.entries;
      out.octets += one.octets.size();
      if (!out.first) out.first = one.when;
      out.last = one.when;
    }
  }
  out.end = all.end();
  file again;
  hash_of hash;
  int error = again.open(path, O_RDONLY);
  if (error == 0) error = hash.add(again, (seal ? seal->at : out.whole) - base);
  std::array<std::uint8_t, header_size> beginning;
  std::size_t read = 0;
  if (error == 0) error = again.read_at(0, beginning, read);
  if (error != 0) return error;
  out.header = read_header(bytes(beginning).first(read), base);
  out.hash = hash.so_far();
  out.sealed = seal.has_value() && out.whole == out.end;
  out.seal_holds = out.sealed && sealed == out.hash;
  return 0;
}

} // namespace lihi::store
