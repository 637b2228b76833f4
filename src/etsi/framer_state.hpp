// A framer as octets, for what is kept over a restart: where it stands, the octets that are in no frame yet,
// and what it found out about them.
#pragma once

#include "core/state.hpp"

#include <lihi/framer.hpp>

namespace lihi {

struct framer_state {
  // When next() has nothing left.
  static void save(const framer& of, state_writer& to);
  static void restore(framer& of, state_reader& from);

 private:
  template <class Framer, class V>
  static void numbers(Framer& of, V&& v);
};

} // namespace lihi
