// JER against the values that an independent codec put in and read back.
#include "support/files.hpp"
#include "support/json.hpp"
#include "support/reencoder.hpp"

#include <gtest/gtest.h>

namespace lihi::test {
namespace {

void expect_values(bytes stream) {
  const auto expected = read_lines(shared_dir() / "vectors/random/expected.jsonl");
  const decoded out = decode(stream);
  ASSERT_EQ(out.jer.size(), expected.size());
  for (std::size_t i = 0; i < expected.size(); ++i) {
    EXPECT_FALSE(out.errors[i]) << "PDU " << i << ": " << name_of(out.errors[i].code);
    json ours = parse(out.jer[i]), theirs = parse(expected[i]);
    lower_hex(ours);
    lower_hex(theirs);
    EXPECT_TRUE(ours == theirs) << "PDU " << i << "\nours   " << out.jer[i] << "\ntheirs " << expected[i];
  }
}

TEST(random_vectors, jer_equals_the_expected_value) {
  LIHI_NEEDS_SHARED("vectors/random/stream.ber");
  expect_values(read_file(shared_dir() / "vectors/random/stream.ber"));
}

class random_vectors_rewritten : public testing::TestWithParam<ber_form> {};

TEST_P(random_vectors_rewritten, jer_equals_the_expected_value) {
  LIHI_NEEDS_SHARED("vectors/random/stream.ber");
  const auto stream = read_file(shared_dir() / "vectors/random/stream.ber");
  octets rewritten;
  for (const frame& each : decode(stream).frames)
    rewritten = std::move(rewritten) + reencode(each.octets, GetParam());
  ASSERT_NE(rewritten, stream);
  expect_values(rewritten);
}

INSTANTIATE_TEST_SUITE_P(forms, random_vectors_rewritten,
                         testing::Values(ber_form::indefinite, ber_form::padded, ber_form::segmented,
                                         ber_form::segmented_indefinite),
                         [](const auto& info) { return form_name(info.param); });

} // namespace
} // namespace lihi::test
