// TLS 1.2 and 1.3 for links (ETSI TS 102 232-1 clause 6.3.1), by OpenSSL.
#pragma once

#include "service/tls_files.hpp"

#include <boost/asio/ssl/context.hpp>
#include <memory>
#include <string>

namespace lihi::service {

namespace ssl = boost::asio::ssl;

enum class tls_side { client, server };

// Null, and why, when a file cannot be used. A client checks the server against `authorities`, which it must
// be given; a server asks clients for certificates, and refuses those without, when it is given.
[[nodiscard]] std::shared_ptr<ssl::context> make_tls(tls_side side, const tls_files& files, std::string& why);

// Certificates that the CRL of that file (PEM) names are refused, and all others when their authority has
// none there. False, and why, when it cannot be used.
[[nodiscard]] bool refuse_revoked(ssl::context& of, const std::string& file, std::string& why);
// The OCSP response of that file (DER) is stapled for clients that ask (RFC 6066 clause 8). False, and why,
// when it cannot be used.
[[nodiscard]] bool staple(ssl::context& to, const std::string& file, std::string& why);

} // namespace lihi::service
