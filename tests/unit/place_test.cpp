// Places in octets and text: areas of TS 23.032, User Location Information, P-Access-Network-Info.
#include "support/hex.hpp"
#include "value/access_info.hpp"
#include "value/gad.hpp"
#include "value/uli.hpp"

#include <gtest/gtest.h>

namespace lihi::test {
namespace {

constexpr const char* berlin =
    " 4A B1 F2 09 88 4E "; // 52.519991, 13.404994, checked with an independent decoder
std::optional<value::gad> gad(const std::string& hex) { return value::read_gad(from_hex(hex)); }
void expect_berlin(const std::optional<value::gad>& read) {
  ASSERT_TRUE(read);
  EXPECT_NEAR(read->points[0].latitude, 52.519991, 1e-5);
  EXPECT_NEAR(read->points[0].longitude, 13.404994, 1e-5);
}

TEST(gad, points_and_circles) { // examples checked with an independent decoder
  const auto circle = gad(std::string("10") + berlin + "12");
  expect_berlin(circle);
  EXPECT_EQ(circle->shape, position_shape::circle);
  EXPECT_NEAR(*circle->radius, 45.6, 0.05);
  const auto south = gad("00 B0 2B 40 CD BF 0B");
  ASSERT_TRUE(south);
  EXPECT_EQ(south->shape, position_shape::point);
  EXPECT_NEAR(south->points[0].latitude, -33.868790, 1e-5);
  EXPECT_NEAR(south->points[0].longitude, -70.669320, 1e-5);
  EXPECT_FALSE(south->radius);
}

// Clause 6: uncertainties 10 (1.1^K - 1) and 45 (1.025^K - 1) metres, angles in steps of two degrees, radii
// of arcs in steps of five metres.
TEST(gad, ellipses_altitudes_and_arcs) {
  const auto ellipse = gad(std::string("30") + berlin + "12 0A 2D 44");
  expect_berlin(ellipse);
  EXPECT_EQ(ellipse->shape, position_shape::ellipse);
  EXPECT_NEAR(*ellipse->semi_major, 45.6, 0.05);
  EXPECT_NEAR(*ellipse->semi_minor, 15.9, 0.05);
  EXPECT_EQ(ellipse->orientation, 90);
  EXPECT_EQ(ellipse->confidence, 68);

  const auto above = gad(std::string("80") + berlin + "00 23"),
             below = gad(std::string("80") + berlin + "80 23");
  expect_berlin(above);
  EXPECT_EQ(above->altitude, 35);
  ASSERT_TRUE(below);
  EXPECT_EQ(below->altitude, -35);

  const auto ellipsoid = gad(std::string("90") + berlin + "00 23 12 0A 2D 0B 00");
  expect_berlin(ellipsoid);
  EXPECT_EQ(ellipsoid->altitude, 35);
  EXPECT_EQ(ellipsoid->orientation, 90);
  EXPECT_NEAR(*ellipsoid->altitude_uncertainty, 14.0, 0.05);
  EXPECT_FALSE(ellipsoid->confidence); // 0: no information

  const auto arc = gad(std::string("A0") + berlin + "00 64 12 0F 1E 43");
  expect_berlin(arc);
  EXPECT_EQ(arc->shape, position_shape::arc);
  EXPECT_EQ(arc->inner_radius, 500);
  EXPECT_NEAR(*arc->radius, 45.6, 0.05);
  EXPECT_EQ(arc->start_angle, 30);
  EXPECT_EQ(arc->included_angle, 60);
  EXPECT_EQ(arc->confidence, 67);
}

TEST(gad, polygons) {
  const auto polygon = gad(std::string("53") + berlin + "B0 2B 40 CD BF 0B" + berlin);
  ASSERT_TRUE(polygon);
  EXPECT_EQ(polygon->count, 3U);
  EXPECT_NEAR(polygon->points[1].latitude, -33.868790, 1e-5);
  EXPECT_FALSE(gad(std::string("52") + berlin + berlin)); // three corners at least
}

TEST(gad, what_does_not_fit_its_shape_is_none) {
  for (const char* hex : {"", "10 4A B1 F2 09 88 4E", "10 4A B1 F2 09 88 4E 12 00", "50 4A B1 F2 09 88 4E 12",
                          "B0 00", "20 4A B1 F2 09 88 4E"})
    EXPECT_FALSE(gad(hex)) << hex;
}

TEST(gad, calling_geodetic_location) { // TS 29.002 GeodeticInformation
  const auto read = value::read_geodetic(from_hex(std::string("00 10") + berlin + "12 44"));
  expect_berlin(read);
  EXPECT_NEAR(*read->radius, 45.6, 0.05);
  EXPECT_EQ(read->confidence, 68);
  EXPECT_FALSE(value::read_geodetic(from_hex(std::string("00 10") + berlin + "12")));
  EXPECT_FALSE(value::read_geodetic(from_hex(std::string("00 03") + berlin + "12 44")));
}

TEST(uli, tai_and_ecgi) { // the example of PROTOCOL 5.2
  arena memory;
  const auto read = value::read_uli(from_hex("18 62 F2 10 63 A4 62 F2 10 01 E5 9D 00"), memory);
  ASSERT_TRUE(read && read->tai && read->ecgi);
  EXPECT_EQ(read->tai->plmn.mcc, "262");
  EXPECT_EQ(read->tai->plmn.mnc, "01");
  EXPECT_EQ(read->tai->area, 25508U);
  EXPECT_EQ(read->ecgi->own, 0x1E59D00U);
  EXPECT_FALSE(read->cgi || read->sai || read->rai || read->lai || read->macro_enb ||
               read->extended_macro_enb);
}

// TS 29.274 8.21.1 to 8.21.8, composed by hand: every field, in the order of its flag.
TEST(uli, every_field) {
  arena memory;
  const auto read =
      value::read_uli(from_hex("FF 62 F2 10 12 34 56 78  13 00 14 12 35 00 09  62 F2 10 12 36 7A FF"
                               " 62 F2 10 63 A4  62 F2 10 F1 E5 9D 00  62 F2 10 12 37"
                               " 62 F2 10 F1 E5 9D  62 F2 10 83 FF FF"),
                      memory);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->cgi->area, 0x1234U);
  EXPECT_EQ(read->cgi->own, 0x5678U);
  EXPECT_EQ(read->sai->plmn.mcc, "310");
  EXPECT_EQ(read->sai->plmn.mnc, "410");
  EXPECT_EQ(read->sai->own, 9U);
  EXPECT_EQ(read->rai->own, 0x7AU);
  EXPECT_EQ(read->ecgi->own, 0x1E59D00U); // 28 bits
  EXPECT_EQ(read->lai->area, 0x1237U);
  EXPECT_EQ(read->macro_enb->own, 0x1E59DU); // 20 bits
  EXPECT_EQ(read->extended_bits, 18U);       // SMeNB
  EXPECT_EQ(read->extended_macro_enb->own, 0x3FFFFU);
}

TEST(uli, what_does_not_fit_is_none) {
  arena memory;
  for (const char* hex : {"", "00", "18 62 F2 10 63 A4 62 F2 10 01 E5 9D", "08 62 F2 10 63 A4 00",
                          "08 6A F2 10 63 A4"}) // a digit A
    EXPECT_FALSE(value::read_uli(from_hex(hex), memory)) << hex;
}

// TS 24.229 7.2A.4.3: the digits of the cell by access.
TEST(access_info, cells_of_every_generation) {
  const auto eutra = value::read_access_info("3GPP-E-UTRAN-FDD;utran-cell-id-3gpp=0010100011e59d00");
  ASSERT_TRUE(eutra);
  EXPECT_EQ(eutra->technology, access_technology::eutra);
  EXPECT_EQ(eutra->mcc, "001");
  EXPECT_EQ(eutra->mnc, "01");
  EXPECT_EQ(eutra->tac, 1U);
  EXPECT_EQ(eutra->eci, 0x1e59d00U);
  const auto three_digits =
      value::read_access_info("3GPP-E-UTRAN-TDD; utran-cell-id-3gpp=\"31041000011E59D00\"");
  ASSERT_TRUE(three_digits);
  EXPECT_EQ(three_digits->mnc, "410");
  EXPECT_EQ(three_digits->tac, 1U);
  EXPECT_FALSE(
      value::read_access_info("3GPP-NR-FDD;utran-cell-id-3gpp=00101000102000012d4002")); // a digit too many
  const auto nr_cell = value::read_access_info("3GPP-NR-FDD;utran-cell-id-3gpp=001010001020012d4002;np");
  ASSERT_TRUE(nr_cell);
  EXPECT_EQ(nr_cell->tac, 0x102U);
  EXPECT_EQ(nr_cell->nci, 0x12d4002U);
  const auto gera = value::read_access_info("3GPP-GERAN;cgi-3gpp=0010100010002");
  ASSERT_TRUE(gera);
  EXPECT_EQ(gera->lac, 1U);
  EXPECT_EQ(gera->ci, 2U);
  const auto wlan = value::read_access_info("IEEE-802.11n;i-wlan-node-id=aabbccddeeff");
  ASSERT_TRUE(wlan);
  EXPECT_EQ(wlan->technology, access_technology::wlan);
  EXPECT_EQ(wlan->node_id, "aabbccddeeff");
}

TEST(access_info, of_two_the_first_stands) {
  const auto node = value::read_access_info("IEEE-802.11;i-wlan-node-id=a;i-wlan-node-id=");
  ASSERT_TRUE(node);
  EXPECT_EQ(node->node_id, "a");
  const auto cell = value::read_access_info("3GPP-GERAN;cgi-3gpp=0010100010002;cgi-3gpp=0020200030004");
  ASSERT_TRUE(cell);
  EXPECT_EQ(cell->mcc, "001");
  EXPECT_EQ(cell->ci, 2U);
}

TEST(access_info, what_names_no_cell_is_none) {
  for (const char* text :
       {"", ";", "3GPP-E-UTRAN-FDD", "3GPP-E-UTRAN-FDD;utran-cell-id-3gpp=", "x;utran-cell-id-3gpp=1",
        "3GPP-E-UTRAN-FDD;utran-cell-id-3gpp=00101zzzz1e59d00",
        "3GPP-E-UTRAN-FDD;utran-cell-id-3gpp=0010100011e59d0g", "3GPP-NR;cgi-3gpp=\"0010100010002"})
    EXPECT_FALSE(value::read_access_info(text)) << text;
}

} // namespace
} // namespace lihi::test
