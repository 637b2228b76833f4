// Integrity checks (ETSI TS 102 232-1 clause 7.2.3) and encrypted payloads (encryptionContainer of its
// Payload), as deployed senders make them.
#pragma once

#include "ber/encoder.hpp"

#include <lihi/function_ref.hpp>
#include <memory>
#include <openssl/evp.h>
#include <vector>

namespace lihi::synth {

struct integrity_rule {
  std::uint64_t every = 0;    // a check for so many PDUs of a LIID, CIN and kind
  std::int64_t algorithm = 0; // HashAlgorithm
};
// Whether there is such a hash here.
[[nodiscard]] bool can_hash(std::int64_t algorithm) noexcept;

struct encryption_rule {
  std::int64_t type = 0; // EncryptionType
  std::vector<std::uint8_t> key;
};
// Octets of a key; 0: there is no such cipher here.
[[nodiscard]] std::size_t key_size(std::int64_t encryption_type) noexcept;

// The hash over PS-PDUs since the last check of a LIID, CIN and kind.
class hash_chain {
 public:
  // Throws std::runtime_error when OpenSSL refuses.
  void add(std::int64_t algorithm, std::uint32_t number, bytes pdu);
  [[nodiscard]] std::size_t size() const noexcept { return numbers_.size(); }
  // Writes an IntegrityCheck, and begins anew.
  void put(ber::encoder& to, std::int64_t algorithm, std::int64_t data_type);

 private:
  struct free_hash {
    void operator()(EVP_MD_CTX* which) const noexcept { EVP_MD_CTX_free(which); }
  };
  std::unique_ptr<EVP_MD_CTX, free_hash> hash_;
  std::vector<std::uint32_t> numbers_; // as they came
};

// An EncryptedPayload, filled up with zeros to whole blocks; `payload` writes a Payload.
[[nodiscard]] std::vector<std::uint8_t> encrypted_payload(ber::form form, std::uint64_t byte_counter,
                                                          function_ref<void(ber::encoder&)> payload);
// Writes the alternative encryptionContainer of a Payload. `part` is an EncryptedPayloadType. Without a rule
// the encryptionType is none and the octets are as they were.
void put_encrypted(ber::encoder& to, const encryption_rule* rule, std::uint32_t sequence_number, bytes plain,
                   std::int64_t part);

} // namespace lihi::synth
