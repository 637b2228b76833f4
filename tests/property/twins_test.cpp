// Every fast path against its slow twin.
#include "core/plain_text.hpp"
#include "core/time.hpp"
#include "etsi/ps_pdu_start.hpp"
#include "etsi/usual_pdu.hpp"
#include "schema/path_cache.hpp"
#include "schema/walker.hpp"
#include "schema_ids.hpp"
#include "support/files.hpp"
#include "support/hex.hpp"
#include "support/json.hpp"

#include <charconv>
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <lihi/framer.hpp>
#include <limits>
#include <random>

namespace lihi::test {
namespace {

// All that a walk shows, as one text.
struct transcript {
  const schema::walk_state* where = nullptr;
  std::string text;

  std::uint64_t size = 0; // of the PDU

  void line(std::string_view what, const std::uint8_t* at) {
    EXPECT_LE(where->offset_of(at), size) << "an offset outside of the PDU";
    text += what;
    text += ' ' + where->path() + " @" + std::to_string(where->offset_of(at)) + '\n';
  }
  bool enter(const schema::place& at) {
    line("enter", at.begin);
    return true;
  }
  void leave(const schema::place& at) { line("leave", at.begin); }
  void value(const schema::place& at, fault_code fault) {
    line(to_hex(at.content) + " " + std::string(name_of(fault)), at.begin);
  }
  void unknown(const schema::place&, ber::tag, bytes whole) {
    line("unknown " + to_hex(whole), whole.data());
  }
  void note(fault_code what, const std::uint8_t* at) { line("note " + std::string(name_of(what)), at); }
  void fault(const error& what) {
    text += "fault " + std::string(name_of(what.code)) + " @" + std::to_string(what.offset) + '\n';
  }
};

template <bool straight>
std::string walk(bytes pdu, const limits& bounds = {}) {
  transcript out;
  arena memory;
  schema::walker<transcript, straight> walker(out, memory, bounds);
  out.where = &walker;
  out.size = pdu.size();
  const auto copy = std::make_unique<std::uint8_t[]>(pdu.size()); // exactly sized: reading past it is seen
  std::copy(pdu.begin(), pdu.end(), copy.get());
  (void)walker.walk({copy.get(), pdu.size()}, 0, schema::type::PS_PDU);
  return out.text;
}

TEST(twins, the_straight_road_shows_what_the_general_code_shows) {
  std::mt19937 random(1);
  for (const auto& [each, where] : all_pdus()) {
    if (each.octets.size() > 10'000) continue;
    ASSERT_EQ(walk<true>(each.octets), walk<false>(each.octets)) << where;
    for (int i = 0; i < 20; ++i) { // and with an octet changed
      octets broken(each.octets.begin(), each.octets.end());
      broken[random() % broken.size()] = static_cast<std::uint8_t>(random());
      ASSERT_EQ(walk<true>(broken), walk<false>(broken)) << where << ": " << to_hex(broken);
    }
  }
}

TEST(twins, limits_hold_on_both) {
  for (const auto& [each, where] : all_pdus()) { // with whatever opens a level, in any order
    if (each.octets.size() > 2'000) continue;
    for (std::uint16_t depth = 1; depth < 20; ++depth) {
      limits bounds;
      bounds.depth = depth;
      ASSERT_EQ(walk<true>(each.octets, bounds), walk<false>(each.octets, bounds))
          << where << ", depth " << depth;
    }
  }
  const auto stream = read_file(source_dir() / "samples/story/hi2.ber");
  const bytes pdu = decode(stream).frames.at(1).octets;
  for (std::uint32_t elements = 1; elements < 100; ++elements) {
    limits bounds;
    bounds.elements = elements;
    EXPECT_EQ(walk<true>(pdu, bounds), walk<false>(pdu, bounds));
  }
}

// Asks for each path twice, from its beginning and from a depth on.
struct path_asker : schema::values_only {
  const schema::walk_state* where = nullptr;
  schema::path_cache& paths;
  std::size_t asked = 0;
  explicit path_asker(schema::path_cache& of) : paths(of) {}

  void ask() {
    const std::string whole = where->path();
    for (int i = 0; i < 2; ++i) ASSERT_EQ(paths.of(*where), whole);
    const std::size_t first = asked++ % 6;
    schema::path_cache fresh;
    const std::string from_there(fresh.of(*where, first));
    EXPECT_TRUE(std::string_view(whole).ends_with(from_there)) << whole << " from depth " << first;
    EXPECT_TRUE(first >= 2 || from_there == whole) << whole;
    ASSERT_EQ(paths.of(*where, first), from_there) << whole << " from depth " << first;
  }
  bool enter(const schema::place&) {
    ask();
    return true;
  }
  void leave(const schema::place&) { ask(); }
  void value(const schema::place&, fault_code) { ask(); }
};

TEST(twins, a_path_that_shares_parts_with_the_one_before_is_the_whole_one) {
  schema::path_cache paths;
  path_asker asker(paths);
  arena memory;
  const limits bounds;
  schema::walker<path_asker> walker(asker, memory, bounds);
  asker.where = &walker;
  for (const auto& [each, where] : all_pdus()) {
    if (each.octets.size() > 2'000) continue;
    memory.reset();
    (void)walker.walk(each.octets, 0, schema::type::PS_PDU);
    ASSERT_FALSE(HasFatalFailure()) << where;
  }
  EXPECT_GT(asker.asked, 1'000u);
}

TEST(twins, what_is_quickly_good_is_good) {
  std::mt19937 random(2);
  std::size_t vouched = 0;
  for (std::uint32_t id = 1; id < schema::row_count; ++id) {
    const schema::row& row = schema::rows[id];
    if (!schema::is_primitive(row.kind)) continue;
    for (int i = 0; i < 40; ++i) {
      std::array<std::uint8_t, 32> room{};
      const std::size_t size = random() % 20;
      const unsigned most = i % 3 == 0 ? 256 : i % 3 == 1 ? 10 : 128; // all octets, small numbers, ASCII
      for (auto& octet : room) octet = static_cast<std::uint8_t>(random() % most + (i % 6 == 5 ? 0x30 : 0));
      const auto row_id = static_cast<schema::row_id>(id);
      const bytes content{room.data(), size};
      const schema::fast_row& fast = schema::fast_rows[id];
      if (fast.head == schema::off_road) continue;
      const bool good = schema::quickly_good(fast, room.data(), size);
      EXPECT_EQ(good, schema::quickly_good_scalar(fast, content)) << id << " " << to_hex(content);
      if (!good) continue;
      ++vouched;
      EXPECT_EQ(schema::check_value(row, content), fault_code::none)
          << schema::node_name(schema::row_parents[id]) << "." << schema::row_name(row_id) << " "
          << to_hex(content);
    }
  }
  EXPECT_GT(vouched, 10'000u);
}

// What is cut out without a closer look is what a closer look cuts out: that of a framer which gets the
// stream in pieces that are too short for anything else.
TEST(twins, a_usual_pdu_is_the_one_that_the_framer_cuts_out) {
  std::mt19937 random(6);
  std::size_t usual = 0;
  for (const auto& path : all_streams()) {
    const auto stream = read_file(path);
    for (int i = 0; i < 300 && !stream.empty(); ++i) {
      const std::size_t at = random() % stream.size();
      octets window(stream.begin() + static_cast<std::ptrdiff_t>(at),
                    stream.begin() + static_cast<std::ptrdiff_t>(std::min(stream.size(), at + 3000)));
      const auto first = etsi::find_whole_start(window, 0, window.size());
      if (first.found != etsi::start::yes) continue;
      window.erase(window.begin(), window.begin() + static_cast<std::ptrdiff_t>(first.at));
      for (unsigned n = random() % 3; n != 0; --n) window[random() % window.size()] ^= 1u << random() % 8;
      if (etsi::ps_pdu_start(window) != etsi::start::yes) continue;
      const std::size_t octets = etsi::usual_pdu(window, 1024);
      if (octets == 0) continue;
      ++usual;
      framer frames;
      std::optional<frame> found;
      for (std::size_t piece = 0; piece < window.size() && !found; piece += 40) {
        frames.feed(bytes(window).subspan(piece, std::min<std::size_t>(40, window.size() - piece)));
        found = frames.next();
      }
      ASSERT_TRUE(found.has_value());
      EXPECT_EQ(found->octets.size(), octets) << path << " " << to_hex(window);
      EXPECT_EQ(found->fault, fault_code::none) << path << " " << to_hex(window);
    }
  }
  EXPECT_GT(usual, 100u);
}

// Random octets, most of them of the id, so that much is nearly one.
TEST(twins, a_domain_id_is_found_where_it_is) {
  std::mt19937 random(7);
  std::size_t found = 0;
  for (int i = 0; i < 200'000; ++i) {
    const std::size_t size = random() % 150;
    const auto of = std::make_unique<std::uint8_t[]>(size); // exactly sized: reading past it is seen
    for (std::size_t at = 0; at < size; ++at)
      of[at] = random() % 4 == 0 ? static_cast<std::uint8_t>(random())
                                 : etsi::domain_id[(at + random() % 2) % etsi::domain_id.size()];
    const std::uint8_t* const end = of.get() + size;
    const auto* const place = etsi::find_domain_id(of.get(), end);
    ASSERT_EQ(place - of.get(), etsi::find_domain_id_scalar(of.get(), end) - of.get())
        << to_hex({of.get(), size});
    found += place != end ? 1 : 0;
  }
  EXPECT_GT(found, 10'000u);
  EXPECT_LT(found, 190'000u);
}

TEST(twins, times_by_pairs_of_digits_and_by_digit) {
  std::mt19937 random(5);
  std::size_t good = 0;
  for (int i = 0; i < 50'000; ++i) {
    std::string in = fmt::format("{:04}{:02}{:02}{:02}{:02}{:02}", random() % 10'000, random() % 14,
                                 random() % 33, random() % 25, random() % 62, random() % 62);
    in += std::array{"", ".5", ".608", ",123456789", "."}[random() % 5];
    in += std::array{"", "Z", "+0100", "-05", "z"}[random() % 5];
    if (i % 3 == 0) in[random() % in.size()] = static_cast<char>(random() % 256);
    const auto pairs = parse_generalized_time(as_bytes(in)),
               digits = parse_any_generalized_time(as_bytes(in));
    ASSERT_EQ(pairs.has_value(), digits.has_value()) << in;
    if (!pairs) continue;
    ++good;
    EXPECT_EQ(pairs->microseconds, digits->microseconds) << in;
    EXPECT_EQ(pairs->local, digits->local) << in;
  }
  EXPECT_GT(good, 5'000u);
}

TEST(twins, hex_in_blocks) {
  std::mt19937 random(4);
  for (std::size_t size = 0; size < 200; ++size) {
    octets in(size);
    for (auto& octet : in) octet = static_cast<std::uint8_t>(random());
    std::string blocks(2 * size, ' '), narrow(2 * size, ' '), single(2 * size, ' ');
    EXPECT_EQ(put_hex(blocks.data(), in), blocks.data() + 2 * size);
    EXPECT_EQ(put_hex_sse2(narrow.data(), in), narrow.data() + 2 * size);
    EXPECT_EQ(put_hex_scalar(single.data(), in), single.data() + 2 * size);
    EXPECT_EQ(blocks, single);
    EXPECT_EQ(narrow, single);
    EXPECT_EQ(blocks, to_hex(in));
  }
}

TEST(twins, blocks_of_json_text_are_written_as_octet_by_octet) {
  std::mt19937 random(3);
  for (int i = 0; i < 20'000; ++i) {
    std::string in;
    for (std::size_t size = random() % 200; in.size() < size;)
      in += static_cast<char>(random() % 20 == 0 ? random() % 256 : 'a' + random() % 26);
    text_buffer blocks;
    append_json_escaped(blocks, in);
    std::string single(6 * in.size(), ' ');
    single.resize(static_cast<std::size_t>(put_json_escaped_scalar(single.data(), in) - single.data()));
    ASSERT_EQ(blocks.view(), single) << to_hex(as_bytes(in));
    EXPECT_GE(escaped_room(in), single.size());
    EXPECT_GE(escaped_room_counted(in), single.size());
  }
}

// Text in its own memory, so that a sanitizer sees what is read behind it.
TEST(twins, text_is_copied_as_far_as_nothing_needs_an_escape) {
  std::mt19937 random(7);
  for (std::size_t size = 0; size < 140; ++size) {
    for (int i = 0; i < 100; ++i) {
      const auto in = std::make_unique<char[]>(size);
      for (std::size_t k = 0; k < size; ++k)
        in[k] =
            static_cast<char>(i % 2 == 0 || random() % size != 0 ? 0x23 + random() % 0x39 : random() % 256);
      std::string escaped(6 * size, ' ');
      escaped.resize(static_cast<std::size_t>(put_json_escaped_scalar(escaped.data(), {in.get(), size}) -
                                              escaped.data()));
      const bool plain = escaped == std::string_view(in.get(), size);
      for (const auto copy : {plain_text::copy, plain_text::copy_roomy}) {
        std::string out(size + plain_text::written_over, ' ');
        const std::size_t copied = copy(out.data(), in.get(), size);
        ASSERT_EQ(copied == size, plain) << to_hex(as_bytes({in.get(), size}));
        ASSERT_EQ(std::string_view(out).substr(0, copied), std::string_view(in.get(), copied));
      }
    }
  }
}

TEST(twins, short_texts_are_compared_in_each_octet) {
  for (std::size_t size = 0; size <= 40; ++size) {
    std::vector<char> one(size), other; // exactly sized: reading past it is seen
    for (std::size_t i = 0; i < size; ++i) one[i] = static_cast<char>('a' + i % 26);
    other = one;
    ASSERT_TRUE(plain_text::equal(one.data(), other.data(), size)) << size;
    for (std::size_t i = 0; i < size; ++i)
      for (const int bit : {0, 7}) {
        other[i] = static_cast<char>(one[i] ^ 1 << bit);
        ASSERT_FALSE(plain_text::equal(one.data(), other.data(), size)) << i << " of " << size;
        other[i] = one[i];
      }
  }
}

TEST(twins, decimal_digits_are_those_of_the_standard_library) {
  const auto shown = [](auto value) {
    char text[20];
    return std::string(text, put_number(text, value));
  };
  std::mt19937_64 random(8);
  for (std::uint64_t power = 1, digits = 1;; power *= 10, ++digits) {
    for (const std::uint64_t value : {power - 1, power, power + 1, power * 9}) {
      ASSERT_EQ(shown(value), std::to_string(value));
      const auto with_sign = static_cast<std::int64_t>(value);
      ASSERT_EQ(shown(with_sign), std::to_string(with_sign));
    }
    if (digits == 20) break;
  }
  for (std::uint64_t value = 0; value < 100'000; ++value) ASSERT_EQ(shown(value), std::to_string(value));
  for (int i = 0; i < 200'000; ++i) {
    const std::uint64_t value = random() >> random() % 64;
    ASSERT_EQ(shown(value), std::to_string(value));
    ASSERT_EQ(shown(-static_cast<std::int64_t>(value >> 1)),
              std::to_string(-static_cast<std::int64_t>(value >> 1)));
  }
  const auto fraction = [](double value) {
    char text[40];
    return std::string(text, put_number(text, value));
  };
  const auto expected = [](double value) {
    char text[40];
    return std::string(text, std::to_chars(text, text + sizeof text, value).ptr);
  };
  for (int quarters = -400'040; quarters < 400'040; ++quarters)
    ASSERT_EQ(fraction(quarters / 4.0), expected(quarters / 4.0));
  for (const double value : {-0.0, 1e-300, 1e5, 1e15, 1e16, 1e300, 0.1, -99'999.0, 99'999.999})
    ASSERT_EQ(fraction(value), expected(value));
  for (const std::int64_t value :
       {std::numeric_limits<std::int64_t>::min(), std::numeric_limits<std::int64_t>::max()})
    EXPECT_EQ(shown(value), std::to_string(value));
}

} // namespace
} // namespace lihi::test
