#include "store/hash_of.hpp"

#include <algorithm>
#include <new>
#include <vector>

namespace lihi::store {
namespace {

// It has no other reason to fail.
void need(int good) {
  if (good != 1) throw std::bad_alloc();
}

} // namespace

hash_of::hash_of() : state_(::EVP_MD_CTX_new()) {
  need(state_ ? ::EVP_DigestInit_ex(state_.get(), ::EVP_sha256(), nullptr) : 0);
}

void hash_of::add(bytes octets) { need(::EVP_DigestUpdate(state_.get(), octets.data(), octets.size())); }

int hash_of::add(const file& from, std::uint64_t octets) {
  std::vector<std::uint8_t> block(1u << 20);
  for (std::uint64_t at = 0; at < octets;) {
    std::size_t read = 0;
    const std::size_t wanted = std::min<std::uint64_t>(block.size(), octets - at);
    if (const int error = from.read_at(at, std::span(block).first(wanted), read); error != 0) return error;
    if (read == 0) break;
    add(bytes(block).first(read));
    at += read;
  }
  return 0;
}

sha256 hash_of::so_far() const {
  const std::unique_ptr<EVP_MD_CTX, freed> copy(::EVP_MD_CTX_new());
  need(copy ? ::EVP_MD_CTX_copy_ex(copy.get(), state_.get()) : 0);
  sha256 out{};
  need(::EVP_DigestFinal_ex(copy.get(), out.data(), nullptr));
  return out;
}

} // namespace lihi::store
