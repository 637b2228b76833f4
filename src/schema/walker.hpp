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
// Lenient where X.690 is: any length form, constructed strings, end-of-contents at any level. What it
// cannot forgive goes into the error it returns; structure permitting, the walk goes on behind it.
#pragma once

#include "ber/header.hpp"
#include "core/arena.hpp"
#include "core/text_buffer.hpp"
#include "schema/tables.hpp"
#include "schema/value.hpp"

#include <array>
#include <functional>
#include <string>

namespace lihi::schema {

// Where in the schema a value is.
struct place {
  row_id id; // the member; 0 for the whole PDU
  const schema::row& row;
  const schema::node& node;  // the type of the value (the contained one of a `contains` row)
  const std::uint8_t* begin; // its identifier octet
  bytes content;             // content octets; of an indefinite element: up to the parent's end
};

struct frame {
  const std::uint8_t* end;    // definite: behind the content; indefinite: the parent's end
  const std::uint8_t* resume; // where the parent goes on, when not at `end` (contained types)
  const std::uint8_t* begin;  // identifier octet
  const schema::node* node;
  std::uint64_t seen;  // members that came, as bits of their ordinals
  std::uint32_t count; // elements so far
  row_id id;
  std::uint16_t next; // the member expected next
  bool indefinite;
  bool around; // a CHOICE without a tag of its own: ends with its one element
  bool plain;  // neither of these, and no `resume`
};

// What a visitor may ask the walker while it is called: where am I?
class walk_state {
 public:
  static constexpr std::size_t most_frames = 128;

  // The ASN.1 path of the element being read, as in
  // "PS-PDU.payload.iRIPayloadSequence[0].iRIContents.threeGPP33128DefinedIRI.event.registration.sUPI".
  [[nodiscard]] std::string path() const;
  void append_path(text_buffer& out) const;
  // Octets from the start of the stream. What was joined from segments is said to be where the joined
  // string begins.
  [[nodiscard]] std::uint64_t offset_of(const std::uint8_t* at) const noexcept {
    return base_ + static_cast<std::uint64_t>((in_pdu(at) ? at : joined_at_) - begin_);
  }
  [[nodiscard]] std::uint16_t depth() const noexcept { return depth_; }
  // The structure broke: what ends now is not complete.
  [[nodiscard]] bool broken() const noexcept { return fatal_; }
  [[nodiscard]] const frame& top() const noexcept { return frames_[depth_]; }
  [[nodiscard]] const frame& at_depth(std::size_t depth) const noexcept { return frames_[depth]; }

 protected:
  [[nodiscard]] bool in_pdu(const std::uint8_t* at) const noexcept {
    return !std::less<>{}(at, begin_) && !std::less<>{}(end_, at);
  }

