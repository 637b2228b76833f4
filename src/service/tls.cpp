#include "service/tls.hpp"

#include <boost/system/error_code.hpp>
#include <fstream>
#include <iterator>
#include <openssl/err.h>
#include <openssl/ocsp.h>
#include <openssl/x509_vfy.h>
#include <vector>

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

namespace {

using octets = std::vector<unsigned char>;

// Where a context keeps its response, which ends with it.
int response_index() {
  static const int index = ::SSL_CTX_get_ex_new_index(
      0, nullptr, nullptr, nullptr,
      [](void*, void* what, CRYPTO_EX_DATA*, int, long, void*) { delete static_cast<octets*>(what); });
  return index;
}

int give_response(SSL* to, void*) {
  const auto* const response =
      static_cast<const octets*>(::SSL_CTX_get_ex_data(::SSL_get_SSL_CTX(to), response_index()));
  void* const copy = response ? ::OPENSSL_memdup(response->data(), response->size()) : nullptr;
  if (!copy) return SSL_TLSEXT_ERR_NOACK;
  (void)SSL_set_tlsext_status_ocsp_resp(to, copy, static_cast<long>(response->size())); // which takes it
  return SSL_TLSEXT_ERR_OK;
}

} // namespace

bool staple(ssl::context& to, const std::string& file, std::string& why) {
  std::ifstream from(file, std::ios::binary);
  auto response =
      std::make_unique<octets>(std::istreambuf_iterator<char>(from), std::istreambuf_iterator<char>());
  const unsigned char* begin = response->data();
  OCSP_RESPONSE* const read = ::d2i_OCSP_RESPONSE(nullptr, &begin, static_cast<long>(response->size()));
  if (!read) {
    ::ERR_clear_error();
    why = file + ": is no OCSP response";
    return false;
  }
  ::OCSP_RESPONSE_free(read);
  if (::SSL_CTX_set_ex_data(to.native_handle(), response_index(), response.get()) != 1) {
    why = "TLS: no memory is left";
    return false;
  }
  (void)response.release();
  (void)SSL_CTX_set_tlsext_status_cb(to.native_handle(), give_response);
  return true;
}

} // namespace lihi::service
