// The walker: reads BER against the schema tables in one pass, without a heap, and hands every value to a
// visitor as a view into the input.
//
// A visitor has these members (place is described below); they are inlined, so empty ones cost nothing:
//
//   bool enter(const place&)             a SEQUENCE, SET, list, CHOICE or contained type begins;
//                                        false skips it (and leave() is not called)
//   void leave(const place&)             ... ends; called also when the PDU breaks off inside
//   void value(const place&, code fault) a primitive value; `fault` is what check_value found
//   void unknown(const place& parent, ber::tag, bytes element)   a member the schema does not know, whole
//   void note(code, const std::uint8_t* at)                      something forgiven, or a broken bound
//   void fault(const error&)             the first thing that cannot be forgiven; path() tells where
//
// and may have these:
//
//   bool wants(row_id) const    false: primitive values of the member are stepped over, neither checked nor
//                               shown, unless they come in an unusual form
//   bool enough() const         true ends the walk behind the value just shown, without leave() for what is
//                               open
//
// What a visitor throws goes through; the walker can be used again.
//
// Lenient where X.690 is: any length form, constructed strings, end-of-contents at any level. What it
// cannot forgive goes into the error it returns; structure permitting, the walk goes on behind it.
#pragma once

#include "ber/header.hpp"
#include "core/arena.hpp"
#include "schema/value.hpp"
#include "schema/walk_state.hpp"

#include <algorithm>
#include <bit>
#include <bitset>

namespace lihi::schema {

// The members of a visitor that looks at values alone.
struct values_only {
  void unknown(const place&, ber::tag, bytes) noexcept {}
  void note(fault_code, const std::uint8_t*) noexcept {}
  void fault(const error&) noexcept {}
};

// The node to read the content of a TS 33.128 payload with: the overlay of the release that its relative OID
// names, or `node` itself.
[[nodiscard]] node_id choose_release(node_id node, bytes content) noexcept;

// The segments of a constructed string, joined in `memory`. `at` stands behind the header of the
// constructed element; `next` gets the octet behind it all.
[[nodiscard]] fault_code join_segments(const std::uint8_t* at, const std::uint8_t* end, bool indefinite,
                                       kind of, std::size_t max_depth, arena& memory, bytes& joined,
                                       const std::uint8_t*& next) noexcept;

// The ordinal of the member of `n` with that tag when it is not in the index: universal tags, several
// members of one tag, CHOICEs without a tag. -1 when there is none.
[[nodiscard]] int find_member_slow(const node& n, ber::tag tag, unsigned from) noexcept;

// With `straight` off, every element takes the general code: the twin that tests hold the fast one against.
template <class Visitor, bool straight = true>
class walker : public walk_state {
 public:
  walker(Visitor& visitor, arena& memory, const limits& bounds) noexcept
      : visitor_(visitor), memory_(memory), bounds_(bounds),
        depth_limit_(bounds.depth < most_levels ? bounds.depth : most_levels) {}

  // Walks one element of type `root` at the start of `octets`; `base` is its offset in the stream. The
  // error is the first thing that could not be forgiven.
  error walk(bytes octets, std::uint64_t base, node_id root) {
    begin_ = octets.data();
    end_ = begin_ + octets.size();
    size_ = octets.size();
    base_ = base;
    error_ = {};
    depth_ = 0;
    current_ = 0;
    elements_ = unknown_ = 0;
    readable_ = end_;
    joined_at_ = begin_;
    fatal_ = false;
    // An element has two octets at least: whether too many come is only asked where they might.
    never_too_many_ = octets.size() / 2 <= bounds_.elements;
    open(levels_[0], end_, begin_, nodes[root], 0);
    levels_[0].plain = false;
    at_ = begin_;
    ber::header head;
    if (const fault_code fault = ber::read_header(at_, end_, head); fault != fault_code::none) {
      fail(fault, begin_);
      return error_;
    }
    const bool choice = nodes[root].kind == kind::choice;
    if (!choice && (head.tag != root_tag(root) || !head.constructed)) {
      fail(fault_code::wrong_tag, begin_);
      return error_;
    }
    if (!head.indefinite && head.length > octets.size() - head.size) { // cut off: read what is there
      flaw(fault_code::truncated, begin_);
      head.length = octets.size() - head.size;
    }
    if (choice) {
      root_choice(root, head);
    } else {
      push(0, rows[0], nodes[root], head);
      run();
    }
    return error_;
  }

