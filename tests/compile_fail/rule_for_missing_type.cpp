#include "schema_ids.hpp"

#ifdef LIHI_FIXED
constexpr auto id = lihi::schema::type::SUPI;
#else
constexpr auto id = lihi::schema::type::SUPU;
#endif
static_assert(id >= 0);
