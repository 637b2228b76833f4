#pragma GCC diagnostic error "-Wunused-result"
#pragma GCC diagnostic error "-Wall"
#include <lihi/lihi.hpp>

void read(lihi::decoder& read_pdu, const lihi::frame& pdu) {
#ifdef LIHI_FIXED
  if (read_pdu.read(pdu, "link", [](const lihi::record&) {})) return;
#else
  read_pdu.read(pdu, "link", [](const lihi::record&) {});
#endif
}
