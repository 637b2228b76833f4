// The classes of faults that ASN.1 decoders and LI decoders have had, one test each. SECURITY.md says which.
#include "schema/walker.hpp"
#include "schema_ids.hpp"
#include "support/files.hpp"
#include "support/hex.hpp"
#include "support/json.hpp"

#include <gtest/gtest.h>
#include <lihi/content.hpp>
#include <lihi/peek.hpp>
#include <pthread.h>

namespace lihi::test {
namespace {

// Everything that reads a stream, once. Whatever the stream, nothing may break, and the frames are the
// stream.
std::vector<fault_code> read_all(const octets& stream) {
  const auto copy = std::make_unique<std::uint8_t[]>(stream.size()); // exactly sized: reading past it is seen
  std::copy(stream.begin(), stream.end(), copy.get());
  std::vector<fault_code> out;
  std::size_t total = 0;
  framer frames;
  decoder read;
  content_reader contents;
  frames.feed({copy.get(), stream.size()});
  frames.finish();
  while (const auto each = frames.next()) {
    total += each->octets.size();
    if (!each->is_pdu) {
      out.push_back(each->fault);
      continue;
    }
    std::string_view jer;
    header_fields header;
    const error fault = read.read(*each, "", [](const record&) {});
    EXPECT_EQ(read.jer(*each, jer).code, fault.code);
    (void)contents.read(*each, header, [](const content_data&) {});
    (void)explain(fault, *each);
    out.push_back(fault.code == fault_code::none ? each->fault : fault.code);
  }
  EXPECT_EQ(total, stream.size()) << "octets were lost";
  return out;
}

// Of the stream nothing is read without a fault.
bool rejects_all(const octets& stream) {
  const std::vector<fault_code> faults = read_all(stream);
  return !faults.empty() && std::find(faults.begin(), faults.end(), fault_code::none) == faults.end();
}

octets repeated(std::string_view hex, std::size_t times) {
  const octets one = from_hex(hex);
  octets out;
  out.reserve(one.size() * times);
  for (std::size_t i = 0; i < times; ++i) out.insert(out.end(), one.begin(), one.end());
  return out;
}

// A sequence number of those content octets, as the JER shows it, and the codes of the record's notes.
struct shown {
  std::string value, notes;
};
shown sequence_number(const octets& content) {
  const octets header = tlv("A1", {from_hex("80 07 04000202 05 01 2B"), tlv("81", {text("L1")}),
                                   tlv("A3", {tlv("A0", {tlv("80", {text("OP")})})}), tlv("84", {content})});
  const decoded out = decode(tlv("30", {header, from_hex("A2 04 A2 02 83 00")}));
  shown result{at(out.jer.at(0), "/pSHeader/sequenceNumber"), {}};
  const json record = parse(out.records.at(0));
  if (record.HasMember("notes"))
    for (const auto& note : record["notes"].GetArray())
      result.notes += std::string(note["code"].GetString()) + " ";
  return result;
}

TEST(bug_class, deep_nesting) {
  for (const std::size_t depth : {64u, 65u, 1000u, 100'000u}) {
    EXPECT_TRUE(rejects_all(ps_pdu(tlv("A2", {repeated("BF 64 80", depth)})))); // indefinite
    octets definite;
    for (std::size_t i = 0; i < std::min<std::size_t>(depth, 2000); ++i) definite = tlv("BF 64", {definite});
    // kept whole as an unknown alternative, in one step
    EXPECT_EQ(read_all(ps_pdu(tlv("A2", {definite}))), std::vector{fault_code::none});
  }
  EXPECT_TRUE(rejects_all(repeated("30 80", 512 * 1024))); // 1 MB
}

TEST(bug_class, deep_nesting_on_a_small_stack) {
#ifdef LIHI_SANITIZED
  constexpr std::size_t stack = 512 * 1024; // sanitizers make frames larger
#else
  constexpr std::size_t stack = 64 * 1024;
#endif
  static const octets bomb = ps_pdu(tlv("A2", {repeated("BF 64 80", 100'000)}));
  pthread_attr_t attributes;
  ASSERT_EQ(pthread_attr_init(&attributes), 0);
  ASSERT_EQ(pthread_attr_setstacksize(&attributes, stack), 0);
  pthread_t thread{};
  const auto run = [](void*) -> void* {
    (void)read_all(bomb);
    return nullptr;
  };
  ASSERT_EQ(pthread_create(&thread, &attributes, run, nullptr), 0);
  EXPECT_EQ(pthread_join(thread, nullptr), 0);
  (void)pthread_attr_destroy(&attributes);
}

TEST(bug_class, long_runs_of_end_of_contents) {
  const octets run = repeated("00 00", 512 * 1024);
  EXPECT_TRUE(rejects_all(run));
  EXPECT_TRUE(rejects_all(from_hex("30 80") + run));
  const octets inside = ps_pdu(tlv("A2", {from_hex("BF 64 80") + repeated("00 00", 1000)}));
  EXPECT_EQ(read_all(inside), std::vector{fault_code::bad_end_of_contents});
}

TEST(bug_class, bad_end_of_contents) {
  for (const char* tag :
       {"A0", "A1", "A2", "A4", "A5", "A7", "30", "31"}) // constructed kinds, choices among them
    for (const char* end : {"00 01", "00 81", "20 00", "00 01 00"}) {
      const octets pdu = ps_pdu(from_hex(tag) + from_hex("80") + from_hex(end));
      for (const fault_code each : read_all(pdu)) EXPECT_NE(each, fault_code::none) << tag << " " << end;
    }
  // [UNIVERSAL 0] inside a definite length closes nothing
  EXPECT_EQ(read_all(ps_pdu(tlv("A2", {from_hex("00 00")}))), std::vector{fault_code::bad_end_of_contents});
}

TEST(bug_class, lengths_larger_than_the_input) {
  for (const char* length : {"84 7F FF FF FF", "84 80 00 00 00", "84 FF FF FF FF", "85 01 00 00 00 00",
                             "88 7F FF FF FF FF FF FF FF", "88 FF FF FF FF FF FF FF FF"}) {
    EXPECT_TRUE(rejects_all(from_hex("30") + from_hex(length))) << length;
    EXPECT_TRUE(rejects_all(from_hex("30") + from_hex(length) + ps_header())) << length;
    const auto inside = read_all(ps_pdu(tlv("A2", {from_hex("83") + from_hex(length)})));
    ASSERT_EQ(inside.size(), 1u) << length;
    EXPECT_NE(inside[0], fault_code::none) << length;
  }
  octets many = from_hex("30 FE") + octets(126, 0xFF); // 126 length octets
  EXPECT_TRUE(rejects_all(many));
  EXPECT_EQ(read_all(ps_pdu(tlv("A2", {from_hex("83 FE") + octets(126, 0xFF)}))),
            std::vector{fault_code::length_too_big});
  // leading zeros are legal: the length is 0
  EXPECT_EQ(read_all(ps_pdu(tlv("A2", {from_hex("83 FE") + octets(126, 0)}))), std::vector{fault_code::none});
  EXPECT_EQ(read_all(ps_pdu(tlv("A2", {from_hex("83 FF")}))), std::vector{fault_code::length_reserved});
}

TEST(bug_class, integers_of_odd_sizes) {
  EXPECT_EQ(sequence_number({}).notes, "bad_integer ");
  EXPECT_EQ(sequence_number(from_hex("00 FF FF FF FF")).value, "4294967295");
  EXPECT_EQ(sequence_number(from_hex("00 FF FF FF FF")).notes, "");
  EXPECT_EQ(sequence_number(from_hex("01 00 00 00 00")).notes, "out_of_bounds ");
  EXPECT_EQ(sequence_number(from_hex("00 FF FF FF FF FF FF FF FF")).notes, "out_of_bounds ");
  EXPECT_EQ(sequence_number(octets(200, 0x7F)).notes, "bad_integer ");
  EXPECT_EQ(sequence_number(octets(9, 0x00)).notes, "padded_integer "); // nine leading zeros
  EXPECT_EQ(sequence_number(octets(9, 0x00)).value, "0");
  EXPECT_EQ(sequence_number(from_hex("FF FF")).notes,
            "padded_integer "); // -1 in a type without negative values
}

TEST(bug_class, positions_past_four_gigabytes) {
  const octets broken = ps_pdu(tlv("A2", {from_hex("83 7F")}));
  decoder read;
  const error fault =
      read.read({broken, (std::uint64_t{1} << 40) + 5, true, fault_code::none}, "", [](const record&) {});
  EXPECT_EQ(fault.offset, (std::uint64_t{1} << 40) + 5 + broken.size() - 2);
}

TEST(bug_class, bit_strings_without_octets_and_empty_sets) {
  using namespace schema;
  const row& bits = rows[self_row(type::EUTRACellID)];
  const auto check = [&](std::string_view hex) {
    const octets content = from_hex(hex);
    return check_value(bits, content);
  };
  EXPECT_EQ(check(""), fault_code::bad_bit_string);
  EXPECT_EQ(check("01"), fault_code::bad_bit_string);
  EXPECT_EQ(check("08"), fault_code::bad_bit_string);
  EXPECT_EQ(check("08 00 00 00 00"), fault_code::bad_bit_string);
  EXPECT_EQ(check("FF 00 00 00 00"), fault_code::bad_bit_string);
  EXPECT_EQ(check("04 12 34 56 70"), fault_code::none);
  EXPECT_EQ(read_bit_string({}).bits, 0u);
  EXPECT_EQ(read_all(ps_pdu(tlv("A2", {from_hex("31 00")}))), std::vector{fault_code::none}); // unknown, kept
}

TEST(bug_class, time_fields) {
  const std::string digits = "2026020609440160812345678901234567890123";
  for (std::size_t size = 0; size <= 40; ++size) {
    const std::string_view cut = std::string_view(digits).substr(0, size);
    (void)parse_generalized_time(as_bytes(cut));
    (void)parse_utc_time(as_bytes(cut));
  }
  const auto shown_as = [](std::string_view in) {
    const auto when = parse_generalized_time(as_bytes(in));
    if (!when) return std::string("none");
    text_buffer out;
    append_rfc3339(out, *when);
    return std::string(out.view());
  };
  EXPECT_EQ(shown_as("20260206094401Z"), "2026-02-06T09:44:01.000000Z"); // without a fraction
  EXPECT_EQ(shown_as("20260206094401.5Z"), "2026-02-06T09:44:01.500000Z");
  EXPECT_EQ(shown_as("20260206094401.123456Z"), "2026-02-06T09:44:01.123456Z");
  EXPECT_EQ(shown_as("20260206094401.123456+0200"), "2026-02-06T07:44:01.123456Z"); // the same digits, in UTC
  EXPECT_EQ(shown_as("20260206094401.123456789Z"), "2026-02-06T09:44:01.123456Z");
  EXPECT_EQ(shown_as("20260206235960Z"), "2026-02-07T00:00:00.000000Z"); // a leap second
  for (const char* none : {"", " ", "2026 206094401Z", "+0260206094401Z", "20260206094401+2400",
                           "20261306094401Z", "20260230094401Z", "20260206244401Z", "20260206096001Z",
                           "20260206094461Z", "20260206094401.Z", "20260206094401Z ", "20260206094401-"})
    EXPECT_EQ(shown_as(none), "none") << none;
}

TEST(bug_class, booleans_that_are_not_one_octet) {
  using namespace schema;
  const octets one = from_hex("01"), three = from_hex("01 01 01");
  for (std::uint32_t id = 1; id < first_self_row; ++id) {
    if (rows[id].kind != kind::boolean) continue;
    EXPECT_EQ(check_value(rows[id], one),
              fault_code::none); // any octet but 00 is true
    EXPECT_EQ(check_value(rows[id], three), fault_code::bad_boolean);
    EXPECT_EQ(check_value(rows[id], {}), fault_code::bad_boolean);
  }
}

TEST(bug_class, strings_of_all_sizes_whole_and_in_segments) {
  for (const std::size_t size : {0u, 1u, 255u, 256u, 65'535u, 65'536u}) {
    const octets content(size, 0x41);
    const octets whole = tlv("93", {content});
    const octets half(size / 2, 0x41), rest(size - size / 2, 0x41);
    const octets parts = tlv("B3", {tlv("04", {half}), tlv("04", {rest})});
    const auto read = [](const octets& contents) {
      const decoded out =
          decode(ps_pdu(tlv("A0", {tlv("30", {from_hex("80 01 04"), tlv("A2", {contents})})})));
      return at(out.jer.at(0), "/payload/iRIPayloadSequence/0/iRIContents/threeGPP33128DefinedIRI");
    };
    EXPECT_EQ(read(whole).size(), 2 * size);
    EXPECT_EQ(read(parts), read(whole)) << size;
  }
}

// 10^6 elements of two octets in one list: every one is seen once, in one pass and without memory for each.
TEST(bug_class, a_million_tiny_elements) {
  const octets pdu = ps_pdu(tlv("A1", {repeated("30 00", 1'000'000)}));
  struct counting {
    std::size_t entered = 0;
    bool enter(const schema::place&) {
      ++entered;
      return true;
    }
    void leave(const schema::place&) {}
    void value(const schema::place&, fault_code) {}
    void unknown(const schema::place&, ber::tag, bytes) {}
    void note(fault_code, const std::uint8_t*) {}
    void fault(const error&) {}
  } visitor;
  arena memory(0); // none is given out
  const limits bounds;
  schema::walker<counting> walk(visitor, memory, bounds);
  EXPECT_FALSE(walk.walk(pdu, 0, schema::type::PS_PDU));
  EXPECT_GT(visitor.entered, 1'000'000u);
  EXPECT_EQ(read_all(pdu), std::vector{fault_code::none});
}

TEST(bug_class, one_type_with_two_constraints) { // MNC SIZE(2..3), MCC SIZE(3): both NumericString
  using namespace schema;
  const auto fits = [](row_id id, std::string_view digits) {
    return check_value(rows[id], as_bytes(digits)) == fault_code::none;
  };
  EXPECT_TRUE(fits(member::PLMNID_::mNC, "01"));
  EXPECT_TRUE(fits(member::PLMNID_::mNC, "001"));
  EXPECT_FALSE(fits(member::PLMNID_::mNC, "0001"));
  EXPECT_FALSE(fits(member::PLMNID_::mNC, "1"));
  EXPECT_TRUE(fits(member::PLMNID_::mCC, "001"));
  EXPECT_FALSE(fits(member::PLMNID_::mCC, "01"));
  EXPECT_FALSE(fits(member::PLMNID_::mCC, "0001"));
}

TEST(bug_class, high_tag_numbers) {
  const auto header = [](std::string_view hex) {
    const octets in = from_hex(hex);
    ber::header head;
    const fault_code fault = ber::read_header(in.data(), in.data() + in.size(), head);
    return fault == fault_code::none ? std::to_string(ber::number_of(head.tag)) : std::string(name_of(fault));
  };
  EXPECT_EQ(header("BE 00"), "30");
  EXPECT_EQ(header("BF 1F 00"), "31");
  EXPECT_EQ(header("BF 7F 00"), "127");
  EXPECT_EQ(header("BF 81 00 00"), "128");
  EXPECT_EQ(header("BF 81 47 00"), "199");
  EXPECT_EQ(header("BF 81 80 00 00"), "16384");
  EXPECT_EQ(header("BF 80 01 00"), "1"); // not minimal, and still what it says
  EXPECT_EQ(header("BF FF FF FF 7F 00"), "268435455");
  EXPECT_EQ(header("BF 90 80 80 80 00 00"), "tag_number_too_big"); // 2^32
  EXPECT_EQ(header("BF FF FF FF FF FF FF FF FF FF 7F 00"), "tag_number_too_big");
  // known by a number that is not minimal too
  const decoded plain = decode(iri_pdu(tlv("BF 6B", {from_hex("81 01 01")})));
  const decoded padded = decode(iri_pdu(tlv("BF 80 6B", {from_hex("81 01 01")})));
  EXPECT_EQ(at(plain.records.at(0), "/source_event"), "iMSCCUnavailable");
  EXPECT_EQ(at(padded.records.at(0), "/source_event"), "iMSCCUnavailable");
}

TEST(bug_class, a_list_with_and_without_its_elements_tags) {
  const octets element = from_hex("80 01 04");
  const decoded with = decode(ps_pdu(tlv("A0", {tlv("30", {element})})));
  const decoded without = decode(ps_pdu(tlv("A0", {element})));
  EXPECT_EQ(with.errors.at(0).code, fault_code::none);
  EXPECT_EQ(without.errors.at(0).code, fault_code::wrong_tag); // told, and kept in the unknown members
  EXPECT_NE(at(without.jer.at(0), "/pSHeader"), "(absent)");
}

} // namespace
} // namespace lihi::test
