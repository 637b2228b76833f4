#include "support/files.hpp"
#include "support/hex.hpp"
#include "support/json.hpp"
#include "support/reencoder.hpp"

#include <gtest/gtest.h>
#include <lihi/at.hpp>
#include <lihi/peek.hpp>

namespace lihi::test {
namespace {

frame whole(bytes pdu) { return {pdu, 0, true, fault_code::none}; }

TEST(at, header_fields_of_all_streams) {
  lihi::at<"pSHeader.lawfulInterceptionIdentifier"> liid;
  lihi::at<"pSHeader.sequenceNumber"> sequence;
  lihi::at<"pSHeader.communicationIdentifier.deliveryCountryCode"> country;
  std::size_t compared = 0;
  for (const auto& [each, where] : all_pdus()) {
    header_fields header;
    if (each.fault != fault_code::none || peek_header(each, header)) continue;
    EXPECT_EQ(to_hex(liid(each).value_or(bytes())), to_hex(header.liid.octets())) << where;
    EXPECT_EQ(sequence(each), header.sequence) << where;
    EXPECT_EQ(country(each).value_or(""), as_text(header.delivery_country.octets()));
    ++compared;
  }
  EXPECT_GT(compared, 60u);
}

TEST(at, through_lists_choices_and_contained_types) {
  lihi::at<"payload.iRIPayloadSequence.iRIContents.threeGPP33128DefinedIRI.event.registration.sUPI.iMSI">
      imsi;
  lihi::at<"payload.iRIPayloadSequence.timeStamp"> time;
  lihi::at<"payload.iRIPayloadSequence.iRIType"> type;
  std::size_t found = 0;
  for (const auto& path : all_streams()) {
    const auto stream = read_file(path);
    const decoded all = decode(stream);
    std::size_t pdu = 0;
    for (const frame& each : all.frames) {
      if (!each.is_pdu || all.errors.at(pdu++)) continue;
      const json jer = parse(all.jer.at(pdu - 1));
      const std::string element = "/payload/iRIPayloadSequence/0";
      const std::string expected =
          at(jer, element + "/iRIContents/threeGPP33128DefinedIRI/event/registration/sUPI/iMSI");
      EXPECT_EQ(imsi(each).value_or("(absent)"), expected) << path << " at " << each.offset;
      found += expected == "(absent)" ? 0 : 1;
      EXPECT_EQ(time(each).has_value(), at(jer, element + "/timeStamp") != "(absent)");
      EXPECT_EQ(type(each).has_value(), at(jer, element + "/iRIType") != "(absent)");
    }
  }
  EXPECT_GT(found, 0u);
}

TEST(at, other_ber_forms) {
  const octets pdu =
      iri_pdu(tlv("A1", {from_hex("81 01 01"), tlv("A4", {tlv("81", {text("001010000000001")})})}));
  for (const ber_form form :
       {ber_form::indefinite, ber_form::padded, ber_form::segmented, ber_form::segmented_indefinite}) {
    const octets rewritten = reencode(pdu, form);
    lihi::at<"payload.iRIPayloadSequence.iRIContents.threeGPP33128DefinedIRI.event.registration.sUPI.iMSI">
        imsi;
    EXPECT_EQ(imsi(whole(rewritten)), "001010000000001") << form_name(form);
    EXPECT_FALSE(imsi.fault());
  }
}

TEST(at, says_why_there_is_none) {
  lihi::at<"pSHeader.sequenceNumber"> sequence;
  octets pdu = ps_pdu(tlv("A2", {from_hex("83 00")}));
  EXPECT_EQ(sequence(whole(pdu)), 0);
  pdu[14] = 0x7F; // the length of the LIID
  EXPECT_EQ(sequence({pdu, 100, true, fault_code::none}), std::nullopt);
  EXPECT_EQ(sequence.fault().code, fault_code::length_past_parent);
  EXPECT_EQ(sequence.fault().offset, 113u);

  const octets empty = tlv("30", {tlv("A1", {from_hex("81 02 4C 31 84 00")})});
  EXPECT_EQ(sequence(whole(empty)), std::nullopt);
  EXPECT_EQ(sequence.fault().code, fault_code::bad_integer);

  lihi::at<"pSHeader.timeStamp"> time;
  EXPECT_EQ(time(whole(empty)), std::nullopt); // there is none, and nothing is wrong
  EXPECT_FALSE(time.fault());
}

} // namespace
} // namespace lihi::test