  [[nodiscard]] arena& memory() noexcept { return memory_; }

 private:
  static ber::tag root_tag(node_id root) noexcept {
    const bool set = nodes[root].kind == kind::set || nodes[root].kind == kind::set_of;
    return ber::make_tag(ber::tag_class::universal, set ? 17 : 16);
  }

  void root_choice(node_id root, const ber::header& head) {
    const place here{0, rows[0], nodes[root], begin_, {begin_, end_}};
    if (!visitor_.enter(here)) return;
    open_around(end_, nodes[root], 0, head);
    element(head);
    if (!fatal_)
      run();
    else
      unwind();
  }

  // A fault behind which the structure is still sound.
  void flaw(fault_code fault, const std::uint8_t* at) {
    if (error_.code != fault_code::none) return;
    error_ = {offset_of(at), current_, fault, depth_};
    visitor_.fault(error_);
  }
  // One that ends the walk.
  void fail(fault_code fault, const std::uint8_t* at) {
    flaw(fault, at);
    fatal_ = true;
  }

  void run() {
    while (depth_ != 0) {
      if (straight && never_too_many_) {
        straight_on();
        if (depth_ == 0) break;
        if (fatal_) [[unlikely]]
          return unwind();
      }
      step();
      if (fatal_) [[unlikely]]
        return unwind();
    }
  }

  void straight_on(); // walker-inl.hpp
  [[gnu::noinline]] bool choice_in_list(const std::uint8_t* at, const std::uint8_t* end, std::uint32_t number,
                                        std::uint32_t head);
  static bool read_long_tag(const std::uint8_t*& at, std::uint32_t& number) noexcept;
  // A member of the level was met.
  static void met(level& top, const fast_row& member) noexcept {
    top.seen |= std::uint64_t{1} << member.mark;
    ++top.count;
  }

  // One element or one end, whatever form it has.
  void step() {
    level& top = levels_[depth_];
    if (at_ >= top.end) {
      if (top.indefinite) return fail(fault_code::truncated, at_);
      return close();
    }
    ber::header head;
    current_ = 0;
    if (const fault_code fault = ber::read_header(at_, readable_, head); fault != fault_code::none)
      return fail(fault, at_);
    if (head.tag == ber::end_of_contents) {
      if (!top.indefinite || head.constructed || head.length != 0 || head.size != 2)
        return fail(fault_code::bad_end_of_contents, at_);
      if (top.end - at_ < 2) return fail(fault_code::length_past_parent, at_); // half of it is outside
      at_ += 2;
      return close();
    }
    if (head.size + head.length > static_cast<std::size_t>(top.end - at_))
      return fail(fault_code::length_past_parent, at_);
    if (++elements_ > bounds_.elements) return fail(fault_code::elements_exceeded, at_);
    ++top.count;
    element(head);
  }

  // The element at at_, whose header was read, as a member of the top level.
  void element(const ber::header& head) {
    level& top = levels_[depth_];
    const node& type = *top.node;
    const row* const members = rows + type.first_row;
    unsigned ordinal = 0;
    if (type.kind == kind::sequence || type.kind == kind::set) {
      const unsigned next = std::max<unsigned>(top.next, static_cast<unsigned>(std::bit_width(top.seen)));
      ordinal = next;
      if (ordinal >= type.row_count || members[ordinal].tag != head.tag) {
        const int found = find_member(type, head.tag, ordinal);
        if (found < 0) [[unlikely]]
          return not_known(head);
        ordinal = static_cast<unsigned>(found);
        if (ordinal < next || type.kind == kind::set) [[unlikely]] {
          if (out_of_order(top, ordinal, ordinal < next, type, head)) return;
        }
      }
      mark(top, ordinal);
    } else if (type.kind == kind::choice) {
      const bool another = top.seen != 0;
      top.seen = 1; // one alternative is all there is, known or not
      const int found = find_member(type, head.tag, 0);
      if (found < 0 || another) [[unlikely]]
        return not_known(head);
      ordinal = static_cast<unsigned>(found);
    } else if (members[0].tag != head.tag) { // a list
      if (members[0].tag != any_tag || find_member(nodes[members[0].node], head.tag, 0) < 0) [[unlikely]]
        return not_known(head);
    }
    member(static_cast<row_id>(type.first_row + ordinal), members[ordinal], head);
  }

