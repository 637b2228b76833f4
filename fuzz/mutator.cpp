// A mutator that knows TLVs: takes the input apart (contained payloads too), changes the tree, and writes it
// with lengths that fit again, unless the change is to a length itself. Every fourth mutation is libFuzzer's
// own.
//
// A target with octets of its own before the TLVs says how many in lihi_fuzz_prefix.
#include "ber/header.hpp"
#include "fuzz/fuzz.hpp"

#include <algorithm>
#include <random>
#include <vector>

extern "C" std::size_t LLVMFuzzerMutate(std::uint8_t* data, std::size_t size, std::size_t most);

namespace {

using namespace lihi;
using octets = std::vector<std::uint8_t>;

enum class form : std::uint8_t { definite, indefinite, padded, one_more, one_less, huge };

struct element {
  octets identifier;
  octets content;                // of a primitive one
  std::vector<element> elements; // of a constructed one, or contained in a primitive one
  form length = form::definite;

  [[nodiscard]] bool constructed() const { return (identifier[0] & 0x20) != 0; }
};

constexpr int most_levels = 40;

// False when the octets are no row of elements.
bool parse(bytes from, std::vector<element>& to, int level) {
  if (level > most_levels) return false;
  const std::uint8_t* at = from.data();
  const std::uint8_t* const end = at + from.size();
  while (at < end) {
    ber::header head;
    if (ber::read_header(at, end, head) != fault_code::none) return false;
    std::size_t whole = head.size + head.length;
    if (head.indefinite && ber::measure(at, end, most_levels, whole) != fault_code::none) return false;
    if (whole > static_cast<std::size_t>(end - at)) return false;
    element one;
    const std::uint8_t* identifier_end = at + 1;
    if ((*at & 0x1F) == 0x1F)
      while ((*identifier_end++ & 0x80) != 0) {
      }
    one.identifier.assign(at, identifier_end);
    one.length = head.indefinite ? form::indefinite : form::definite;
    const bytes inside(at + head.size, whole - head.size - (head.indefinite ? 2 : 0));
    const bool contained = !head.constructed && inside.size() > 4 && inside[0] == 0x30;
    if ((head.constructed || contained) && !parse(inside, one.elements, level + 1)) {
      if (head.constructed) return false;
      one.elements.clear();
    }
    if (one.elements.empty()) one.content.assign(inside.begin(), inside.end());
    to.push_back(std::move(one));
    at += whole;
  }
  return true;
}

void put_length(octets& to, std::size_t length, form how) {
  if (how == form::one_more) ++length;
  if (how == form::one_less && length != 0) --length;
  if (how == form::huge) return (void)to.insert(to.end(), {0x84, 0xFF, 0xFF, 0xFF, 0xF0});
  std::size_t count = 0;
  for (std::size_t rest = length; rest != 0; rest >>= 8) ++count;
  if (how == form::padded) count += 3;
  if (length < 0x80 && how != form::padded) return to.push_back(static_cast<std::uint8_t>(length));
  to.push_back(static_cast<std::uint8_t>(0x80 | count));
  for (; count != 0; --count)
    to.push_back(count > 8 ? 0 : static_cast<std::uint8_t>(length >> 8 * (count - 1)));
}

void write(const element& one, octets& to) {
  octets inside = one.content;
  for (const element& each : one.elements) write(each, inside);
  to.insert(to.end(), one.identifier.begin(), one.identifier.end());
  if (one.length == form::indefinite && one.constructed()) {
    to.push_back(0x80);
    to.insert(to.end(), inside.begin(), inside.end());
    to.insert(to.end(), {0, 0});
    return;
  }
  put_length(to, inside.size(), one.length);
  to.insert(to.end(), inside.begin(), inside.end());
}

// An element and where it stands.
struct spot {
  std::vector<element>* row;
  std::size_t at;
  std::uint32_t path; // of the identifiers around it and its own: equal paths are places of one type
};

void collect(std::vector<element>& row, std::uint32_t path, std::vector<spot>& to) {
  for (std::size_t i = 0; i < row.size(); ++i) {
    std::uint32_t own = path;
    for (const std::uint8_t octet : row[i].identifier) own = own * 16777619u ^ octet;
    to.push_back({&row, i, own});
    collect(row[i].elements, own, to);
  }
}

class mutation {
 public:
  explicit mutation(unsigned seed) : random_(seed) {}

  bool take_apart(bytes from) { return parse(from, tree_, 0) && !tree_.empty(); }

  void change(mutation* other) {
    for (unsigned times = 1 + below(3); times != 0; --times) {
      std::vector<spot> spots;
      collect(tree_, 0, spots);
      if (spots.empty()) return;
      const spot& where = spots[below(spots.size())];
      one_change(where, spots, other);
    }
  }

  std::size_t put_together(std::uint8_t* to, std::size_t most) const {
    octets out;
    for (const element& each : tree_) write(each, out);
    if (out.size() > most) return 0;
    std::copy(out.begin(), out.end(), to);
    return out.size();
  }

