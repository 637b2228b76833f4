#include <lihi/lihi.hpp>

std::optional<lihi::frame> first() {
#ifdef LIHI_FIXED
  static lihi::framer frames;
  return frames.next();
#else
  return lihi::framer().next();
#endif
}
