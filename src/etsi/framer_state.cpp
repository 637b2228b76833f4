#include "etsi/framer_state.hpp"

namespace lihi {

template <class Framer, class V>
void framer_state::numbers(Framer& of, V&& v) {
  v(of.offset_);
  v(of.known_end_);
  v(of.credit_);
  v(of.wanted_); // when it looks again decides when a frame comes
  for (auto* each : {&of.begins_, &of.finished_, &of.found_.indefinite, &of.found_.charged, &of.found_.sound,
                     &of.found_.refuted, &of.found_.walk_ended})
    v(*each);
  v(of.found_.given_up);
  for (auto* each : {&of.found_.searched, &of.found_.content, &of.found_.walked, &of.found_.last_element,
                     &of.found_.elements, &of.found_.open, &of.found_.another, &of.found_.inner,
                     &of.found_.chained, &of.found_.links, &of.found_.first_inner})
    v(*each);
}

void framer_state::save(const framer& of, state_writer& to) {
  numbers(of, to);
  to(bytes(of.tail_).subspan(of.tail_begin_));
}

void framer_state::restore(framer& of, state_reader& from) {
  of.chunk_ = {};
  of.tail_begin_ = of.borrowed_ = 0;
  of.paused_ = of.overdue_ = false;
  numbers(of, from);
  from(of.tail_);
  if (of.wanted_ > of.bounds_.pdu_octets) of.wanted_ = 0; // damaged: it would wait too long
  // What was found out speaks of octets that are here; damaged, it is looked for again.
  const std::size_t size = of.tail_.size();
  if (size == 0) of.found_ = {};
  for (const std::size_t each : {of.found_.searched, of.found_.content, of.found_.another, of.found_.inner,
                                 of.found_.first_inner, of.found_.last_element, of.found_.chained})
    if (each > size) of.found_ = {};
}

} // namespace lihi
