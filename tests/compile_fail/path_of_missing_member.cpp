#include <lihi/at.hpp>

#ifdef LIHI_FIXED
lihi::at<"pSHeader.sequenceNumber"> sequence;
#else
lihi::at<"pSHeader.sequenceNumbers"> sequence;
#endif
