#include "service/tls.hpp"

#include <boost/system/error_code.hpp>
#include <openssl/err.h>
#include <openssl/x509_vfy.h>

namespace lihi::service {

std::shared_ptr<ssl::context> make_tls(tls_side side, const tls_files& files, std::string& why) {
  auto out = std::make_shared<ssl::context>(side == tls_side::server ? ssl::context::tls_server
                                                                     : ssl::context::tls_client);
  boost::system::error_code problem;
  const auto failed = [&](const std::string& what) {
    why = what + ": " + problem.message();
    return problem.failed();
  };
  (void)out->set_options(ssl::context::no_sslv2 | ssl::context::no_sslv3 | ssl::context::no_tlsv1 |
                             ssl::context::no_tlsv1_1 | ssl::context::no_compression |
                             ssl::context::single_dh_use,
                         problem);
  if (problem && failed("TLS")) return nullptr;
  // forward secrecy and authenticated encryption alone; those of TLS 1.3 all have both
  if (::SSL_CTX_set_cipher_list(out->native_handle(), "ECDHE+AESGCM:ECDHE+CHACHA20") != 1) {
    why = "TLS: no cipher can be used";
    return nullptr;
  }
  if (!files.certificate.empty()) {
    (void)out->use_certificate_chain_file(files.certificate, problem);
    if (problem && failed(files.certificate)) return nullptr;
  }
  if (!files.key.empty()) {
    (void)out->use_private_key_file(files.key, ssl::context::pem, problem);
    if (problem && failed(files.key)) return nullptr;
  }
  if (!files.authorities.empty()) {
    (void)out->load_verify_file(files.authorities, problem);
    if (problem && failed(files.authorities)) return nullptr;
  }
  if (side == tls_side::client && files.authorities.empty()) {
    why = "TLS: whose certificate to trust is not said";
    return nullptr;
  }
  if (side == tls_side::server && (files.certificate.empty() || files.key.empty())) {
    why = "TLS: a server needs a certificate and its key";
    return nullptr;
  }
  const bool checks = !files.authorities.empty();
  (void)out->set_verify_mode(checks ? ssl::verify_peer | ssl::verify_fail_if_no_peer_cert : ssl::verify_none,
                             problem);
  if (problem && failed("TLS")) return nullptr;
  return out;
}

bool refuse_revoked(ssl::context& of, const std::string& file, std::string& why) {
  X509_STORE* const store = ::SSL_CTX_get_cert_store(of.native_handle());
  X509_LOOKUP* const lookup = ::X509_STORE_add_lookup(store, ::X509_LOOKUP_file());
  if (lookup == nullptr || ::X509_load_crl_file(lookup, file.c_str(), X509_FILETYPE_PEM) <= 0) {
    ::ERR_clear_error();
    why = file + ": is no list of revoked certificates";
    return false;
  }
  (void)::X509_STORE_set_flags(store, X509_V_FLAG_CRL_CHECK);
  return true;
}

} // namespace lihi::service
