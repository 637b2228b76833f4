#include <lihi/lihi.hpp>

std::vector<std::uint8_t> receive();

void feed(lihi::framer& frames) {
#ifdef LIHI_FIXED
  const std::vector<std::uint8_t> chunk = receive();
  frames.feed(lihi::bytes(chunk));
#else
  frames.feed(receive());
#endif
}
