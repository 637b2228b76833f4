#include "value/coordinates.hpp"

#include <gtest/gtest.h>

namespace lihi::test {
namespace {

TEST(coordinates, decimal_degrees) {
  EXPECT_DOUBLE_EQ(*value::degrees("52.519991", 90), 52.519991);
  EXPECT_DOUBLE_EQ(*value::degrees("-33,86", 90), -33.86);
  EXPECT_DOUBLE_EQ(*value::degrees("+0.5", 90), 0.5);
  EXPECT_DOUBLE_EQ(*value::degrees("N52.519991", 90), 52.519991);
  EXPECT_DOUBLE_EQ(*value::degrees("W070.669320", 180), -70.66932);
  EXPECT_DOUBLE_EQ(*value::degrees("-180", 180), -180);
}

TEST(coordinates, degrees_minutes_seconds) { // TS 101 671 geoCoordinates
  EXPECT_NEAR(*value::degrees("N502312", 90), 50.386667, 1e-6);
  EXPECT_NEAR(*value::degrees("E1122312.18", 180), 112.386717, 1e-6);
  EXPECT_NEAR(*value::degrees("S502312", 90), -50.386667, 1e-6);
}

TEST(coordinates, nonsense) {
  for (const char* in : {"", "N", "abc", "52.5.1", "1e5", "--5", "N-5", "91", "-90.0001", "N506012",
                         "N502360", "52.5 ", "0x10", "1234567890123456789012345"})
    EXPECT_FALSE(value::degrees(in, 90)) << in;
  EXPECT_FALSE(value::degrees("180.1", 180));
}

} // namespace
} // namespace lihi::test
