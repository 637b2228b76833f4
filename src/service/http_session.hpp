// One connection of HTTP.
#pragma once

#include "service/http_shared.hpp"
#include "service/http_stream.hpp"

namespace lihi::service {

// Serves it until it ends, or turns into a WebSocket; by the server's thread.
void serve_http(http_stream stream, std::string address, std::shared_ptr<http_server::shared> with);

} // namespace lihi::service
