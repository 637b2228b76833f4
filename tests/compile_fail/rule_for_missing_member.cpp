#include "schema_ids.hpp"

#ifdef LIHI_FIXED
constexpr auto id = lihi::schema::member::SUPI_::iMSI;
#else
constexpr auto id = lihi::schema::member::SUPI_::iMSO;
#endif
static_assert(id != 0);
