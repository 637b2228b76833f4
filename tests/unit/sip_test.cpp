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
  std::string_view body = sip->body;
  value::sdp_session session;
  const auto media = value::next_media(body, session);
  ASSERT_TRUE(media);
  EXPECT_EQ(media->kind, "audio");
  EXPECT_EQ(media->address, "192.0.2.1");
  EXPECT_EQ(media->port, 49170);
  EXPECT_EQ(media->formats, "0");
  EXPECT_FALSE(value::next_media(body, session));
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

TEST(sip, headers_that_come_more_than_once) {
  const octets in = text("INVITE tel:+447700900456 SIP/2.0\r\n"
                         "P-Asserted-Identity: <sip:+447700900123@ims.example.com>\r\n"
                         "P-Asserted-Identity: <tel:+447700900123>\r\n\r\n");
  const auto sip = value::read_sip(in);
  ASSERT_TRUE(sip);
  ASSERT_EQ(sip->count, 2U);
  EXPECT_EQ(sip->headers[0].value, "<sip:+447700900123@ims.example.com>");
  EXPECT_EQ(sip->headers[1].value, "<tel:+447700900123>");
}

TEST(sip, more_headers_than_fit) {
  std::string message = "INVITE tel:+447700900456 SIP/2.0\r\n";
  for (int i = 0; i < 100; ++i) message += "Via: x\r\nDiversion: <tel:+" + std::to_string(1000 + i) + ">\r\n";
  const octets in = text(message + "\r\nbody");
  const auto sip = value::read_sip(in);
  ASSERT_TRUE(sip);
  EXPECT_EQ(sip->body, "body");
  int next = 1000;
  value::for_each_header(*sip, [&next](const value::sip_header& each) {
    EXPECT_EQ(each.name, value::sip_header_name::diversion);
    EXPECT_EQ(each.value, "<tel:+" + std::to_string(next++) + ">");
  });
  EXPECT_EQ(next, 1100);
}

TEST(sip, addresses) { // RFC 3261 20.10, RFC 3966
  std::string_view values =
      "\"A, \\\"B\" <sip:alice;x=1@example.com;transport=tcp>;tag=1, <tel:+44-7700-900123>";
  const std::string_view first = value::next_value(values);
  EXPECT_EQ(first, "\"A, \\\"B\" <sip:alice;x=1@example.com;transport=tcp>;tag=1");
  EXPECT_EQ(value::parameter_of(first, "Tag"), "1");
  EXPECT_EQ(value::uri_of(values), "tel:+44-7700-900123");
  EXPECT_EQ(value::uri_of("sip:bob@example.com;tag=2"), "sip:bob@example.com");
  EXPECT_EQ(value::uri_of("bob"), "");
  EXPECT_EQ(value::user_of("sip:bob:secret@example.com"), "bob");
  EXPECT_EQ(value::user_of("sip:example.com"), "");
  EXPECT_EQ(value::user_of("mailto:bob@example.com"), "");
  const auto phone = value::phone_of("+44-7700-(900)123");
  ASSERT_TRUE(phone);
  EXPECT_TRUE(phone->global);
  EXPECT_EQ(phone->text(), "447700900123");
  EXPECT_FALSE(value::phone_of("bob"));
  EXPECT_FALSE(value::phone_of("1234567890123456")); // more than E.164 has
}

TEST(sip, media) { // RFC 8866: what holds for the session holds for a medium that says nothing else
  std::string_view body = "v=0\r\nc=IN IP4 192.0.2.17\r\na=sendonly\r\nm=audio 40000 RTP/AVP 97 8\r\n"
                          "a=rtpmap:97 AMR-WB/16000/1\r\na=rtpmap:8 PCMA/8000\r\n"
                          "m=video 40002 RTP/AVP 96\r\nc=IN IP4 192.0.2.18\r\na=inactive\r\n";
  value::sdp_session session;
  const auto audio = value::next_media(body, session), video = value::next_media(body, session);
  ASSERT_TRUE(audio && video);
  EXPECT_EQ(audio->address, "192.0.2.17");
  EXPECT_EQ(audio->direction, media_direction::send);
  std::string_view lines = audio->lines;
  EXPECT_EQ(value::next_codec(lines), "AMR-WB/16000/1");
  EXPECT_EQ(value::next_codec(lines), "PCMA/8000");
  EXPECT_EQ(value::next_codec(lines), "");
  EXPECT_EQ(video->kind, "video");
  EXPECT_EQ(video->address, "192.0.2.18");
  EXPECT_EQ(video->direction, media_direction::inactive);
  EXPECT_EQ(video->formats, "96");
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
