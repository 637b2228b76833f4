#include "synth/protection.hpp"

#include "schema/tables.hpp"
#include "schema_ids.hpp"

#include <array>
#include <stdexcept>

namespace lihi::synth {
namespace {

namespace m = schema::member;

constexpr std::size_t block = 16;                // of AES
constexpr std::int64_t hash_check = 1, none = 1; // CheckType, EncryptionType
constexpr std::int64_t aes_192_cbc = 3, aes_256_cbc = 4;
constexpr ber::tag integer = 2, sequence = 16;
// Of EncryptedPayload, which the tables do not have: no PS-PDU shows it in clear.
constexpr ber::tag byte_counter_tag = ber::context(0), payload_tag = ber::context(1);

ber::tag tag_of(schema::row_id member) { return schema::rows[member].tag; }

const EVP_MD* hash_of(std::int64_t algorithm) noexcept {
  switch (algorithm) {
  case 1: return EVP_sha1();
  case 2: return EVP_sha256();
  case 3: return EVP_sha384();
  case 4: return EVP_sha512();
  default: return nullptr;
  }
}

void check(int done) {
  if (done != 1) throw std::runtime_error("OpenSSL refuses");
}

std::vector<std::uint8_t> encrypt(const encryption_rule& rule, std::uint32_t number, bytes plain) {
  // the sequence number four times
  std::array<std::uint8_t, block> start{};
  for (std::size_t i = 0; i < block; ++i) start[i] = static_cast<std::uint8_t>(number >> (24 - 8 * (i % 4)));
  const auto free_cipher = [](EVP_CIPHER_CTX* which) { EVP_CIPHER_CTX_free(which); };
  const std::unique_ptr<EVP_CIPHER_CTX, decltype(free_cipher)> cipher(EVP_CIPHER_CTX_new(), free_cipher);
  check(EVP_EncryptInit_ex(cipher.get(), rule.type == aes_192_cbc ? EVP_aes_192_cbc() : EVP_aes_256_cbc(),
                           nullptr, rule.key.data(), start.data()));
  check(EVP_CIPHER_CTX_set_padding(cipher.get(), 0));
  std::vector<std::uint8_t> out(plain.size());
  int size = 0;
  check(EVP_EncryptUpdate(cipher.get(), out.data(), &size, plain.data(), static_cast<int>(plain.size())));
  return out;
}

} // namespace

bool can_hash(std::int64_t algorithm) noexcept { return hash_of(algorithm) != nullptr; }

std::size_t key_size(std::int64_t encryption_type) noexcept {
  return encryption_type == aes_192_cbc ? 24 : encryption_type == aes_256_cbc ? 32 : 0;
}

void hash_chain::add(std::int64_t algorithm, std::uint32_t number, bytes pdu) {
  if (!hash_) hash_.reset(EVP_MD_CTX_new());
  if (numbers_.empty()) check(EVP_DigestInit_ex(hash_.get(), hash_of(algorithm), nullptr));
  check(EVP_DigestUpdate(hash_.get(), pdu.data(), pdu.size()));
  numbers_.push_back(number);
}

void hash_chain::put(ber::encoder& to, std::int64_t algorithm, std::int64_t data_type) {
  std::array<std::uint8_t, EVP_MAX_MD_SIZE> value{};
  unsigned size = 0;
  check(EVP_DigestFinal_ex(hash_.get(), value.data(), &size));
  to.constructed(tag_of(m::TRIPayload_::integrityCheck), [&] {
    to.constructed(tag_of(m::IntegrityCheck_::includedSequenceNumbers), [&] {
      for (const std::uint32_t number : numbers_) to.unsigned_integer(integer, number);
    });
    to.unsigned_integer(tag_of(m::IntegrityCheck_::checkType), hash_check);
    to.unsigned_integer(tag_of(m::IntegrityCheck_::dataType), static_cast<std::uint64_t>(data_type));
    to.string(tag_of(m::IntegrityCheck_::checkValue), bytes(value).first(size));
    to.unsigned_integer(tag_of(m::IntegrityCheck_::hashAlgorithm), static_cast<std::uint64_t>(algorithm));
  });
  numbers_.clear();
}

std::vector<std::uint8_t> encrypted_payload(ber::form form, std::uint64_t byte_counter,
                                            function_ref<void(ber::encoder&)> payload) {
  ber::encoder out(form);
  out.constructed(sequence, [&] {
    out.unsigned_integer(byte_counter_tag, byte_counter);
    out.constructed(payload_tag, [&] { payload(out); });
  });
  std::vector<std::uint8_t> plain = out.take();
  plain.resize((plain.size() + block - 1) / block * block);
  return plain;
}

void put_encrypted(ber::encoder& to, const encryption_rule* rule, std::uint32_t sequence_number, bytes plain,
                   std::int64_t part) {
  to.constructed(tag_of(m::Payload_::encryptionContainer), [&] {
    to.unsigned_integer(tag_of(m::EncryptionContainer_::encryptionType),
                        static_cast<std::uint64_t>(rule != nullptr ? rule->type : none));
    to.string(tag_of(m::EncryptionContainer_::encryptedPayload),
              rule != nullptr ? bytes(encrypt(*rule, sequence_number, plain)) : plain);
    to.unsigned_integer(tag_of(m::EncryptionContainer_::encryptedPayloadType),
                        static_cast<std::uint64_t>(part));
  });
}

} // namespace lihi::synth
