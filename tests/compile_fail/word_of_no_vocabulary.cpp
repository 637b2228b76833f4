#include <lihi/lihi.hpp>

void set(lihi::record& one) {
#ifdef LIHI_FIXED
  one.kind = lihi::element_kind::cc;
#else
  one.kind = "cc";
#endif
}
