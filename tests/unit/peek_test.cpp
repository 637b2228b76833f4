#include "support/files.hpp"
#include "support/hex.hpp"
#include "support/json.hpp"
#include "support/reencoder.hpp"

#include <gtest/gtest.h>
#include <lihi/peek.hpp>

namespace lihi::test {
namespace {

std::string shown(bytes octets) {
  for (const std::uint8_t octet : octets)
    if (octet < 0x21 || octet > 0x7E) return to_hex(octets);
  return {octets.begin(), octets.end()};
}
std::string or_absent(std::string_view text) { return std::string(text.empty() ? "(absent)" : text); }

TEST(peek, says_what_the_record_says) {
  const std::map<std::string, payload_kind> kinds{
      {"iri", payload_kind::iri},   {"cc", payload_kind::cc},   {"tri", payload_kind::tri},
      {"hi1", payload_kind::hi1},   {"hi4", payload_kind::hi4}, {"encrypted", payload_kind::encrypted},
      {"ilhi", payload_kind::ilhi},
  };
  std::size_t compared = 0;
  for (const auto& [each, where] : all_pdus()) {
    if (each.fault != fault_code::none) continue;
    const decoded whole = decode(each.octets);
    if (whole.records.empty() || whole.errors.at(0)) continue;
    const json record = parse(whole.records[0]);
    header_fields header;
    EXPECT_FALSE(peek_header(each, header)) << where;
    EXPECT_EQ(shown(header.liid.octets()), at(record, "/liid")) << where;
    EXPECT_EQ(or_absent(shown(header.operator_id.octets())), at(record, "/operator_id"));
    EXPECT_EQ(or_absent(shown(header.network_element_id.octets())), at(record, "/network_element_id"));
    EXPECT_EQ(or_absent(std::string(as_text(header.authorization_country.octets()))),
              at(record, "/authorization_country"));
    EXPECT_EQ(or_absent(std::string(as_text(header.delivery_country.octets()))),
              at(record, "/delivery_country"));
    EXPECT_EQ(header.cin ? std::to_string(*header.cin) : "(absent)", at(record, "/cin"));
    EXPECT_EQ(header.sequence ? std::to_string(*header.sequence) : "(absent)", at(record, "/sequence"));
    if (const auto kind = kinds.find(at(record, "/kind")); kind != kinds.end()) {
      EXPECT_EQ(header.payload, kind->second);
    }
    ++compared;
  }
  EXPECT_GT(compared, 60u);
}

TEST(peek, does_not_look_into_the_payload) {
  const octets pdu = ps_pdu(tlv("A0", {from_hex("30 7F 00")})); // an element that claims too much
  header_fields header;
  EXPECT_FALSE(peek_header({pdu, 0, true, fault_code::none}, header));
  EXPECT_EQ(header.payload, payload_kind::iri);
  EXPECT_TRUE(decode(pdu).errors.at(0));
}

TEST(peek, tells_what_is_wrong_with_the_header) {
  octets pdu = ps_pdu(tlv("A2", {from_hex("83 00")}));
  pdu[13] = 0x7F; // the length of the LIID
  header_fields header;
  EXPECT_EQ(peek_header({pdu, 100, true, fault_code::none}, header).code, fault_code::length_past_parent);
  EXPECT_TRUE(header.liid.empty());
}

TEST(peek, a_field_that_is_far_too_long) {
  const octets header = tlv("A1", {from_hex("80 07 04000202 05 01 2B"), tlv("81", {octets(64, 'L')}),
                                   tlv("A3", {tlv("A0", {tlv("80", {text("OP")})})}), from_hex("84 01 00")});
  const octets pdu = tlv("30", {header, from_hex("A2 04 A2 02 83 00")});
  header_fields fields;
  const error fault = peek_header({pdu, 100, true, fault_code::none}, fields);
  EXPECT_EQ(fault.code, fault_code::out_of_bounds);
  EXPECT_EQ(fault.offset, 100u + 13);
  EXPECT_TRUE(fields.liid.empty());
  EXPECT_EQ(shown(fields.operator_id.octets()), "OP");
}

TEST(peek, reads_other_ber_forms) {
  const octets pdu = ps_pdu(tlv("A2", {from_hex("83 00")}));
  for (const ber_form form :
       {ber_form::indefinite, ber_form::padded, ber_form::segmented, ber_form::segmented_indefinite}) {
    const octets rewritten = reencode(pdu, form);
    header_fields header;
    EXPECT_FALSE(peek_header({rewritten, 0, true, fault_code::none}, header)) << form_name(form);
    EXPECT_EQ(shown(header.liid.octets()), "L1");
    EXPECT_EQ(header.cin, 1u);
    EXPECT_EQ(header.payload, payload_kind::tri);
  }
}

} // namespace
} // namespace lihi::test
