// Where deliveries are sent to.
#pragma once

#include "replay/sender.hpp"

#include <boost/asio/io_context.hpp>
#include <string>

namespace lihi::cli {

// The ends and the host of "HOST:PORT" ("[2001:db8::1]:50000"), which are this machine's unless others are
// allowed. What is wrong, or nothing.
[[nodiscard]] std::string find_receiver(boost::asio::io_context& io, const std::string& text,
                                        bool allow_remote, replay::sender_options& out);

} // namespace lihi::cli
