#include <lihi/lihi.hpp>

enum class colour { none, red, green };
#ifdef LIHI_FIXED
template <>
inline constexpr auto lihi::terms_of<colour> = std::to_array<lihi::term<colour>>(
    {{colour::red, "red", "as blood"}, {colour::green, "green", "as grass"}});
#else
template <>
inline constexpr auto
    lihi::terms_of<colour> = std::to_array<lihi::term<colour>>({{colour::red, "red", "as blood"}});
#endif
static_assert(lihi::complete(colour::green), "an enumerator without a name");
