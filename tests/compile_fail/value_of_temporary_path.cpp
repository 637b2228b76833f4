#include <lihi/at.hpp>

auto liid_of(const lihi::frame& pdu) {
  using liid = lihi::at<"pSHeader.lawfulInterceptionIdentifier">;
#ifdef LIHI_FIXED
  liid read;
  return std::string(lihi::as_text(read(pdu).value_or(lihi::bytes())));
#else
  return liid()(pdu);
#endif
}
