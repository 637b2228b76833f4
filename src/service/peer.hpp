// Whoever is at the other end of TLS.
#pragma once

#include <openssl/ssl.h>
#include <string>

namespace lihi::service {

// The subject of its certificate, as RFC 2253 writes it; "" when it showed none.
[[nodiscard]] std::string subject_of_peer(SSL* of);

} // namespace lihi::service
