// Boost.Asio and Boost.Beast, but for their templates: compiled here, not in each file that uses them.
#include <boost/asio/impl/src.hpp>
#include <boost/asio/ssl/impl/src.hpp>
#include <boost/beast/src.hpp>
