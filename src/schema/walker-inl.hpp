// The walker's fast half: the usual forms, quickly. Part of walker.hpp, which includes it.
#pragma once

#include "schema/walker.hpp"

namespace lihi::schema {

// As far as the road goes: definite lengths of up to three octets, members where the index says, primitive
// values in one piece, contained types, lists of CHOICEs. What is not on it is left to one step() of the
// general code, with nothing changed yet. State that the loop lives on is in locals; depth_ and current_ are
// kept for path().
template <class Visitor, bool straight>
void walker<Visitor, straight>::straight_on() {
  const std::uint8_t* at = at_;
  level* top = &levels_[depth_];
  const std::uint8_t* readable = readable_;
  for (;;) {
    const std::ptrdiff_t left = top->end - at;
    if (left < 2) {
      if (left == 0 && top->plain) [[likely]] {
        current_ = 0;
        finish(*top);
        --top;
        if (--depth_ == 0) break;
        continue;
      }
      if (left != 0 || top->indefinite || depth_ == 0) break;
      at_ = at;
      close(); // behind a contained type, the road goes on in the one around
      if (fatal_) [[unlikely]]
        return;
      at = at_;
      top = &levels_[depth_];
      readable = readable_;
      continue;
    }
    const std::uint32_t first = at[0];
    std::uint32_t number = first & 0x1F;
    std::uint32_t head = first;
    const std::uint8_t* content = at + 1;
    if (number == 0x1F) [[unlikely]] {
      if (left < 4 || first < 0x40 || !read_long_tag(content, number)) break;
      head = fast_head(first, number);
    }
    std::size_t length = *content++;
    if (length >= 0x80) [[unlikely]] {
      if (left < 6) break;
      if (length == 0x81) {
        length = *content++;
      } else if (length == 0x82) {
        length = static_cast<std::size_t>(content[0]) << 8 | content[1];
        content += 2;
      } else {
        break;
      }
    }
    if (static_cast<std::ptrdiff_t>(length) > top->end - content) [[unlikely]]
      break;

    // The row that the number means; whatever else is meant fails the comparison of heads.
    const node& type = *top->node;
    unsigned ordinal = number - type.enum_first_or_base;
    if (ordinal >= type.row_count) [[unlikely]] { // the tags have holes, or the member is not known
      if (number >= type.index_count) {
        if (!choice_in_list(at, content + length, number, head)) break;
        at = at_;
        top = &levels_[depth_];
        continue;
      }
      ordinal = tag_index[type.index_first + number];
      if (ordinal-- == 0) [[unlikely]]
        break;
    }
    const unsigned id = type.first_row + ordinal;
    const fast_row& member = fast_rows[id];
    // The constructed bit is at hand before the row is: a processor that guessed wrong knows sooner.
    if ((first & 0x20) == 0) {
      if (member.head != head || !member.in_order(top->seen)) [[unlikely]]
        break;
      current_ = static_cast<row_id>(id);
      met(*top, member);
      if constexpr (requires(const Visitor& v, row_id r) { v.wants(r); }) {
        if (!visitor_.wants(static_cast<row_id>(id))) {
          at = content + length;
          continue;
        }
      }
      const bytes octets{content, length};
      fault_code fault = fault_code::none;
      if (readable - content < 16 || !quickly_good(member, content, length)) {
        if (rows[id].has(contains)) {
          at_ = at;
          if (contained(static_cast<row_id>(id), rows[id], octets, content + length)) {
            if (fatal_) return;
            at = at_;
            top = &levels_[depth_];
            readable = readable_;
            continue;
          }
        }
        fault = check_value(rows[id], octets);
        if (fault != fault_code::none) [[unlikely]]
          visitor_.note(fault, at);
      }
      const row& whole = rows[id];
      visitor_.value({static_cast<row_id>(id), whole, nodes[whole.node], at, octets}, fault);
      at = content + length;
      if (stop_here()) return;
    } else {
      if (member.head != head || !member.in_order(top->seen) || depth_ == depth_limit_) [[unlikely]]
        break;
      current_ = static_cast<row_id>(id);
      met(*top, member);
      const node& inner = nodes[member.data];
      if (visitor_.enter({static_cast<row_id>(id), rows[id], inner, at, {content, length}})) {
        ++depth_;
        ++top;
        open(*top, content + length, at, inner, static_cast<row_id>(id));
        at = content;
      } else {
        at = content + length;
      }
    }
  }
  at_ = at;
}

// Of a list of CHOICEs without a tag of their own, the element that ends at `end`: the CHOICE is entered
// around its alternative, which the road takes next, or stepped over. False, and nothing is changed, of any
// other.
template <class Visitor, bool straight>
bool walker<Visitor, straight>::choice_in_list(const std::uint8_t* at, const std::uint8_t* end,
                                               std::uint32_t number, std::uint32_t head) {
  level& list = levels_[depth_];
  const row_id id = list.node->first_row;
  const row& element = rows[id];
  const bool is_list = list.node->kind == kind::sequence_of || list.node->kind == kind::set_of;
  if (!is_list || element.tag != any_tag || element.kind != kind::choice || depth_ == depth_limit_)
    return false;
  const node& choice = nodes[element.node];
  unsigned ordinal = number - choice.enum_first_or_base;
  if (ordinal >= choice.row_count) {
    if (number >= choice.index_count) return false;
    ordinal = tag_index[choice.index_first + number];
    if (ordinal-- == 0) return false;
  }
  if (fast_rows[choice.first_row + ordinal].head != head) return false;
  current_ = id;
  ++list.count;
  at_ = at;
  if (visitor_.enter({id, element, choice, at, {at, end}}))
    open(levels_[++depth_], end, at, choice, id);
  else
    at_ = end;
  return true;
}

// The number of a tag of two or three octets, of which `at` stands at the second; false for one that the
// straight road does not take.
template <class Visitor, bool straight>
bool walker<Visitor, straight>::read_long_tag(const std::uint8_t*& at, std::uint32_t& number) noexcept {
  number = *at++;
  if (number >= 0x80) {
    if (number > 0x80 + (fast_numbers >> 7) || *at >= 0x80) return false;
    number = (number & 0x7F) << 7 | *at++;
  }
  return number >= 0x1F;
}

} // namespace lihi::schema