 private:
  std::size_t below(std::size_t end) { return end == 0 ? 0 : random_() % end; }

  void one_change(const spot& where, const std::vector<spot>& spots, mutation* other) {
    std::vector<element>& row = *where.row;
    element& one = row[where.at];
    switch (below(other != nullptr ? 13 : 11)) {
    case 0: row.erase(row.begin() + static_cast<long>(where.at)); break;
    case 1: row.insert(row.begin() + static_cast<long>(where.at), element(one)); break;
    case 2: std::swap(one, row[below(row.size())]); break;
    case 3: retag(one); break;
    case 4: { // into a wrapper
      element around;
      around.identifier = {static_cast<std::uint8_t>(0xA0 | below(31))};
      around.elements.push_back(std::move(one));
      one = std::move(around);
      break;
    }
    case 5: // out of its wrapper
      if (!one.elements.empty()) one = element(one.elements[below(one.elements.size())]);
      break;
    case 6: one.length = static_cast<form>(below(6)); break;
    case 7: { // a copy of what stands elsewhere
      const spot& from = spots[below(spots.size())];
      element copy = (*from.row)[from.at];
      one = std::move(copy);
      break;
    }
    case 8: segment(one); break;
    case 9:
    case 10: edit(one); break;
    default: splice(where, *other); break;
    }
  }

  void retag(element& one) {
    const auto first = one.identifier[0];
    switch (below(4)) {
    case 0: one.identifier = {static_cast<std::uint8_t>((first & 0xE0) | below(31))}; break;
    case 1: one.identifier[0] = static_cast<std::uint8_t>((first & 0x3F) | below(4) << 6); break;
    case 2: one.identifier[0] ^= 0x20; break;
    default: { // a number of several octets, as the events of TS 33.128 have
      const std::size_t number = 31 + below(200);
      one.identifier = {static_cast<std::uint8_t>((first & 0xE0) | 0x1F)};
      if (number >= 128) one.identifier.push_back(static_cast<std::uint8_t>(0x80 | number >> 7));
      one.identifier.push_back(static_cast<std::uint8_t>(number & 0x7F));
    }
    }
  }

  // A string in pieces (X.690 8.7.3).
  void segment(element& one) {
    if (one.constructed() || !one.elements.empty() || one.content.size() < 2) return;
    one.identifier[0] |= 0x20;
    const auto half = static_cast<long>(1 + below(one.content.size() - 1));
    for (const octets& piece : {octets(one.content.begin(), one.content.begin() + half),
                                octets(one.content.begin() + half, one.content.end())}) {
      element part;
      part.identifier = {0x04};
      part.content = piece;
      one.elements.push_back(std::move(part));
    }
    one.content.clear();
  }

  void edit(element& one) {
    if (!one.elements.empty()) return;
    const std::size_t size = one.content.size();
    one.content.resize(size + 32);
    one.content.resize(LLVMFuzzerMutate(one.content.data(), size, size + 32));
  }

  // What stands at the same place in another input.
  void splice(const spot& where, mutation& other) {
    std::vector<spot> theirs, same;
    collect(other.tree_, 0, theirs);
    std::copy_if(theirs.begin(), theirs.end(), std::back_inserter(same),
                 [&](const spot& each) { return each.path == where.path; });
    if (same.empty()) return;
    const spot& from = same[below(same.size())];
    element copy = (*from.row)[from.at];
    if (below(2) == 0)
      (*where.row)[where.at] = std::move(copy);
    else
      where.row->insert(where.row->begin() + static_cast<long>(where.at), std::move(copy));
  }

  std::minstd_rand random_;
  std::vector<element> tree_;
};

} // namespace

extern "C" [[gnu::weak]] const std::size_t lihi_fuzz_prefix = 0;

extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size, std::size_t most,
                                               unsigned seed) {
  const std::size_t prefix = lihi_fuzz_prefix;
  if (size <= prefix || seed % 4 == 0) return LLVMFuzzerMutate(data, size, most);
  mutation change(seed);
  if (!change.take_apart({data + prefix, size - prefix})) return LLVMFuzzerMutate(data, size, most);
  change.change(nullptr);
  const std::size_t written = change.put_together(data + prefix, most - prefix);
  return written == 0 ? LLVMFuzzerMutate(data, size, most) : prefix + written;
}

extern "C" std::size_t LLVMFuzzerCustomCrossOver(const std::uint8_t* a, std::size_t a_size,
                                                 const std::uint8_t* b, std::size_t b_size, std::uint8_t* to,
                                                 std::size_t most, unsigned seed) {
  const std::size_t prefix = lihi_fuzz_prefix;
  if (a_size <= prefix || b_size <= prefix || most < a_size) return 0;
  mutation ours(seed), theirs(seed + 1);
  if (!ours.take_apart({a + prefix, a_size - prefix}) || !theirs.take_apart({b + prefix, b_size - prefix}))
    return 0;
  ours.change(&theirs);
  std::copy_n(a, prefix, to);
  const std::size_t written = ours.put_together(to + prefix, most - prefix);
  return written == 0 ? 0 : prefix + written;
}
