// SHA-256 of octets that come one after the other, by OpenSSL.
#pragma once

#include "store/file.hpp"
#include "store/log_format.hpp"

#include <memory>
#include <openssl/evp.h>

namespace lihi::store {

class hash_of {
 public:
  // Throws std::bad_alloc.
  hash_of();
  void add(bytes octets);
  // What a file begins with, so many octets or all; 0, or errno.
  [[nodiscard]] int add(const file& from, std::uint64_t octets);
  [[nodiscard]] sha256 so_far() const;

 private:
  struct freed {
    void operator()(EVP_MD_CTX* what) const noexcept { ::EVP_MD_CTX_free(what); }
  };
  std::unique_ptr<EVP_MD_CTX, freed> state_;
};

} // namespace lihi::store
