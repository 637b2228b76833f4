#include <lihi/lihi.hpp>

lihi::error read(const lihi::frame& pdu) {
#ifdef LIHI_FIXED
  static lihi::decoder read_pdu;
  return read_pdu.read(pdu, "link", [](const lihi::record&) {});
#else
  return lihi::decoder().read(pdu, "link", [](const lihi::record&) {});
#endif
}
