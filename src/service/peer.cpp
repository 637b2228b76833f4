#include "service/peer.hpp"

#include <memory>
#include <openssl/x509.h>

namespace lihi::service {

std::string subject_of_peer(SSL* of) {
  const std::unique_ptr<X509, void (*)(X509*)> certificate(::SSL_get1_peer_certificate(of), ::X509_free);
  if (!certificate) return {};
  const std::unique_ptr<BIO, int (*)(BIO*)> text(::BIO_new(::BIO_s_mem()), ::BIO_free);
  if (!text ||
      ::X509_NAME_print_ex(text.get(), ::X509_get_subject_name(certificate.get()), 0, XN_FLAG_RFC2253) < 0)
    return {};
  char* begin = nullptr;
  const long size = BIO_get_mem_data(text.get(), &begin);
  return size > 0 ? std::string(begin, static_cast<std::size_t>(size)) : std::string();
}

} // namespace lihi::service
