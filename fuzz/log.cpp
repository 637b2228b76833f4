// A log whose octets were changed, cut off or written over: what is told as an entry is one that was written,
// what is not is told as damage, and all of it is covered once. Nothing that a sender's octets hold is an
// entry.
#include "fuzz/fuzz.hpp"
#include "store/segment.hpp"

#include <map>
#include <string>
#include <sys/mman.h>
#include <unistd.h>
#include <vector>

namespace {

using namespace lihi;
using namespace lihi::store;

constexpr std::uint64_t number = 0x0123456789abcdef;

// A file of these octets that is in memory alone.
class memory_file {
 public:
  explicit memory_file(bytes octets) : descriptor_(::memfd_create("log", 0)) {
    fuzz::require(::write(descriptor_, octets.data(), octets.size()) == static_cast<ssize_t>(octets.size()),
                  "there is memory");
  }
  ~memory_file() { (void)::close(descriptor_); }
  memory_file(const memory_file&) = delete;
  memory_file& operator=(const memory_file&) = delete;
  [[nodiscard]] std::string path() const { return "/proc/self/fd/" + std::to_string(descriptor_); }

 private:
  int descriptor_;
};

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  fuzz::input in(data, size);
  const position base = std::uint64_t{in.octet()} * 8;
  // entries, of the input's octets; some hold entries of a log whose number a sender guessed
  std::vector<std::uint8_t> written;
  std::map<position, position> entries; // where they begin and end
  put_header(written, base, {number, {}});
  const unsigned count = in.octet() % 16;
  for (unsigned i = 0; i < count; ++i) {
    const unsigned wanted = in.octet() * 4u, forged = in.octet();
    std::vector<std::uint8_t> octets(
        in.rest().begin(),
        in.rest().begin() + static_cast<std::ptrdiff_t>(std::min<std::size_t>(wanted, in.rest().size())));
    const position at = base + written.size();
    if (forged % 4 == 0)
      put_entry(octets, {at + head_size + octets.size() / 8 * 8, 1, 0, {}, {}}, forged,
                checksum_of({}, forged));
    put_entry(written, {at, static_cast<std::uint8_t>(i), i, {i}, octets}, number,
              checksum_of(octets, number));
    entries[at] = base + written.size();
  }
  std::vector<std::uint8_t> changed = written;
  for (unsigned left = in.octet() % 8; left != 0 && !changed.empty(); --left) {
    const std::size_t at = in.number() % changed.size();
    switch (in.octet() % 4) {
    case 0: changed[at] ^= static_cast<std::uint8_t>(in.octet() | 1); break;
    case 1: changed.resize(at); break;
    case 2:
      std::fill(changed.begin() + static_cast<std::ptrdiff_t>(at),
                changed.begin() + static_cast<std::ptrdiff_t>(std::min(changed.size(), at + in.octet())), 0);
      break;
    default: changed.insert(changed.end(), in.rest().begin(), in.rest().end()); break;
    }
  }
  const memory_file file(changed);
  segment_reader reader;
  fuzz::require(reader.open(file.path(), base, number, base) == 0, "it can be opened");
  position covered = base;
  std::map<position, position> found;
  for (bool more = true; more;) {
    entry one;
    damage gap;
    switch (reader.next(one, gap)) {
    case segment_reader::found::entry:
      fuzz::require(one.at == covered, "entries follow each other");
      covered = reader.at();
      if (one.at != base) {
        fuzz::require(entries.contains(one.at) && entries[one.at] == covered, "it was written");
        const std::size_t from = one.at - base + head_size;
        fuzz::require(std::equal(one.octets.begin(), one.octets.end(),
                                 written.begin() + static_cast<std::ptrdiff_t>(from)),
                      "as it is");
        found[one.at] = covered;
      }
      break;
    case segment_reader::found::damage:
      fuzz::require(gap.from == covered && gap.to > gap.from, "damage is where no entry is");
      covered = gap.to;
      break;
    case segment_reader::found::end: more = false; break;
    case segment_reader::found::failed: fuzz::require(false, "it can be read");
    }
  }
  fuzz::require(covered <= base + changed.size(), "nothing is read behind the end");
  for (const auto& each : entries) {
    const position at = each.first, end = each.second;
    const auto same = [&](std::size_t octets) {
      return end - base <= changed.size() &&
             std::equal(written.begin() + static_cast<std::ptrdiff_t>(at - base),
                        written.begin() + static_cast<std::ptrdiff_t>(at - base + octets),
                        changed.begin() + static_cast<std::ptrdiff_t>(at - base));
    };
    fuzz::require(!same(end - at) || found.contains(at), "an entry that nobody touched is found");
  }
  segment_facts facts;
  fuzz::require(look_at(file.path(), base, number, facts) == 0, "it can be looked at");
  fuzz::require(facts.entries == found.size(), "and says the same");
  return 0;
}