  void member(row_id id, const row& r, const ber::header& head) {
    current_ = id;
    if (is_primitive(r.kind)) {
      if (head.constructed) [[unlikely]]
        return segmented(id, r, head);
      const bytes content{at_ + head.size, head.length};
      if (r.has(contains)) [[unlikely]] {
        if (contained(id, r, content, content.data() + content.size())) return;
      }
      primitive(id, r, content);
      at_ = content.data() + content.size();
      return;
    }
    if (r.kind == kind::choice && !r.has(explicit_tag)) return around(id, r, head);
    if (!head.constructed) [[unlikely]] {
      flaw(fault_code::constructed_expected, at_);
      return raw(head);
    }
    push(id, r, nodes[r.node], head);
  }

  void primitive(row_id id, const row& r, bytes content) {
    const fault_code fault = check_value(r, content);
    if (fault != fault_code::none) [[unlikely]]
      visitor_.note(fault, at_);
    visitor_.value({id, r, nodes[r.node], at_, content}, fault);
    (void)stop_here();
  }

  bool stop_here() {
    if constexpr (requires(const Visitor& v) { v.enough(); }) {
      if (visitor_.enough()) {
        depth_ = 0;
        return true;
      }
    }
    return false;
  }

  // A CHOICE without a tag of its own: the element is one of its alternatives.
  void around(row_id id, const row& r, const ber::header& head) {
    const std::uint8_t* const end = head.indefinite ? levels_[depth_].end : at_ + head.size + head.length;
    if (!room()) return;
    const place here{id, r, nodes[r.node], at_, {at_, end}};
    if (!visitor_.enter(here)) return skip(head);
    open_around(end, nodes[r.node], id, head);
    element(head);
  }

  void push(row_id id, const row& r, const node& type, const ber::header& head) {
    const std::uint8_t* const content = at_ + head.size;
    const std::uint8_t* const end = head.indefinite ? levels_[depth_].end : content + head.length;
    if (!head.indefinite && end > levels_[depth_].end) return fail(fault_code::length_past_parent, at_);
    if (!room()) return;
    const place here{id, r, type, at_, {content, end}};
    if (!visitor_.enter(here)) return skip(head);
    level& fresh = levels_[++depth_];
    open(fresh, end, at_, type, id);
    fresh.indefinite = head.indefinite;
    fresh.plain = !head.indefinite;
    fresh.resume = nullptr;
    at_ = content;
  }

  static void open(level& fresh, const std::uint8_t* end, const std::uint8_t* begin, const node& type,
                   row_id id) noexcept {
    fresh.end = end;
    fresh.begin = begin;
    fresh.node = &type;
    fresh.seen = 0;
    fresh.count = 0;
    fresh.next = 0;
    fresh.indefinite = fresh.around = false;
    fresh.id = id;
    fresh.plain = true;
  }
  void open_around(const std::uint8_t* end, const node& type, row_id id, const ber::header& head) noexcept {
    level& fresh = levels_[++depth_];
    open(fresh, end, at_, type, id);
    fresh.count = 1;
    fresh.indefinite = head.indefinite;
    fresh.around = true;
    fresh.plain = false;
    fresh.resume = nullptr;
  }

  bool room() {
    if (depth_ < depth_limit_) [[likely]]
      return true;
    fail(fault_code::depth_exceeded, at_);
    return false;
  }