  std::array<frame, most_frames + 1> frames_;
  const std::uint8_t* begin_ = nullptr; // the PDU
  const std::uint8_t* end_ = nullptr;
  const std::uint8_t* joined_at_ = nullptr;
  std::uint64_t base_ = 0;
  std::uint16_t depth_ = 0;
  row_id current_ = 0; // the member being read inside the top frame
  bool fatal_ = false;
};

// The node to read a contained TS 33.128 payload with: the overlay of the release that its relative OID
// names, or `node` itself.
[[nodiscard]] node_id choose_release(node_id node, bytes payload) noexcept;

// The segments of a constructed string, joined in `memory`. `at` stands behind the header of the
// constructed element; `next` gets the octet behind it all.
[[nodiscard]] code join_segments(const std::uint8_t* at, const std::uint8_t* end, bool indefinite,
                                 bool bit_string, std::size_t max_depth, arena& memory, bytes& joined,
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
        depth_limit_(bounds.depth < most_frames ? bounds.depth : most_frames) {}

  // Walks one element of type `root` at the start of `octets`; `base` is its offset in the stream. The
  // error is the first thing that could not be forgiven.
  error walk(bytes octets, std::uint64_t base, node_id root) noexcept {
    begin_ = octets.data();
    end_ = begin_ + octets.size();
    base_ = base;
    error_ = {};
    depth_ = 0;
    current_ = 0;
    elements_ = unknown_ = 0;
    readable_ = end_;
    joined_at_ = begin_;
    fatal_ = false;
    frames_[0] = {end_, nullptr, begin_, &nodes[root], 0, 0, 0, 0, false, false, false};
    at_ = begin_;
    ber::header head;
    if (const code fault = ber::read_header(at_, end_, head); fault != code::none) {
      fail(fault, begin_);
    } else if (nodes[root].kind == kind::choice) {
      root_choice(root, head);
    } else if (head.tag != root_tag(root) || !head.constructed) {
      fail(code::wrong_tag, begin_);
    } else {
      if (!head.indefinite && head.length > octets.size() - head.size) { // cut off: read what is there
        flaw(code::truncated, begin_);
        head.length = octets.size() - head.size;
      }
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

  void root_choice(node_id root, const ber::header& head) noexcept {
    const place here{0, rows[0], nodes[root], begin_, {begin_, end_}};
    if (!visitor_.enter(here)) return;
    frames_[++depth_] = {end_, nullptr, begin_, &nodes[root], 0, 1, 0, 0, head.indefinite, true, false};
    element(head);
    if (!fatal_)
      run();
    else
      unwind();
  }

  // A fault behind which the structure is still sound.
  void flaw(code fault, const std::uint8_t* at) noexcept {
    if (error_.code != code::none) return;
    error_ = {offset_of(at), current_, fault, depth_};
    visitor_.fault(error_);
  }
  // One that ends the walk.
  void fail(code fault, const std::uint8_t* at) noexcept {
    flaw(fault, at);
    fatal_ = true;
  }

  void run() noexcept {
    while (depth_ != 0) {
      if constexpr (straight) {
        straight_on();
        if (depth_ == 0) break;
      }
      step();
      if (fatal_) [[unlikely]]
        return unwind();
    }
  }

  // The straight road, as far as it goes: definite lengths of up to three octets, members where the index
  // says, primitive values in one piece. What is not on it is left to one step() of the general code, with
  // nothing changed yet. State that the loop lives on is in locals; depth_ and current_ are kept for path().
  void straight_on() noexcept {
    const std::uint8_t* at = at_;
    frame* top = &frames_[depth_];
    std::uint32_t elements = elements_;
    const std::uint32_t most_elements = bounds_.elements;
    const std::uint8_t* const readable = readable_; // changes with contained types, which step() enters
    for (;;) {
      if (at == top->end) {
        if (!top->plain) break;
        current_ = 0;
        finish(*top);
        --top;
        if (--depth_ == 0) break;
        continue;
      }
      const std::ptrdiff_t left = readable - at;
      if (left < 2) [[unlikely]]
        break;
      const std::uint32_t first = at[0];
      std::uint32_t number = first & 0x1F;
      std::size_t size = 2;
      if (number == 0x1F) [[unlikely]] {
        if (left < 6) break;
        number = at[1];
        size = 3;
        if (number >= 0x80) {
          if (at[2] >= 0x80) break;
          number = (number & 0x7F) << 7 | at[2];
          size = 4;
        }
      }
      std::size_t length = at[size - 1];
      if (length >= 0x80) [[unlikely]] {
        if (left < 6) break;
        if (length == 0x81) {
          length = at[size++];
        } else if (length == 0x82 && size < 4) {
          length = static_cast<std::size_t>(at[size]) << 8 | at[size + 1];
          size += 2;
        } else {
          break;
        }
      }
      if (size + length > static_cast<std::size_t>(top->end - at) || elements >= most_elements) [[unlikely]]
        break;

      const node& type = *top->node;
      const ber::tag tag = (first & 0xC0) << 24 | number;
      unsigned ordinal = 0; // of a list's element; whatever else is meant fails the comparison of tags
      if ((first & 0xC0) == 0x80) {
        ordinal = number - type.enum_first_or_base;
        if (ordinal >= type.row_count) [[unlikely]] { // the tags have holes, or the member is not known
          ordinal = 0;
          if (number < type.index_count) {
            const unsigned place = tag_index[type.index_first + number];
            if (place == 0) [[unlikely]]
              break;
            ordinal = place - 1;
          }
        }
      }
      const row& member = rows[type.first_row + ordinal];
      const auto id = static_cast<row_id>(type.first_row + ordinal);
      const std::uint8_t* const content = at + size;
      // The constructed bit is at hand before the row is: a processor that guessed wrong knows sooner.
      if ((first & 0x20) == 0) {
        if (member.tag != tag || ordinal < top->next || !is_primitive(member.kind) || member.has(contains))
            [[unlikely]]
          break;
        current_ = id;
        passed(*top, type, ordinal);
        const bytes octets{content, length};
        code fault = code::none;
        if (readable - content < 16 || !quickly_good(id, content, length)) {
          fault = check_value(id, member, octets);
          if (fault != code::none) [[unlikely]]
            visitor_.note(fault, at);
        }
        visitor_.value({id, member, nodes[member.node], at, octets}, fault);
        at = content + length;
      } else {
        if (member.tag != tag || ordinal < top->next || is_primitive(member.kind) || depth_ == depth_limit_)
            [[unlikely]]
          break;
        current_ = id;
        passed(*top, type, ordinal);
        const node& inner = nodes[member.node];
        if (visitor_.enter({id, member, inner, at, {content, length}})) {
          ++depth_;
          ++top;
          *top = {content + length, nullptr, at, &inner, 0, 0, id, 0, false, false, true};
          at = content;
        } else {
          at = content + length;
        }
      }
      ++elements;
    }
    at_ = at;
    elements_ = elements;
  }

  // A member of the frame was met: what may follow it.
  static void passed(frame& top, const node& type, unsigned ordinal) noexcept {
    // in a SEQUENCE the members behind it; in a list the same again; in a CHOICE nothing
    const auto behind = static_cast<std::uint16_t>(type.kind == kind::choice ? 0xFFFF : 0);
    top.next = type.kind <= kind::set ? static_cast<std::uint16_t>(ordinal + 1) : behind;
    top.seen |= std::uint64_t{1} << (ordinal & 63) & -std::uint64_t{ordinal < 64};
    ++top.count;
  }

  // One element or one end, whatever form it has.
  void step() noexcept {
    frame& top = frames_[depth_];
    if (at_ >= top.end) {
      if (top.indefinite) return fail(code::truncated, at_);
      return close();
    }
    ber::header head;
    current_ = 0;
    if (const code fault = ber::read_header(at_, readable_, head); fault != code::none)
      return fail(fault, at_);
    if (head.tag == ber::end_of_contents) {
      if (!top.indefinite || head.constructed || head.length != 0 || head.size != 2)
        return fail(code::bad_end_of_contents, at_);
      at_ += 2;
      return close_indefinite();
    }
    if (head.size + head.length > static_cast<std::size_t>(top.end - at_))
      return fail(code::length_past_parent, at_);
    if (++elements_ > bounds_.elements) return fail(code::elements_exceeded, at_);
    ++top.count;
    element(head);
  }

  // The element at at_, whose header was read, as a member of the top frame.
  void element(const ber::header& head) noexcept {
    frame& top = frames_[depth_];
    const node& type = *top.node;
    const row* const members = rows + type.first_row;
    unsigned ordinal = 0;
    if (type.kind == kind::sequence || type.kind == kind::set) {
      ordinal = top.next;
      if (ordinal >= type.row_count || members[ordinal].tag != head.tag) {
        const int found = find_member(type, head.tag, ordinal);
        if (found < 0) [[unlikely]]
          return not_known(head);
        ordinal = static_cast<unsigned>(found);
        if (ordinal < top.next && type.kind == kind::sequence) [[unlikely]] {
          if (out_of_order(top, ordinal, type, head)) return;
        }
      }
      top.next = static_cast<std::uint16_t>(ordinal + 1);
      if (ordinal < 64) top.seen |= std::uint64_t{1} << ordinal;
    } else if (type.kind == kind::choice) {
      const bool another = top.next != 0;
      top.next = 0xFFFF; // one alternative is all there is, known or not
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

  void member(row_id id, const row& r, const ber::header& head) noexcept {
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
      flaw(code::constructed_expected, at_);
      return raw(head);
    }
    push(id, r, nodes[r.node], head);
  }

  void primitive(row_id id, const row& r, bytes content) noexcept {
    const code fault = check_value(id, r, content);
    if (fault != code::none) [[unlikely]]
      visitor_.note(fault, at_);
    visitor_.value({id, r, nodes[r.node], at_, content}, fault);
  }

  // A CHOICE without a tag of its own: the element is one of its alternatives.
  void around(row_id id, const row& r, const ber::header& head) noexcept {
    const std::uint8_t* const end = head.indefinite ? frames_[depth_].end : at_ + head.size + head.length;
    if (!room()) return;
    const place here{id, r, nodes[r.node], at_, {at_, end}};
    if (!visitor_.enter(here)) return skip(head);
    frames_[++depth_] = {end, nullptr, at_, &nodes[r.node], 0, 1, id, 0, head.indefinite, true, false};
    element(head);
  }

  void push(row_id id, const row& r, const node& type, const ber::header& head) noexcept {
    const std::uint8_t* const content = at_ + head.size;
    const std::uint8_t* const end = head.indefinite ? frames_[depth_].end : content + head.length;
    if (!head.indefinite && end > frames_[depth_].end) return fail(code::length_past_parent, at_);
    if (!room()) return;
    const place here{id, r, type, at_, {content, end}};
    if (!visitor_.enter(here)) return skip(head);
    frames_[++depth_] = {end, nullptr, at_, &type, 0, 0, id, 0, head.indefinite, false, !head.indefinite};
    at_ = content;
  }

  bool room() noexcept {
    if (depth_ < depth_limit_) [[likely]]
      return true;
    fail(code::depth_exceeded, at_);
    return false;
  }

  // Another type inside the octets of a string. False when they do not begin with a SEQUENCE: then the
  // string is a plain value.
  bool contained(row_id id, const row& r, bytes content, const std::uint8_t* resume) noexcept {
    const auto* const end = content.data() + content.size();
    ber::header head;
    if (content.empty() || ber::read_header(content.data(), end, head) != code::none ||
        head.tag != ber::make_tag(ber::tag_class::universal, 16) || !head.constructed ||
        head.length > static_cast<std::size_t>(end - content.data()) - head.size) {
      flaw(code::wrong_tag, at_);
      return false;
    }
    if (!room()) return true;
    const node& type = nodes[choose_release(static_cast<node_id>(r.low), content)];
    const std::uint8_t* const inner = content.data() + head.size;
    const std::uint8_t* const inner_end = head.indefinite ? end : inner + head.length;
    if (!head.indefinite && inner_end != end) visitor_.note(code::unknown_member, at_);
    const place here{id, r, type, at_, {inner, inner_end}};
    if (!visitor_.enter(here)) {
      at_ = resume;
      return true;
    }
    frames_[++depth_] = {inner_end, resume, at_, &type, 0, 0, id, 0, head.indefinite, false, false};
    readable_ = end;
    at_ = inner;
    return true;
  }

  void segmented(row_id id, const row& r, const ber::header& head) noexcept {
    const std::uint8_t* const start = at_;
    const std::uint8_t* const content = at_ + head.size;
    const std::uint8_t* const end = head.indefinite ? frames_[depth_].end : content + head.length;
    if (r.kind < kind::octet_string || r.kind >= kind::generalized_time) {
      // INTEGER, OID, ... are always primitive; X.690 lets times be segmented, nobody does
      flaw(code::primitive_expected, at_);
      return raw(head);
    }
    bytes joined;
    const std::uint8_t* next = end;
    const code fault = join_segments(content, end, head.indefinite, r.kind == kind::bit_string, depth_limit_,
                                     memory_, joined, next);
    if (fault == code::memory_exceeded || (fault != code::none && head.indefinite)) return fail(fault, at_);
    // A constructed bit by mistake: the content is the value itself.
    if (fault != code::none) {
      visitor_.note(code::primitive_expected, at_);
      joined = {content, head.length};
      next = end;
    }
    if (in_pdu(start)) joined_at_ = start; // else it stands inside a string that was joined itself
    if (r.has(contains) && contained(id, r, joined, next)) return;
    primitive(id, r, joined);
    at_ = next;
    if (head.indefinite) close_around();
  }

  void close() noexcept {
    frame& top = frames_[depth_];
    finish(top);
    --depth_;
    if (top.resume != nullptr) [[unlikely]]
      resume(top.resume);
  }

  void close_indefinite() noexcept {
    frame& top = frames_[depth_];
    finish(top);
    --depth_;
    if (top.resume != nullptr) return resume(top.resume);
    close_around();
  }

  // Behind a contained type.
  void resume(const std::uint8_t* at) noexcept {
    at_ = at;
    readable_ = end_;
    close_around();
  }

  // A CHOICE without a tag of its own whose alternative has an indefinite length ends with it.
  void close_around() noexcept {
    while (depth_ != 0 && frames_[depth_].around && frames_[depth_].indefinite) {
      finish(frames_[depth_]);
      --depth_;
    }
  }

  void finish(const frame& top) noexcept {
    const node& type = *top.node;
    current_ = 0;
    if ((type.mandatory & ~top.seen) != 0) [[unlikely]]
      visitor_.note(code::missing_member, top.begin);
    if (type.kind == kind::choice && top.count == 0) [[unlikely]]
      visitor_.note(code::empty_choice, top.begin);
    leave(top);
  }

  void leave(const frame& top) noexcept {
    visitor_.leave({top.id, rows[top.id], *top.node, top.begin, {top.begin, top.end}});
  }

  // After a fault that broke the structure: the visitor still hears the end of everything it entered.
  void unwind() noexcept {
    for (; depth_ != 0; --depth_) leave(frames_[depth_]);
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
  bool out_of_order(const frame& top, unsigned ordinal, const node& type, const ber::header& head) noexcept {
    current_ = static_cast<row_id>(type.first_row + ordinal);
    const bool again = ordinal < 64 && (top.seen >> ordinal & 1) != 0;
    visitor_.note(again ? code::repeated_member : code::misplaced_member, at_);
    if (again) raw(head);
    return again;
  }

  // An element that the schema has no member for.
  void not_known(const ber::header& head) noexcept {
    const frame& top = frames_[depth_];
    const node& type = *top.node;
    const ber::tag as_context = ber::context(ber::number_of(head.tag));
    const bool list = type.kind == kind::sequence_of || type.kind == kind::set_of;
    if (list) {
      flaw(code::wrong_tag, at_);
    } else if (head.tag != as_context && find_member(type, as_context, 0) >= 0) {
      flaw(code::wrong_tag_class, at_);
    } else {
      visitor_.note(type.kind == kind::choice ? code::unknown_alternative : code::unknown_member, at_);
    }
    raw(head);
  }

  // Hands the element at at_ over as it is, and steps behind it.
  void raw(const ber::header& head) noexcept {
    const frame& top = frames_[depth_];
    std::size_t octets = head.size + head.length;
    if (head.indefinite) {
      const code fault = ber::measure(at_, top.end, depth_limit_, octets);
      if (fault != code::none) return fail(fault, at_);
    }
    if (++unknown_ > bounds_.unknown) return fail(code::unknown_exceeded, at_);
    visitor_.unknown({top.id, rows[top.id], *top.node, at_, {at_, octets}}, head.tag, {at_, octets});
    at_ += octets;
    close_around();
  }

  void skip(const ber::header& head) noexcept {
    std::size_t octets = head.size + head.length;
    if (head.indefinite) {
      const code fault = ber::measure(at_, frames_[depth_].end, depth_limit_, octets);
      if (fault != code::none) return fail(fault, at_);
    }
    at_ += octets;
    close_around();
  }

  Visitor& visitor_;
  arena& memory_;
  const limits& bounds_;
  const std::uint16_t depth_limit_;
  const std::uint8_t* at_ = nullptr;
  const std::uint8_t* readable_ = nullptr; // no header is read from here on
  error error_;
  std::uint32_t elements_ = 0, unknown_ = 0;
};

} // namespace lihi::schema
