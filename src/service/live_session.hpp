// A viewer of live records: a connection of HTTP that turned into a WebSocket.
#pragma once

#include "service/http_shared.hpp"
#include "service/http_stream.hpp"

#include <boost/beast/http/message.hpp>
#include <boost/beast/http/string_body.hpp>

namespace lihi::service {

// How a browser, whose WebSockets have no header for it, says its token: as a name of a protocol.
inline constexpr std::string_view live_protocol = "lihi.live", token_protocol = "lihi.token.";

// Accepts the request and serves until it ends, or `who` is no user any more; by the server's thread.
void serve_live(http_stream stream,
                const boost::beast::http::request<boost::beast::http::string_body>& request,
                std::string address, std::shared_ptr<http_server::shared> with, const known_user& who,
                const live_filter& filter);

} // namespace lihi::service
