#include "support/hex.hpp"
#include "value/sip.hpp"

#include <gtest/gtest.h>

namespace lihi::test {
namespace {

TEST(sip, a_request) {
  const octets in = text("INVITE sip:bob@example.com SIP/2.0\r\n"
                         "From: \"A\" <sip:alice@example.com>;tag=1\r\n"
                         "To: <sip:bob@example.com>\r\n"
                         "Call-ID: x@192.0.2.1\r\n"
                         "CSeq: 1 INVITE\r\n"
                         "P-Asserted-Identity: <tel:+447700900123>\r\n"
                         "Content-Type: application/sdp\r\n\r\n"
                         "v=0\r\nc=IN IP4 192.0.2.1\r\nm=audio 49170 RTP/AVP 0\r\n");
  const auto sip = value::read_sip(in);
  ASSERT_TRUE(sip);
  EXPECT_EQ(sip->method, "INVITE");
  EXPECT_EQ(sip->request_uri, "sip:bob@example.com");
  EXPECT_EQ(sip->from, "\"A\" <sip:alice@example.com>;tag=1");
  EXPECT_EQ(sip->call_id, "x@192.0.2.1");
  EXPECT_EQ(sip->asserted_identity, "<tel:+447700900123>");
  EXPECT_EQ(sip->media_address, "192.0.2.1");
  EXPECT_EQ(sip->media_port, 49170);
}

TEST(sip, a_response_with_compact_and_folded_headers) {
  const octets in =
      text("SIP/2.0 183 Session Progress\r\nf: <sip:a@example.com>\r\nt: <sip:b@example.com>;\r\n"
           "  tag=2\r\ni: y\r\nCSEQ: 7 INVITE\r\n\r\n");
  const auto sip = value::read_sip(in);
  ASSERT_TRUE(sip);
  EXPECT_EQ(sip->status, 183);
  EXPECT_EQ(sip->reason, "Session Progress");
  EXPECT_EQ(sip->method, "INVITE");
  EXPECT_EQ(sip->from, "<sip:a@example.com>");
  EXPECT_EQ(sip->to, "<sip:b@example.com>;\r\n  tag=2");
  EXPECT_EQ(sip->call_id, "y");
}

TEST(sip, headers_alone) {
  const octets in = text("BYE sip:b@example.com SIP/2.0\r\nFrom: <sip:a@example.com>");
  const auto sip = value::read_sip(in);
  ASSERT_TRUE(sip);
  EXPECT_EQ(sip->from, "<sip:a@example.com>");
}

TEST(sip, not_sip) {
  for (const char* in :
       {"", "\r\n", "GET / HTTP/1.1\r\n\r\n", "SIP/2.0", "SIP/2.0 abc\r\n", "INVITE SIP/2.0", " "})
    EXPECT_FALSE(value::read_sip(text(in))) << in;
}

TEST(sip, odd_lines_do_no_harm) {
  for (const char* in : {"A b SIP/2.0\n:\n: :\nc=IN IP\n", "A b SIP/2.0\nFrom\n\n", "A b SIP/2.0\n \n \n",
                         "A b SIP/2.0\nc:application/sdp\n\nc=IN IP4\nm=\nm=audio\nm=audio x\n"})
    (void)value::read_sip(text(in));
}

} // namespace
} // namespace lihi::test
