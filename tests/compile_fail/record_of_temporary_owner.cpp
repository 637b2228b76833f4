#include <lihi/lihi.hpp>

lihi::field::text liid(const lihi::record& from) {
#ifdef LIHI_FIXED
  static const lihi::owned_record kept(from);
  return (*kept).liid;
#else
  return (*lihi::owned_record(from)).liid;
#endif
}
