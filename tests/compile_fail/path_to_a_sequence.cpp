#include <lihi/at.hpp>

#ifdef LIHI_FIXED
lihi::at<"pSHeader.lawfulInterceptionIdentifier"> value;
#else
lihi::at<"pSHeader"> value;
#endif
