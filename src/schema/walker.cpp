#include "schema/walker.hpp"

#include <cstring>

namespace lihi::schema {

node_id choose_release(node_id node, bytes content) noexcept {
  const auto* at = content.data();
  ber::header head;
  if (ber::read_header(at, at + content.size(), head) != fault_code::none || head.tag != ber::context(1) ||
      head.constructed || head.length < 3 || head.length > content.size() - head.size)
    return node;
  const std::uint8_t* const arcs = at + head.size; // {threeGPP(4) ts33128(19) release version kind}
  if (arcs[2] > newest_overlay || arcs[0] != 4 || arcs[1] != 19) return node;
  for (const release_overlay* each = release_overlays; each->release != 0; ++each)
    if (each->node == node && each->release == arcs[2]) return each->overlay;
  return node;
}

namespace {

// Of a string type. Its segments have this tag; those of character strings that of OCTET STRING too, as X.690
// 8.23.6 has it.
ber::tag universal_tag(kind of) noexcept {
  switch (of) {
  case kind::bit_string: return 3;
  case kind::utf8_string: return 12;
  case kind::numeric_string: return 18;
  case kind::printable_string: return 19;
  case kind::ia5_string: return 22;
  case kind::visible_string: return 26;
  case kind::general_string: return 27;
  default: return 4;
  }
}

// Appends segment after segment; one level is all that strings need, X.690 allows more.
class joiner {
 public:
  joiner(kind of, std::size_t max_depth, arena& memory)
      : bit_string_(of == kind::bit_string), own_tag_(universal_tag(of)), max_depth_(max_depth),
        memory_(memory) {}

  fault_code measure(const std::uint8_t*& at, const std::uint8_t* end, bool indefinite, std::size_t depth) {
    return visit(at, end, indefinite, depth, [this](bytes segment) { total_ += segment.size(); });
  }

  fault_code join(const std::uint8_t* at, const std::uint8_t* end, bool indefinite, bytes& joined) {
    const std::size_t prefix = bit_string_ ? 1 : 0;
    std::uint8_t* const to = memory_.allocate(total_ + prefix);
    if (to == nullptr) return fault_code::memory_exceeded;
    std::uint8_t* place = to + prefix;
    unused_ = 0;
    const fault_code fault = visit(at, end, indefinite, 0, [&place](bytes segment) {
      if (!segment.empty()) std::memcpy(place, segment.data(), segment.size());
      place += segment.size();
    });
    if (bit_string_) to[0] = unused_;
    joined = {to, total_ + prefix};
    return fault;
  }

 private:
  template <class Take>
  fault_code visit(const std::uint8_t*& at, const std::uint8_t* end, bool indefinite, std::size_t depth,
                   const Take& take) {
    if (depth > max_depth_) return fault_code::depth_exceeded;
    for (;;) {
      if (at == end) return indefinite ? fault_code::truncated : fault_code::none;
      ber::header head;
      if (const fault_code fault = ber::read_header(at, end, head); fault != fault_code::none) return fault;
      if (head.tag == ber::end_of_contents) {
        if (!indefinite || head.constructed || head.length != 0 || head.size != 2)
          return fault_code::bad_end_of_contents;
        at += 2;
        return fault_code::none;
      }
      if (head.tag != own_tag_ && (bit_string_ || head.tag != 4)) return fault_code::wrong_tag;
      at += head.size;
      if (head.length > static_cast<std::size_t>(end - at)) return fault_code::length_past_parent;
      if (head.constructed) {
        const std::uint8_t* const inner_end = head.indefinite ? end : at + head.length;
        const fault_code fault = visit(at, inner_end, head.indefinite, depth + 1, take);
        if (fault != fault_code::none) return fault;
        continue;
      }
      bytes segment{at, head.length};
      at += head.length;
      if (bit_string_) {
        // only the last segment may have unused bits (X.690 8.6.4)
        if (segment.empty() || segment[0] > 7 || unused_ != 0) return fault_code::bad_bit_string;
        unused_ = segment[0];
        segment = segment.subspan(1);
      }
      take(segment);
    }
  }

  bool bit_string_;
  ber::tag own_tag_;
  std::size_t max_depth_;
  arena& memory_;
  std::size_t total_ = 0;
  std::uint8_t unused_ = 0;
};

} // namespace

fault_code join_segments(const std::uint8_t* at, const std::uint8_t* end, bool indefinite, kind of,
                         std::size_t max_depth, arena& memory, bytes& joined,
                         const std::uint8_t*& next) noexcept {
  joiner work(of, max_depth, memory);
  const std::uint8_t* behind = at;
  if (const fault_code fault = work.measure(behind, end, indefinite, 0); fault != fault_code::none)
    return fault;
  next = behind;
  return work.join(at, end, indefinite, joined);
}

int find_member_slow(const node& n, ber::tag tag, unsigned from) noexcept {
  const row* const members = rows + n.first_row;
  const auto matches = [tag](const row& member) {
    if (member.tag == tag) return true;
    if (member.tag != any_tag) return false;
    const node& choice = nodes[member.node];
    const std::uint32_t number = ber::number_of(tag);
    if (ber::class_of(tag) == ber::tag_class::context && number < choice.index_count &&
        tag_index[choice.index_first + number] != 0)
      return true;
    return ber::class_of(tag) != ber::tag_class::context && find_member_slow(choice, tag, 0) >= 0;
  };
  for (unsigned i = from; i < n.row_count; ++i)
    if (matches(members[i])) return static_cast<int>(i);
  for (unsigned i = 0; i < from && i < n.row_count; ++i)
    if (matches(members[i])) return static_cast<int>(i);
  return -1;
}

} // namespace lihi::schema