  // Another type inside the octets of a string. False when they do not begin with a SEQUENCE: then the
  // string is a plain value.
  [[gnu::noinline]] bool contained(row_id id, const row& r, bytes content, const std::uint8_t* resume) {
    const auto* const end = content.data() + content.size();
    ber::header head;
    if (content.empty() || ber::read_header(content.data(), end, head) != fault_code::none ||
        head.tag != ber::make_tag(ber::tag_class::universal, 16) || !head.constructed ||
        head.length > static_cast<std::size_t>(end - content.data()) - head.size) {
      flaw(fault_code::wrong_tag, at_);
      return false;
    }
    if (!room()) return true;
    const std::uint8_t* const inner = content.data() + head.size;
    const std::uint8_t* const inner_end = head.indefinite ? end : inner + head.length;
    const node& type = nodes[choose_release(static_cast<node_id>(r.low), {inner, inner_end})];
    const place here{id, r, type, at_, {inner, inner_end}};
    if (!visitor_.enter(here)) {
      at_ = resume;
      return true;
    }
    level& fresh = levels_[++depth_];
    open(fresh, inner_end, at_, type, id);
    fresh.indefinite = head.indefinite;
    fresh.plain = false;
    fresh.resume = resume;
    fresh.behind = end;
    fresh.readable = readable_;
    readable_ = end;
    at_ = inner;
    return true;
  }

  void segmented(row_id id, const row& r, const ber::header& head) {
    const std::uint8_t* const start = at_;
    const std::uint8_t* const content = at_ + head.size;
    const std::uint8_t* const end = head.indefinite ? levels_[depth_].end : content + head.length;
    if (r.kind < kind::octet_string || r.kind >= kind::generalized_time) {
      // INTEGER, OID, ... are always primitive; X.690 lets times be segmented, nobody does
      flaw(fault_code::primitive_expected, at_);
      return raw(head);
    }
    bytes joined;
    const std::uint8_t* next = end;
    const fault_code fault =
        join_segments(content, end, head.indefinite, r.kind, depth_limit_, memory_, joined, next);
    if (fault == fault_code::memory_exceeded || (fault != fault_code::none && head.indefinite))
      return fail(fault, at_);
    // A constructed bit by mistake: the content is the value itself.
    if (fault != fault_code::none) {
      visitor_.note(fault_code::primitive_expected, at_);
      joined = {content, head.length};
      next = end;
    }
    if (in_pdu(start)) joined_at_ = start; // else it stands inside a string that was joined itself
    if (r.has(contains) && contained(id, r, joined, next)) return;
    primitive(id, r, joined);
    at_ = next;
    if (head.indefinite) close_around();
  }

  // The top level ends.
  [[gnu::noinline]] void close() {
    level& top = levels_[depth_];
    const bool contained = !top.plain && top.resume != nullptr;
    if (contained) left_over(top);
    finish(top);
    --depth_;
    if (contained) {
      at_ = top.resume;
      readable_ = top.readable;
    }
    if (contained || top.indefinite) close_around();
  }

  // Octets of the string behind the type that it contains: shown, so that they are not lost.
  void left_over(const level& top) {
    if (at_ == top.behind) return;
    current_ = 0;
    if (++unknown_ > bounds_.unknown) return fail(fault_code::unknown_exceeded, at_);
    const bytes rest{at_, top.behind};
    ber::header head;
    const bool element = ber::read_header(at_, top.behind, head) == fault_code::none;
    visitor_.unknown({top.id, rows[top.id], *top.node, at_, rest}, element ? head.tag : ber::end_of_contents,
                     rest);
  }

  // A CHOICE without a tag of its own whose alternative has an indefinite length ends with it.
  void close_around() {
    while (depth_ != 0 && levels_[depth_].around && levels_[depth_].indefinite) {
      finish(levels_[depth_]);
      --depth_;
    }
  }

  void finish(const level& top) {
    const node& type = *top.node;
    current_ = 0;
    if ((type.mandatory & ~top.seen) != 0) [[unlikely]]
      visitor_.note(type.kind == kind::choice ? fault_code::empty_choice : fault_code::missing_member,
                    top.begin);
    leave(top);
  }

  void leave(const level& top) {
    visitor_.leave({top.id, rows[top.id], *top.node, top.begin, {top.begin, top.end}});
  }

