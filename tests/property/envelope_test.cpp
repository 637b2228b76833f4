// A PSHeader like an earlier one is not walked again: it must say what a walk of it says.
#include "support/hex.hpp"
#include "support/json.hpp"

#include <gtest/gtest.h>
#include <lihi/lihi.hpp>
#include <map>
#include <random>

namespace lihi::test {
namespace {

std::string read(decoder& with, const frame& pdu) {
  std::string out;
  const error fault = with.read(pdu, "test", [&out](const record& one) {
    write_json(one, out);
    out += '\n';
  });
  return out + std::string(name_of(fault.code)) + " @" + std::to_string(fault.offset);
}

std::string read_alone(const frame& pdu) {
  decoder fresh({.bounds = {}, .detail = false});
  return read(fresh, pdu);
}

// Octets of the PSHeader, nearly: most have no more.
std::size_t header_of(bytes pdu) { return std::min<std::size_t>(pdu.size(), 160); }

TEST(envelope, says_what_a_walk_says_whatever_came_before) {
  std::mt19937 random(7);
  decoder used({.bounds = {}, .detail = false});
  for (const auto& [each, where] : all_pdus()) {
    if (each.octets.size() > 10'000) continue;
    const frame sent{each.octets, 0, true, fault_code::none};
    const std::string alone = read_alone(sent);
    ASSERT_EQ(read(used, sent), alone) << where;
    ASSERT_EQ(read(used, sent), alone) << where << ", again";
    for (int i = 0; i < 40; ++i) { // the same with one to three octets of the header changed
      octets changed(each.octets.begin(), each.octets.end());
      for (unsigned n = 1 + random() % 3; n != 0; --n) {
        const std::size_t at = random() % header_of(changed);
        changed[at] =
            static_cast<std::uint8_t>(random() % 2 == 0 ? random() : changed[at] ^ (1u << random() % 8));
      }
      const frame other{changed, 0, true, fault_code::none};
      ASSERT_EQ(read(used, other), read_alone(other)) << where << ": " << to_hex(changed);
    }
  }
}

octets pdu_of(const octets& header_elements) {
  return tlv("30", {tlv("A1", {header_elements}),
                    tlv("A2", {tlv("A1", {tlv("30", {from_hex("80 01 00 A2 10 A2 0E 80 04 05 03 0A 02"),
                                                     from_hex("A1 06 80 04 45 00 00 01")})})})});
}
const octets oid = from_hex("80 07 04 00 02 02 05 01 2B"), country = from_hex("82 02 58 58"),
             network = from_hex("A3 0C A0 06 80 04 41 42 43 44 81 02 03 E9");

// Where the text of the operator is: in the PDU when the header was walked, else in the decoder's copy.
bool is_walked(decoder& with, const octets& pdu) {
  bool inside = false;
  EXPECT_FALSE(with.read({pdu, 0, true, fault_code::none}, "test", [&](const record& one) {
    EXPECT_EQ(one.operator_id, "ABCD");
    const auto* const at = reinterpret_cast<const std::uint8_t*>(one.operator_id.data());
    inside = at >= pdu.data() && at < pdu.data() + pdu.size();
  }));
  return inside;
}

TEST(envelope, what_varies_from_pdu_to_pdu_needs_no_walk) {
  decoder with({.bounds = {}, .detail = false});
  const auto pdu = [](std::string_view liid, const char* sequence, const char* time) {
    return pdu_of(oid + tlv("81", {text(liid)}) + country + network + from_hex(sequence) + from_hex(time));
  };
  const char* const first_time = "A7 0A 80 04 69 85 B7 E1 81 02 09 47";
  EXPECT_TRUE(is_walked(with, pdu("LIID-1", "84 01 05", first_time)));
  EXPECT_FALSE(is_walked(with, pdu("LIID-1", "84 01 06", first_time)));
  EXPECT_FALSE(is_walked(with, pdu("LIID-2", "84 01 07", "A7 0A 80 04 69 85 B7 E2 81 02 00 80")));
  // the record has the values of its own PDU
  const octets other = pdu("LIID-3", "84 01 08", "A7 0A 80 04 00 85 B7 E2 81 02 01 80");
  EXPECT_EQ(read(with, {other, 0, true, fault_code::none}), read_alone({other, 0, true, fault_code::none}));
  EXPECT_NE(read_alone({other, 0, true, fault_code::none}).find(R"("liid":"LIID-3")"), std::string::npos);
  // another operator, another form
  EXPECT_TRUE(is_walked(with, pdu("LIID-1", "84 02 01 05", first_time)));
  EXPECT_TRUE(is_walked(with, pdu("LIID-17", "84 01 05", first_time)));
}

TEST(envelope, what_is_odd_is_walked_each_time) {
  decoder with({.bounds = {}, .detail = false});
  const octets liid = tlv("81", {text("LIID-1")});
  const octets padded = pdu_of(oid + liid + country + network + from_hex("84 02 00 05"));
  const octets unknown = pdu_of(oid + liid + country + network + from_hex("84 01 05 9F 63 01 00"));
  const octets indefinite = tlv("30", {from_hex("A1 80"), oid, liid, country, network,
                                       from_hex("84 01 05 00 00"), from_hex("A2 04 A2 02 84 00")});
  for (const octets& each : {padded, unknown, indefinite})
    for (int i = 0; i < 3; ++i) {
      EXPECT_TRUE(is_walked(with, each)) << to_hex(each);
      EXPECT_EQ(read(with, {each, 0, true, fault_code::none}), read_alone({each, 0, true, fault_code::none}));
    }
}

// What a record has of its PSHeader, but for sequence number and time.
std::string said_by_header(const record& from) {
  record out;
  out.liid = from.liid;
  out.liid_encoding = from.liid_encoding;
  out.authorization_country = from.authorization_country;
  out.delivery_country = from.delivery_country;
  out.operator_id = from.operator_id;
  out.network_element_id = from.network_element_id;
  out.interception_point_id = from.interception_point_id;
  out.nf_id = from.nf_id;
  out.header_version = from.header_version;
  out.cin = from.cin;
  for (const correlation_key& each : from.correlation)
    if (each.scheme == correlation_scheme::cin_extension) out.correlation.add(each);
  std::string text;
  write_json(out, text);
  return text;
}

// Numbers of headers and what they said.
class numbered_headers {
 public:
  // The number; 0 when there is no record.
  std::uint64_t read(decoder& with, const octets& pdu) {
    std::uint64_t number = 0;
    (void)with.read({pdu, 0, true, fault_code::none}, "test", [&](const record& one) {
      number = with.header_number();
      if (number == 0) return;
      const auto [known, fresh] = said_.try_emplace(number, said_by_header(one));
      EXPECT_EQ(said_by_header(one), known->second) << to_hex(pdu);
      again_ += fresh ? 0 : 1;
    });
    return number;
  }
  [[nodiscard]] std::size_t again() const { return again_; }

 private:
  std::map<std::uint64_t, std::string> said_;
  std::size_t again_ = 0;
};

TEST(envelope, of_one_number_says_the_same) {
  std::mt19937 random(8);
  decoder first({.bounds = {}, .detail = false}), second({.bounds = {}, .detail = false});
  numbered_headers of_all;
  for (const auto& [each, where] : all_pdus()) {
    if (each.octets.size() > 10'000) continue;
    const octets sent(each.octets.begin(), each.octets.end());
    for (int i = 0; i < 60; ++i) { // also with an octet of the header changed
      octets changed = sent;
      if (random() % 3 != 0) changed[random() % header_of(changed)] ^= 1u << random() % 8;
      (void)of_all.read(random() % 2 == 0 ? first : second, changed);
    }
  }
  EXPECT_GT(of_all.again(), 500u); // 1,781 of the vectors that every clone has
}

TEST(envelope, has_a_number_unless_it_is_odd) {
  decoder with({.bounds = {}, .detail = false});
  numbered_headers of_all;
  const auto number = [&](const std::string& liid, const char* sequence) {
    return of_all.read(with,
                       pdu_of(oid + tlv("81", {from_hex(liid)}) + country + network + from_hex(sequence)));
  };
  const std::string one = "4C 31", other = "4C 32", hex = "00 01", other_hex = "00 02";
  const auto first = number(one, "84 01 05");
  EXPECT_NE(first, 0u);
  EXPECT_EQ(number(one, "84 01 06"), first);
  EXPECT_NE(number(other, "84 01 06"), first);
  EXPECT_EQ(number(one, "84 01 07"), first);
  // text that is made of octets which do not print
  EXPECT_EQ(number(hex, "84 01 08"), 0u);
  EXPECT_EQ(number(hex, "84 01 09"), 0u);
  EXPECT_EQ(number(other_hex, "84 01 09"), 0u);
  // a padded INTEGER, which is noted
  EXPECT_EQ(number(one, "84 02 00 05"), 0u);
  decoder another({.bounds = {}, .detail = false});
  EXPECT_NE(of_all.read(another,
                        pdu_of(oid + tlv("81", {from_hex(one)}) + country + network + from_hex("84 01 05"))),
            first);
}

// A text that is made rather than viewed takes memory, and a walk of it takes as much: whether the limit is
// reached must not depend on what came before.
TEST(envelope, takes_the_memory_of_a_walk) {
  const octets one = pdu_of(oid + from_hex("81 04 01 02 03 04") + country +
                            from_hex("A3 0D A0 07 80 02 FF FE 81 01 05 81 02 03 E9 84 01 05"));
  for (std::size_t room = 0; room < 64; ++room) {
    limits bounds;
    bounds.arena = room;
    decoder used({.bounds = bounds, .detail = false}), fresh({.bounds = bounds, .detail = false});
    const frame pdu{one, 0, true, fault_code::none};
    const std::string alone = read(fresh, pdu);
    for (int i = 0; i < 3; ++i) EXPECT_EQ(read(used, pdu), alone) << room;
  }
}

} // namespace
} // namespace lihi::test
