// Integrity checks and encryption of what synth makes, checked with OpenSSL alone as a receiver would.
#include "support/hex.hpp"
#include "support/json.hpp"
#include "synth/delivery.hpp"

#include <gtest/gtest.h>
#include <openssl/evp.h>
#include <set>

namespace lihi::test {
namespace {

using synth::step_kind;

// What was made of the scenario "day" with more keys.
struct pdu {
  octets all;
  synth::step_kind kind;
  bool hi3;
  std::uint32_t cin, number;
  std::string liid, event;
  moment time;
};
std::vector<pdu> made(const std::string& more) {
  const auto scenario = synth::scenario::read(std::string(synth::scenario_text("day")) + more);
  synth::delivery all(scenario, {.subscribers = 2});
  std::vector<pdu> out;
  for (synth::made one; all.next(one);)
    out.push_back({{one.pdu.begin(), one.pdu.end()},
                   one.kind,
                   one.hi3,
                   one.cin.value_or(0),
                   one.number,
                   std::string(one.liid),
                   std::string(one.event),
                   one.at});
  return out;
}

constexpr auto key_hex = "000102030405060708090a0b0c0d0e0f1011121314151617";
std::string encryption() { return std::string("\nencryption: {type: aES-192-CBC, key: ") + key_hex + "}\n"; }

std::string hash(const EVP_MD* how, const octets& of) {
  octets out(EVP_MAX_MD_SIZE);
  unsigned size = 0;
  EXPECT_EQ(EVP_Digest(of.data(), of.size(), out.data(), &size, how, nullptr), 1);
  out.resize(size);
  return to_hex(out);
}

octets decrypt(const octets& key, std::uint32_t number, const octets& what) {
  octets start;
  for (int i = 0; i < 4; ++i)
    for (int shift = 24; shift >= 0; shift -= 8) start.push_back(static_cast<std::uint8_t>(number >> shift));
  octets out(what.size());
  int size = 0;
  EVP_CIPHER_CTX* const cipher = EVP_CIPHER_CTX_new();
  EXPECT_EQ(EVP_DecryptInit_ex(cipher, EVP_aes_192_cbc(), nullptr, key.data(), start.data()), 1);
  EVP_CIPHER_CTX_set_padding(cipher, 0);
  EXPECT_EQ(EVP_DecryptUpdate(cipher, out.data(), &size, what.data(), static_cast<int>(what.size())), 1);
  EVP_CIPHER_CTX_free(cipher);
  EXPECT_EQ(static_cast<std::size_t>(size), what.size());
  return out;
}

// A definite element: where its content begins, and its whole size.
struct tlv_sizes {
  std::size_t head, all;
};
tlv_sizes sizes_of(const octets& of, std::size_t at) {
  if (of.at(at + 1) < 0x80) return {2, 2u + of[at + 1]};
  std::size_t length = 0;
  const std::size_t count = of[at + 1] & 0x7Fu;
  for (std::size_t i = 0; i < count; ++i) length = length << 8 | of.at(at + 2 + i);
  return {2 + count, 2 + count + length};
}

using series = std::tuple<std::string, std::uint32_t, std::string>; // LIID, CIN, iRI or cC

// Follows checks through a delivery; `read` gives the JER of a PDU and the octets that are hashed.
template <class Read>
void expect_all_checked(const std::vector<pdu>& delivery, const EVP_MD* how, std::size_t every,
                        const Read& read) {
  std::map<std::pair<series, std::uint32_t>, octets> sent;
  std::map<series, std::uint32_t> checks;
  std::size_t covered = 0;
  for (const pdu& one : delivery) {
    const auto [jer, hashed] = read(one);
    if (one.event != "integrityCheck") {
      if (one.kind != step_kind::other)
        sent[{{one.liid, one.cin, one.kind == step_kind::cc ? "cC" : "iRI"}, one.number}] = hashed;
      continue;
    }
    const json check = parse(jer);
    const series of{one.liid, one.cin, at(check, "/dataType")};
    EXPECT_EQ(one.hi3, at(check, "/dataType") == "cC");
    EXPECT_EQ(one.number, ++checks[of]); // numbers of their own
    EXPECT_EQ(at(check, "/checkType"), "hash");
    octets all;
    const auto& numbers = check["includedSequenceNumbers"];
    EXPECT_LE(numbers.Size(), every);
    for (const auto& each : numbers.GetArray()) {
      const auto known = sent.find({of, each.GetUint()});
      ASSERT_NE(known, sent.end()) << each.GetUint();
      all.insert(all.end(), known->second.begin(), known->second.end());
      sent.erase(known); // each once
      ++covered;
    }
    std::string value = at(check, "/checkValue");
    std::transform(value.begin(), value.end(), value.begin(), [](char c) { return std::tolower(c); });
    EXPECT_EQ(value, hash(how, all));
  }
  EXPECT_TRUE(sent.empty()); // the last check of a subscriber covers what is left
  EXPECT_EQ(covered, 358u);  // of two subscribers: 120 + 50 + 9
}

TEST(synth_protection, integrity_checks_hold) {
  const std::pair<std::string, const EVP_MD*> hashes[] = {
      {"sHA-1", EVP_sha1()}, {"sHA-256", EVP_sha256()}, {"sHA-384", EVP_sha384()}, {"sHA-512", EVP_sha512()}};
  for (const auto& each : hashes) {
    const std::string& name = each.first;
    const std::vector<pdu> delivery = made("\nintegrity: {every: 20, algorithm: " + name + "}\n");
    expect_all_checked(delivery, each.second, 20, [&](const pdu& one) {
      const json whole = parse(decode(one.all).jer.at(0));
      if (one.event == "integrityCheck") {
        EXPECT_EQ(at(whole, "/payload/tRIPayload/integrityCheck/hashAlgorithm"), name);
      }
      return std::pair(at(whole, "/payload/tRIPayload/integrityCheck"), one.all);
    });
  }
}

// Decrypted, a PDU has the payload that it has in clear.
TEST(synth_protection, encrypted_payloads_are_the_clear_ones) {
  const std::vector<pdu> clear = made(""), encrypted = made(encryption());
  ASSERT_EQ(clear.size(), encrypted.size());
  const octets key = from_hex(key_hex);
  std::map<std::pair<std::string, bool>, std::uint64_t> counters;
  for (std::size_t i = 0; i < clear.size(); ++i) {
    const json whole = parse(decode(encrypted[i].all).jer.at(0));
    const std::string in = "/payload/encryptionContainer/";
    EXPECT_EQ(at(whole, in + "encryptionType"), "aES-192-CBC");
    EXPECT_EQ(at(whole, in + "encryptedPayloadType"), "unknown"); // no part of TS 102 232
    const octets plain = decrypt(key, clear[i].number, from_hex(at(whole, in + "encryptedPayload")));
    ASSERT_EQ(plain.at(0), 0x30);
    const tlv_sizes outer = sizes_of(plain, 0);
    EXPECT_LT(plain.size() - outer.all, 16u);
    for (std::size_t each = outer.all; each < plain.size(); ++each) EXPECT_EQ(plain[each], 0);
    // [0] byteCounter in eight octets
    ASSERT_EQ(plain.at(outer.head), 0x80);
    ASSERT_EQ(plain.at(outer.head + 1), 8);
    std::uint64_t counter = 0;
    for (std::size_t each = 0; each < 8; ++each) counter = counter << 8 | plain.at(outer.head + 2 + each);
    std::uint64_t& expected = counters[{clear[i].liid, clear[i].hi3}];
    if (expected == 0) expected = static_cast<std::uint64_t>(clear[i].time.microseconds / 1'000'000) << 32;
    EXPECT_EQ(counter, expected);
    expected += clear[i].all.size();
    // [1] the Payload, which in clear is [2]
    const std::size_t place = outer.head + 10;
    ASSERT_EQ(plain.at(place), 0xA1);
    const tlv_sizes payload = sizes_of(plain, place);
    EXPECT_EQ(place + payload.all, outer.all);
    octets again(plain.begin() + static_cast<std::ptrdiff_t>(place),
                 plain.begin() + static_cast<std::ptrdiff_t>(outer.all));
    again[0] = 0xA2;
    ASSERT_GE(clear[i].all.size(), again.size());
    EXPECT_EQ(to_hex(again),
              to_hex({clear[i].all.end() - static_cast<std::ptrdiff_t>(again.size()), clear[i].all.end()}));
  }
}

// A check is over PDUs as a receiver has them after it decrypted: encryptionType none, zeros at the end.
TEST(synth_protection, checks_of_encrypted_pdus_hold) {
  const octets key = from_hex(key_hex), type_before = from_hex("80 01 03 81"),
               type_behind = from_hex("80 01 01 81");
  const auto read = [&](const pdu& one) {
    const json whole = parse(decode(one.all).jer.at(0));
    const octets encrypted = from_hex(at(whole, "/payload/encryptionContainer/encryptedPayload"));
    const octets plain = decrypt(key, one.number, encrypted);
    octets hashed = one.all;
    const auto content = std::search(hashed.begin(), hashed.end(), encrypted.begin(), encrypted.end());
    std::copy(plain.begin(), plain.end(), content);
    const auto type = std::search(hashed.begin(), content, type_before.begin(), type_before.end());
    EXPECT_NE(type, content);
    std::copy(type_behind.begin(), type_behind.end(), type);
    std::string check;
    if (one.event == "integrityCheck") { // as the payload of a PDU with a header
      EXPECT_EQ(at(whole, "/payload/encryptionContainer/encryptedPayloadType"), "part1");
      const std::size_t place = sizes_of(plain, 0).head + 10;
      octets payload(plain.begin() + static_cast<std::ptrdiff_t>(place),
                     plain.begin() + static_cast<std::ptrdiff_t>(place + sizes_of(plain, place).all));
      payload[0] = 0xA2;
      octets pdu = one.all;
      const std::size_t header = sizes_of(pdu, 0).head;
      const octets inside =
          octets(pdu.begin() + static_cast<std::ptrdiff_t>(header),
                 pdu.begin() + static_cast<std::ptrdiff_t>(header + sizes_of(pdu, header).all));
      check = at(parse(decode(tlv("30", {inside, payload})).jer.at(0)), "/payload/tRIPayload/integrityCheck");
    }
    return std::pair(check, hashed);
  };
  expect_all_checked(made(encryption() + "integrity: {every: 7, algorithm: sHA-256}\n"), EVP_sha256(), 7,
                     read);
}

// Parts of TS 102 232 are named; so are CC of HI3.
TEST(synth_protection, payload_types_are_the_parts) {
  const std::pair<std::string, std::set<std::string>> expected[] = {{"broadband", {"part2", "part3"}},
                                                                    {"lte", {"part7"}}};
  for (const auto& [name, parts] : expected) {
    const auto scenario = synth::scenario::read(std::string(synth::scenario_text(name)) + encryption());
    synth::delivery all(scenario, {});
    std::set<std::string> found;
    for (synth::made one; all.next(one);)
      found.insert(at(parse(decode(one.pdu).jer.at(0)), "/payload/encryptionContainer/encryptedPayloadType"));
    EXPECT_EQ(found, parts) << name;
  }
}

// What takes longer by the square of the steps takes longer than a test may.
TEST(synth_names, a_scenario_may_have_many_steps_and_sessions) {
  constexpr std::uint32_t many = 20'000;
  std::string text = "names: {liid: L}\npieces: [&h {timeStampQualifier: unknown}]\nsteps:\n";
  for (std::uint32_t i = 0; i < many; ++i) {
    text += "- {at: 1s, session: s";
    text += std::to_string(i);
    text += ", header: *h, iri: report, event: {deregistration: {accessType: threeGPPAccess, "
            "deregistrationDirection: uEInitiated}}}\n";
  }
  const auto scenario = synth::scenario::read(text);
  synth::delivery all(scenario, {});
  std::uint32_t found = 0;
  for (synth::made one; all.next(one);) EXPECT_EQ(one.cin, ++found);
  EXPECT_EQ(found, many);
}

// A list of texts: one for each repetition, and the last for those behind it.
TEST(synth_names, a_list_goes_with_the_repetitions) {
  const auto scenario =
      synth::scenario::read("scenario: x\n"
                            "names: {liid: L, ue: [192.0.2.1, \"192.0.2.{n}\", 192.0.2.33]}\n"
                            "steps:\n"
                            "  - {at: 1s, every: 1s, times: 5, cc: from_target, "
                            "content: {uPFCCPDU: !ip $ue}}\n");
  synth::delivery all(scenario, {.subscribers = 2});
  std::vector<std::string> found;
  for (synth::made one; all.next(one);) found.push_back(to_hex(octets(one.pdu.end() - 4, one.pdu.end())));
  const std::vector<std::string> expected{"c0000201", "c0000201", "c0000200", "c0000201", "c0000221",
                                          "c0000221", "c0000221", "c0000221", "c0000221", "c0000221"};
  EXPECT_EQ(found, expected);
}

} // namespace
} // namespace lihi::test
