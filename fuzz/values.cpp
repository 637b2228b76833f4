// Field codings: whatever the octets, text is UTF-8 and views lie in the input; where an encoder is at hand,
// what it wrote comes back.
#include "core/text.hpp"
#include "core/time.hpp"
#include "fuzz/fuzz.hpp"
#include "schema/value.hpp"
#include "value/address.hpp"
#include "value/coordinates.hpp"
#include "value/access_info.hpp"
#include "value/gad.hpp"
#include "value/uli.hpp"
#include "value/sip.hpp"
#include "value/gsm7.hpp"
#include "value/sms.hpp"

#include <arpa/inet.h>
#include <cmath>
#include <ctime>
#include <string>

namespace {

using namespace lihi;

void require_utf8(std::string_view text) {
  std::size_t characters = 0;
  fuzz::require(valid_utf8(as_bytes(text), characters), "text is UTF-8");
}

void sms(bytes octets, std::uint8_t how, arena& memory) {
  if (const auto tpdu = value::read_tpdu(octets, static_cast<value::sms_sender>(how % 3), memory)) {
    for (const std::string_view each : {tpdu->text, tpdu->address.number}) require_utf8(each);
    fuzz::require(tpdu->user_data.size() <= octets.size(), "user data is part of the TPDU");
  }
  (void)value::read_sms_address(octets, memory);
  require_utf8(value::utf16_text(octets, memory));
  require_utf8(value::gsm7_text(octets, how % 8, octets.size(), memory,
                                {.locking = how % 15U, .single = how / 15U % 15}));
}

// Letters that have their own code in the default alphabet, packed as TS 23.038 6.1.2.1 says.
void gsm7_round_trip(bytes octets, arena& memory) {
  std::string letters;
  for (const std::uint8_t octet : octets) letters += static_cast<char>('A' + octet % 26);
  std::vector<std::uint8_t> packed((letters.size() * 7 + 7) / 8 + 1);
  for (std::size_t i = 0; i < letters.size(); ++i)
    for (std::size_t bit = 0; bit < 7; ++bit)
      if ((letters[i] >> bit & 1) != 0)
        packed[(i * 7 + bit) / 8] |= static_cast<std::uint8_t>(1 << (i * 7 + bit) % 8);
  fuzz::require(value::gsm7_text(packed, 0, letters.size(), memory) == letters, "packed letters come back");
}

void tbcd_round_trip(bytes octets, arena& memory) {
  std::string digits;
  for (const std::uint8_t octet : octets) digits += static_cast<char>('0' + octet % 10);
  std::vector<std::uint8_t> packed;
  for (std::size_t i = 0; i < digits.size(); i += 2) {
    const unsigned high = i + 1 < digits.size() ? static_cast<unsigned>(digits[i + 1] - '0') : 15;
    packed.push_back(static_cast<std::uint8_t>(high << 4 | static_cast<unsigned>(digits[i] - '0')));
  }
  fuzz::require(value::tbcd(packed, memory) == digits, "digits come back");
}

void addresses(bytes octets, arena& memory) {
  const std::string shown(value::ip_address(octets, memory));
  std::uint8_t back[16];
  if (octets.size() == 4 || octets.size() == 16) {
    fuzz::require(inet_pton(octets.size() == 4 ? AF_INET : AF_INET6, shown.c_str(), back) == 1,
                  "an address can be read");
    fuzz::require(std::memcmp(back, octets.data(), octets.size()) == 0, "and is the same");
  } else {
    fuzz::require(shown.empty(), "an address has 4 or 16 octets");
  }
}

void times(bytes octets) {
  for (const auto& when : {parse_generalized_time(octets), parse_utc_time(octets)}) {
    if (!when) continue;
    char text[rfc3339_size];
    const std::size_t size = write_rfc3339(text, *when);
    fuzz::require(size <= sizeof text, "RFC 3339 fits");
    std::tm parts{};
    const std::int64_t micro = when->microseconds;
    const std::time_t seconds = micro >= 0 ? micro / 1'000'000 : -((-micro + 999'999) / 1'000'000);
    fuzz::require(gmtime_r(&seconds, &parts) != nullptr, "the C library knows the time");
    if (parts.tm_year + 1900 < 0 || parts.tm_year + 1900 > 9999) continue; // an offset leads out of the years
    char expected[32];
    const std::size_t length = std::strftime(expected, sizeof expected, "%Y-%m-%dT%H:%M:%S", &parts);
    std::string padded(expected, length);
    padded.insert(0, 19 - std::min<std::size_t>(19, length), '0');
    fuzz::require(std::string_view(text, 19) == padded, "and shows it the same");
  }
}

void integers(bytes octets) {
  if (octets.empty() || octets.size() > 16) return;
  char text[48];
  const std::string shown(text, put_integer(text, octets));
  if (octets.size() <= 8)
    fuzz::require(std::strtoll(shown.c_str(), nullptr, 10) == schema::read_integer(octets),
                  "a number comes back");
}

void require_inside(std::string_view each, std::string_view all) {
  fuzz::require(each.empty() ||
                    (each.data() >= all.data() && each.data() + each.size() <= all.data() + all.size()),
                "views lie in the message");
}

void sip(bytes octets) {
  const auto message = value::read_sip(octets);
  if (!message) return;
  const std::string_view all = as_text(octets);
  for (const std::string_view each :
       {message->method, message->request_uri, message->reason, message->from, message->to, message->call_id,
        message->cseq, message->contact, message->user_agent, message->asserted_identity,
        message->access_info, message->body})
    require_inside(each, all);
  value::for_each_header(*message, [&](const value::sip_header& header) {
    require_inside(header.value, all);
    std::string_view values = header.value;
    while (!values.empty()) {
      const std::string_view one = value::next_value(values);
      require_inside(one, all);
      require_inside(value::parameter_of(one, "cause"), all);
      const std::string_view uri = value::uri_of(one);
      require_inside(uri, all);
      if (const auto phone = value::phone_of(value::user_of(uri)))
        fuzz::require(phone->count > 0 && phone->count <= 15, "a number has 1 to 15 digits");
    }
  });
  std::string_view body = message->body;
  value::sdp_session session;
  while (const auto media = value::next_media(body, session)) {
    for (const std::string_view each :
         {media->kind, media->transport, media->address, media->formats, media->lines})
      require_inside(each, all);
    std::string_view lines = media->lines;
    while (!value::next_codec(lines).empty()) require_inside(lines, all);
  }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  fuzz::input in(data, size);
  const std::uint8_t how = in.octet();
  const fuzz::exact octets(in.rest());
  const bytes all = octets.get();
  arena memory(1u << 20);
  sms(all, how, memory);
  gsm7_round_trip(all, memory);
  tbcd_round_trip(all, memory);
  require_utf8(value::tbcd(all, memory));
  addresses(all, memory);
  times(all);
  integers(all);
  sip(all);
  for (const auto& area : {value::read_gad(all), value::read_geodetic(all)})
    for (std::size_t i = 0; area && i < area->count; ++i)
      fuzz::require(std::abs(area->points[i].latitude) <= 90 && std::abs(area->points[i].longitude) <= 180,
                    "a place is on earth");
  (void)value::read_uli(all, memory);
  if (const auto access = value::read_access_info(as_text(all)))
    fuzz::require(access->mcc.size() + access->mnc.size() + access->node_id.size() > 0,
                  "it names a cell or a node");
  if (const auto angle = value::degrees(as_text(all), 180))
    fuzz::require(std::abs(*angle) <= 180, "degrees are limited");
  if (const auto number = value::decimal_number(as_text(all)))
    fuzz::require(std::isfinite(*number), "a number is finite");
  return 0;
}
