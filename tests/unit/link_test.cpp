#include "support/delivery.hpp"
#include "support/files.hpp"
#include "support/json.hpp"

#include <gtest/gtest.h>
#include <set>
#include <thread>

namespace lihi {
namespace {

using test::cc;
using test::from_hex;
using test::iri;
using test::items_of;
using test::octets;
using test::tri;

octets joined(const std::vector<octets>& all) {
  octets out;
  for (const octets& each : all) out.insert(out.end(), each.begin(), each.end());
  return out;
}
// Kind, and what tells one event from another; "record" and its number of records.
std::string shortly(const std::string& line) {
  if (line.starts_with("reject")) return line.substr(line.rfind(' ') + 1);
  const auto value = test::parse(line);
  if (test::at(value, "/record") == "lihi/1")
    return test::at(value, "/kind") + " " + test::at(value, "/sequence");
  std::string out = test::at(value, "/kind");
  for (const char* each :
       {"/first", "/count", "/orphan", "/announced", "/whole", "/content/octets", "/code", "/octets_lost"})
    if (const std::string field = test::at(value, each); field != "(absent)") out += " " + field;
  return out;
}
std::vector<std::string> items(const std::vector<octets>& pdus, const link_options& options = {}) {
  std::vector<std::string> out;
  for (const std::string& each : items_of(joined(pdus), 1u << 20, options)) out.push_back(shortly(each));
  return out;
}
using lines = std::vector<std::string>;

TEST(link, tells_a_gap_before_the_record_that_shows_it) {
  link_options options;
  options.ledger.window = 2;
  EXPECT_EQ(items({iri({.sequence = 0}, 4), iri({.sequence = 3}, 4), iri({.sequence = 4}, 4)}, options),
            (lines{"iri 0", "iri 3", "gap 1 2", "iri 4"}));
}

TEST(link, tells_what_is_missing_at_the_end) {
  EXPECT_EQ(items({cc({.sequence = 7}, {1}), cc({.sequence = 9}, {2})}), (lines{"cc 7", "cc 9", "gap 8 1"}));
}

TEST(link, an_event_says_whose_numbers) {
  const auto all = items_of(
      joined({cc({.liid = "A", .cin = 5}, {1}), cc({.liid = "A", .cin = 5, .sequence = 2}, {1})}), 99);
  ASSERT_EQ(all.size(), 3u);
  EXPECT_EQ(
      all[2],
      R"({"record":"lihi-event/1","kind":"gap","interface":"HI3","liid":"A","authorization_country":"XX",)"
      R"("operator_id":"OP","cin":5,"first":1,"count":1})");
}

TEST(link, counts_each_key_apart) {
  EXPECT_EQ(items({iri({.sequence = 0}, 4), cc({.sequence = 5}, {1}), iri({.cin = 2, .sequence = 9}, 4),
                   iri({.liid = "B", .sequence = 3}, 4), iri({.cin = std::nullopt, .sequence = 8}, 4),
                   iri({.sequence = 1}, 4), cc({.sequence = 6}, {1})}),
            (lines{"iri 0", "cc 5", "iri 9", "iri 3", "iri 8", "iri 1", "cc 6"}));
}

TEST(link, tells_duplicates_from_reuse_by_the_octets) {
  EXPECT_EQ(items({iri({.sequence = 0}, 4), cc({.sequence = 4}, {1}), cc({.sequence = 5}, {2}),
                   cc({.sequence = 5}, {2}), cc({.sequence = 5}, {3})}),
            (lines{"iri 0", "cc 4", "cc 5", "duplicate 5", "cc 5", "number_reused 5", "cc 5"}));
}

TEST(link, a_reset_begins_anew) {
  EXPECT_EQ(items({iri({.sequence = 8}, 4), tri({}, "87"), iri({.sequence = 0}, 4)}),
            (lines{"iri 8", "cin_reset true", "tri 0", "iri 0"}));
}

TEST(link, joins_segments) {
  EXPECT_EQ(items({iri({}, 4), tri({.sequence = 3}, "85"), cc({.sequence = 3}, {0x45, 0}),
                   cc({.sequence = 4}, {1, 2}), tri({.sequence = 4}, "86")}),
            (lines{"iri 0", "tri 3", "cc 3", "cc 4", "segments 3 2 true 45000102", "tri 4"}));
}

TEST(link, says_when_segments_are_not_whole) {
  link_options options;
  options.ledger.window = 1;
  // one lost; no first flag; no last flag
  EXPECT_EQ(items({iri({}, 4), tri({.sequence = 0}, "85"), cc({.sequence = 0}, {1}), cc({.sequence = 2}, {3}),
                   tri({.sequence = 2}, "86"), tri({.sequence = 3}, "86"), tri({.sequence = 3}, "85"),
                   cc({.sequence = 3}, {4})},
                  options),
            (lines{"iri 0", "tri 0", "cc 0", "gap 1 1", "cc 2", "segments 0 2 false 0103", "tri 2",
                   "orphan last_segment_without_first", "tri 3", "tri 3", "cc 3", "segments 3 1 false 04"}));
}

TEST(link, a_group_that_never_ends_is_bounded) {
  link_options options;
  options.ledger.segment_octets = 1000;
  std::vector<octets> pdus{tri({}, "85")};
  for (std::uint32_t i = 0; i < 30; ++i) pdus.push_back(cc({.sequence = i}, octets(100, 1)));
  const auto all = items(pdus, options);
  EXPECT_EQ(std::count(all.begin(), all.end(), "segments 0 11 false segments_exceeded"), 1);
  EXPECT_EQ(all.size(), 32u);
}

TEST(link, tells_sessions_that_lack_a_part) {
  EXPECT_EQ(
      items({iri({.cin = 1}, 2), iri({.cin = 2}, 1), iri({.cin = 3}, 1), iri({.cin = 3, .sequence = 1}, 3),
             iri({.cin = 3, .sequence = 2}, 2), cc({.cin = 4}, {1})}),
      (lines{"orphan end_without_begin", "iri 0", "iri 0", "iri 0", "iri 1", "iri 2", "cc 0",
             "orphan begin_without_end", "orphan content_without_events"}));
  EXPECT_EQ(items({cc({.cin = 4}, {1})}), (lines{"cc 0"})); // a link of HI3 alone
}

TEST(link, forgets_sessions_with_a_word) {
  link_options options;
  options.ledger.sessions = 2;
  std::vector<octets> pdus;
  for (std::uint32_t cin = 0; cin < 5; ++cin) pdus.push_back(cc({.cin = cin}, {1}));
  pdus.push_back(cc({.cin = 0, .sequence = 9}, {1})); // known no more: no gap
  EXPECT_EQ(items(pdus, options),
            (lines{"cc 0", "cc 0", "ledger_full 1 ledger_exceeded", "cc 0", "ledger_full 2 ledger_exceeded",
                   "cc 0", "cc 0", "ledger_full 4 ledger_exceeded", "cc 9"}));
}

TEST(link, a_damaged_pdu_is_no_gap) {
  octets damaged = cc({.sequence = 1}, {1, 2, 3});
  damaged[damaged.size() - 4] = 9; // iPPackets runs past its end
  EXPECT_EQ(items({cc({.sequence = 0}, {1}), damaged, cc({.sequence = 2}, {1})}),
            (lines{"cc 0", "length_past_parent", "cc 2"}));
}

TEST(link, each_frame_with_a_fault_is_a_reject) {
  // beginnings of indefinite PDUs that do not end, and a good PDU behind
  octets stream;
  const octets beginning =
      from_hex("30 80 A1 1A 80 07 04 00 02 02 05 01 2B 81 02 4C 31 A3 08 A0 03 80 01 4F 81 01 01 84 01 00"
               "A2 80 A1 80 30 80");
  for (int i = 0; i < 1500; ++i) stream.insert(stream.end(), beginning.begin(), beginning.end());
  const octets good = cc({.sequence = 77}, {1});
  stream.insert(stream.end(), good.begin(), good.end());
  std::size_t octets_told = 0, records = 0;
  link from("test");
  const auto count = [&](const item& one) {
    if (const auto* bad = std::get_if<reject>(&one)) {
      EXPECT_TRUE(bad->why);
      octets_told += bad->where.octets.size();
    } else if (const auto* of_record = std::get_if<std::reference_wrapper<const record>>(&one)) {
      records += of_record->get().sequence == 77;
    }
  };
  from.octets(stream, count);
  from.close(count);
  EXPECT_EQ(records, 1u);
  EXPECT_GE(octets_told, stream.size() - good.size());
}

TEST(link, lost_octets_are_told_and_read_behind) {
  const octets first = cc({.sequence = 0}, {1}), second = cc({.sequence = 1}, octets(100, 7)),
               third = cc({.sequence = 2}, {3});
  link from("test");
  lines out;
  const auto add = [&out](const item& one) { out.push_back(shortly(test::text_of(one))); };
  from.octets(joined({first, octets(second.begin(), second.begin() + 60)}), add);
  from.lost(30, add);
  from.octets(joined({octets(second.begin() + 90, second.end()), third}), add);
  EXPECT_EQ(from.offset(), first.size() + second.size() + third.size());
  from.lost(std::uint64_t{1} << 40, add);
  from.octets(cc({.sequence = 3}, {4}), add);
  from.pause(add);
  from.lost(~std::uint64_t{0} - 1, add); // more than there can be
  from.close(add);
  EXPECT_EQ(out, (lines{"cc 0", "truncated", "link_loss 30", "not_ps_pdu", "cc 2", "link_loss 1099511627776",
                        "cc 3", "link_loss 9007199254740992",
                        "gap 1 1"})); // what there is of its PDU does not say what it carries
}

TEST(link, follows_keep_alives_and_their_answers) {
  link from("test");
  from.octets(joined({tri({}, "83"), tri({}, "84"), tri({.sequence = 1}, "83")}), [](const item&) {});
  from.close([](const item&) {});
  EXPECT_EQ(from.totals().keep_alives, 2u);
  EXPECT_EQ(from.totals().keep_alive_answers, 1u);
}

TEST(link, rows_and_totals_say_what_came) {
  link from("test");
  from.octets(joined({iri({.sequence = 5}, 1), iri({.sequence = 8}, 2), iri({.sequence = 8}, 2),
                      iri({.sequence = 6}, 3)}),
              [](const item&) {});
  from.close([](const item&) {});
  std::size_t rows = 0;
  from.for_each_row([&rows](const ledger_row& one) {
    ++rows;
    EXPECT_EQ(one.liid, "LIID-1");
    EXPECT_EQ(one.interface, handover_interface::hi2);
    EXPECT_EQ(one.first, 5u);
    EXPECT_EQ(one.last, 8u);
    EXPECT_EQ(one.pdus, 4u);
    EXPECT_EQ(one.missing, 1u);
    EXPECT_EQ(one.duplicates, 1u);
    EXPECT_EQ(one.late, 1u);
    EXPECT_TRUE(one.begun);
    EXPECT_TRUE(one.ended);
  });
  EXPECT_EQ(rows, 1u);
  EXPECT_EQ(from.totals().missing, 1u);
  EXPECT_EQ(from.totals().sessions, 1u);
}

TEST(link, a_state_of_another_version_is_refused) {
  link from("test");
  from.octets(joined({iri({.sequence = 5}, 1), octets{0x30, 0x40, 0xA1}}), [](const item&) {});
  const auto state = from.save();
  for (std::size_t cut = 0; cut < state.size(); ++cut) {
    link other("test");
    EXPECT_EQ(other.restore(bytes(state).first(cut)), fault_code::bad_state) << cut;
    EXPECT_EQ(other.offset(), 0u);
  }
  auto newer = state;
  ++newer[10]; // the version
  EXPECT_EQ(link("test").restore(newer), fault_code::bad_state);
  EXPECT_EQ(link("test").restore(state), fault_code::none);
  // whatever the octets are, it is refused, or read on with
  for (std::size_t at = 0; at < state.size(); ++at)
    for (const std::uint8_t octet : {0x00, 0x7F, 0x80, 0xFF}) {
      auto changed = state;
      changed[at] = octet;
      link other("test");
      (void)other.restore(changed);
      other.octets(iri({.sequence = 6}, 3), [](const item&) {});
      other.close([](const item&) {});
    }
}

// What it had waited for before is no matter.
TEST(link, a_link_that_was_used_goes_on_from_a_state_as_a_new_one) {
  const octets shorter = cc({.sequence = 1}, {1}), longer = cc({.sequence = 1}, octets(5000, 1));
  link from("test"), used("test");
  const auto nothing = [](const item&) {};
  from.octets(bytes(shorter).first(70), nothing);
  used.octets(bytes(longer).first(70), nothing);
  ASSERT_EQ(used.restore(from.save()), fault_code::none);
  int records = 0;
  const auto rest = joined({octets(shorter.begin() + 70, shorter.end()), shorter});
  used.octets(rest, [&records](const item& one) {
    if (std::holds_alternative<std::reference_wrapper<const record>>(one)) ++records;
  });
  EXPECT_GE(records, 1);
}

TEST(link, sessions_of_before_a_state_are_not_found_behind_it) {
  const auto nothing = [](const item&) {};
  const auto turn = [](std::uint32_t sequence) {
    return joined({cc({.liid = "LIID-1", .sequence = sequence}, {1}),
                   cc({.liid = "LIID-2", .sequence = sequence}, {2})});
  };
  link used("test");
  const auto fresh = used.save();
  used.octets(joined({turn(0), turn(1)}), nothing);
  ASSERT_EQ(used.restore(fresh), fault_code::none);
  used.octets(joined({turn(2), turn(3)}), nothing);
  used.close(nothing);
  std::size_t rows = 0;
  used.for_each_row([&rows](const ledger_row& one) {
    ++rows;
    EXPECT_EQ(one.first, 2u);
    EXPECT_EQ(one.pdus, 2u);
  });
  EXPECT_EQ(rows, 2u);
}

TEST(owned_item, outlives_the_link) {
  std::vector<owned_item> kept;
  std::vector<std::string> expected;
  {
    octets stream = joined({iri({.sequence = 5}, 1), octets{1, 2, 3}, cc({}, {1}), iri({.sequence = 7}, 2)});
    link from("a name that is gone soon");
    const auto keep = [&](const item& one) {
      kept.emplace_back(one);
      expected.push_back(test::text_of(one));
    };
    from.octets(stream, keep);
    from.close(keep);
    std::fill(stream.begin(), stream.end(), std::uint8_t{0});
  }
  std::vector<std::string> actual;
  std::thread([&] { // as a queue hands it on
    for (const owned_item& each : kept) actual.push_back(test::text_of(*each));
  })
      .join();
  EXPECT_EQ(actual, expected);
  EXPECT_EQ(kept.size(), 5u);
}

} // namespace
} // namespace lihi
