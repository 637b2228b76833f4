// What TLS needs to know, as files.
#pragma once

#include <string>

namespace lihi::service {

// PEM; empty: not given.
struct tls_files {
  std::string certificate; // and its chain
  std::string key;
  std::string authorities; // whose certificates the other side's must be one of

  [[nodiscard]] bool any() const noexcept {
    return !certificate.empty() || !key.empty() || !authorities.empty();
  }
};

} // namespace lihi::service