  // After a fault that broke the structure: the visitor still hears the end of everything it entered.
  void unwind() {
    for (; depth_ != 0; --depth_) leave(levels_[depth_]);
  }

  int find_member(const node& type, ber::tag tag, unsigned from) const noexcept {
    const std::uint32_t number = ber::number_of(tag);
    if (ber::class_of(tag) == ber::tag_class::context && number < type.index_count) [[likely]] {
      const int ordinal = tag_index[type.index_first + number] - 1;
      if (ordinal >= static_cast<int>(from)) [[likely]]
        return ordinal;
      if (ordinal < 0 || from == 0) return ordinal;
    }
    return find_member_slow(type, tag, from);
  }

  // A member behind one that should follow it. A second one of a kind has no place in the value: the first
  // stands, the second is handed over raw (then this returns true).
  bool out_of_order(const level& top, unsigned ordinal, bool behind, const node& type,
                    const ber::header& head) {
    const bool again = ordinal < seen_members
                           ? (top.seen >> ordinal & 1) != 0
                           : (top.seen >> seen_members & 1) != 0 && late_[depth_][ordinal - seen_members];
    if (!again && !(behind && type.kind == kind::sequence)) return false;
    current_ = static_cast<row_id>(type.first_row + ordinal);
    visitor_.note(again ? fault_code::repeated_member : fault_code::misplaced_member, at_);
    if (again) raw(head);
    return again;
  }
  // The member was met. Those that share a mark have one each in late_.
  void mark(level& top, unsigned ordinal) noexcept {
    if (ordinal >= seen_members) [[unlikely]] {
      auto& late = late_[depth_];
      if ((top.seen >> seen_members & 1) == 0) late.reset();
      late.set(ordinal - seen_members);
      top.next = std::max(top.next, static_cast<std::uint16_t>(ordinal + 1));
    }
    top.seen |= std::uint64_t{1} << std::min(ordinal, seen_members);
  }

  // An element that the schema has no member for.
  void not_known(const ber::header& head) {
    const level& top = levels_[depth_];
    const node& type = *top.node;
    const ber::tag as_context = ber::context(ber::number_of(head.tag));
    const bool list = type.kind == kind::sequence_of || type.kind == kind::set_of;
    if (list) {
      flaw(fault_code::wrong_tag, at_);
    } else if (head.tag != as_context && find_member(type, as_context, 0) >= 0) {
      flaw(fault_code::wrong_tag_class, at_);
    } else {
      visitor_.note(type.kind == kind::choice ? fault_code::unknown_alternative : fault_code::unknown_member,
                    at_);
    }
    raw(head);
  }

  // Hands the element at at_ over as it is, and steps behind it.
  void raw(const ber::header& head) {
    const bytes whole = whole_element(head);
    if (fatal_) return;
    if (++unknown_ > bounds_.unknown) return fail(fault_code::unknown_exceeded, at_);
    const level& top = levels_[depth_];
    visitor_.unknown({top.id, rows[top.id], *top.node, at_, whole}, head.tag, whole);
    at_ += whole.size();
    close_around();
  }

  void skip(const ber::header& head) {
    at_ += whole_element(head).size();
    if (!fatal_) close_around();
  }

  // The element at at_, to its end-of-contents where it has some. Of a broken one nothing.
  bytes whole_element(const ber::header& head) {
    std::size_t octets = head.size + head.length;
    if (head.indefinite) {
      const fault_code fault = ber::measure(at_, levels_[depth_].end, depth_limit_, octets);
      if (fault != fault_code::none) {
        fail(fault, at_);
        return {};
      }
    }
    return {at_, octets};
  }

  Visitor& visitor_;
  arena& memory_;
  const limits& bounds_;
  const std::uint16_t depth_limit_;
  const std::uint8_t* at_ = nullptr;
  const std::uint8_t* readable_ = nullptr; // no header is read from here on
  error error_;
  std::array<std::bitset<most_members - seen_members>, most_levels + 1> late_; // by depth: which of them came
  std::uint32_t elements_ = 0, unknown_ = 0; // of those that the general code read
};

} // namespace lihi::schema

#include "schema/walker-inl.hpp"
