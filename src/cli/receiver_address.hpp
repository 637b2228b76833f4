// Where deliveries are sent to.
#pragma once

#include "service/socket.hpp"

#include <boost/asio/io_context.hpp>
#include <string>
#include <vector>

namespace lihi::cli {

// The ends of "HOST:PORT" ("[2001:db8::1]:50000"), which are this machine's unless others are allowed. What
// is wrong, or nothing.
[[nodiscard]] std::string find_receiver(boost::asio::io_context& io, const std::string& text,
                                        bool allow_remote, std::vector<service::tcp::endpoint>& out);

} // namespace lihi::cli
