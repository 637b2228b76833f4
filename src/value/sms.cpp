#include "value/sms.hpp"

#include "core/time.hpp"
#include "value/address.hpp"

#include <array>

namespace lihi::value {
namespace {

// TS 23.038 6.2.1, as UTF-16 code units; 0x1B is the escape to the extension table.
constexpr std::array<char16_t, 128> gsm7{
    u'@',      u'\u00A3', u'$',      u'\u00A5', u'\u00E8', u'\u00E9', u'\u00F9', u'\u00EC', u'\u00F2',
    u'\u00C7', u'\n',     u'\u00D8', u'\u00F8', u'\r',     u'\u00C5', u'\u00E5', u'\u0394', u'_',
    u'\u03A6', u'\u0393', u'\u039B', u'\u03A9', u'\u03A0', u'\u03A8', u'\u03A3', u'\u0398', u'\u039E',
    u' ',      u'\u00C6', u'\u00E6', u'\u00DF', u'\u00C9', u' ',      u'!',      u'"',      u'#',
    u'\u00A4', u'%',      u'&',      u'\'',     u'(',      u')',      u'*',      u'+',      u',',
    u'-',      u'.',      u'/',      u'0',      u'1',      u'2',      u'3',      u'4',      u'5',
    u'6',      u'7',      u'8',      u'9',      u':',      u';',      u'<',      u'=',      u'>',
    u'?',      u'\u00A1', u'A',      u'B',      u'C',      u'D',      u'E',      u'F',      u'G',
    u'H',      u'I',      u'J',      u'K',      u'L',      u'M',      u'N',      u'O',      u'P',
    u'Q',      u'R',      u'S',      u'T',      u'U',      u'V',      u'W',      u'X',      u'Y',
    u'Z',      u'\u00C4', u'\u00D6', u'\u00D1', u'\u00DC', u'\u00A7', u'\u00BF', u'a',      u'b',
    u'c',      u'd',      u'e',      u'f',      u'g',      u'h',      u'i',      u'j',      u'k',
    u'l',      u'm',      u'n',      u'o',      u'p',      u'q',      u'r',      u's',      u't',
    u'u',      u'v',      u'w',      u'x',      u'y',      u'z',      u'\u00E4', u'\u00F6', u'\u00F1',
    u'\u00FC', u'\u00E0'};

char16_t gsm7_extension(unsigned septet) noexcept {
  switch (septet) {
  case 0x0A: return u'\f';
  case 0x14: return u'^';
  case 0x28: return u'{';
  case 0x29: return u'}';
  case 0x2F: return u'\\';
  case 0x3C: return u'[';
  case 0x3D: return u'~';
  case 0x3E: return u']';
  case 0x40: return u'|';
  case 0x65: return u'\u20AC';
  default: return gsm7[septet]; // TS 23.038: show the main table's character
  }
}

// Writes a code point as UTF-8.
std::uint8_t* put(std::uint8_t* to, char32_t c) noexcept {
  if (c < 0x80) {
    *to++ = static_cast<std::uint8_t>(c);
  } else if (c < 0x800) {
    *to++ = static_cast<std::uint8_t>(0xC0 | c >> 6);
    *to++ = static_cast<std::uint8_t>(0x80 | (c & 0x3F));
  } else if (c < 0x10000) {
    *to++ = static_cast<std::uint8_t>(0xE0 | c >> 12);
    *to++ = static_cast<std::uint8_t>(0x80 | (c >> 6 & 0x3F));
    *to++ = static_cast<std::uint8_t>(0x80 | (c & 0x3F));
  } else {
    *to++ = static_cast<std::uint8_t>(0xF0 | c >> 18);
    *to++ = static_cast<std::uint8_t>(0x80 | (c >> 12 & 0x3F));
    *to++ = static_cast<std::uint8_t>(0x80 | (c >> 6 & 0x3F));
    *to++ = static_cast<std::uint8_t>(0x80 | (c & 0x3F));
  }
  return to;
}

std::string_view view(const std::uint8_t* from, const std::uint8_t* to) noexcept {
  return {reinterpret_cast<const char*>(from), static_cast<std::size_t>(to - from)};
}

// Reads on, and remembers that it ran out.
class reader {
 public:
  explicit reader(bytes octets) noexcept : left_(octets) {}

  [[nodiscard]] bool ok() const noexcept { return ok_; }
  [[nodiscard]] bytes rest() const noexcept { return left_; }
  unsigned octet() noexcept {
    const bytes one = take(1);
    return one.empty() ? 0 : one[0];
  }
  bytes take(std::size_t count) noexcept {
    if (count > left_.size()) {
      ok_ = false;
      left_ = {};
      return {};
    }
    const bytes taken = left_.first(count);
    left_ = left_.subspan(count);
    return taken;
  }

 private:
  bytes left_;
  bool ok_ = true;
};

sms_address read_address(reader& in, arena& memory) noexcept {
  const unsigned digits = in.octet();
  const unsigned type = in.octet();
  const bytes octets = in.take((digits + 1) / 2);
  if (!in.ok() || digits > 20) return {};
  sms_address out;
  out.nature = static_cast<number_nature>((type >> 4 & 7) + 1); // 9.1.2.5: the words are in its order
  if ((type >> 4 & 7) == 5)
    out.number = gsm7_text(octets, 0, digits * 4 / 7, memory);
  else
    out.number = tbcd(octets, memory);
  return out;
}

int swapped(unsigned octet) noexcept { return static_cast<int>((octet & 15) * 10 + (octet >> 4)); }

// Seven octets of swapped digits; the zone in quarters of an hour, its bit 3 the sign (9.2.3.11).
std::optional<moment> read_time(reader& in) noexcept {
  const bytes o = in.take(7);
  if (o.empty()) return std::nullopt;
  const int year = swapped(o[0]), month = swapped(o[1]), day = swapped(o[2]), hour = swapped(o[3]),
            minute = swapped(o[4]), second = swapped(o[5]);
  const int quarters = swapped(o[6] & 0xF7);
  if (month < 1 || month > 12 || day < 1 || day > 31 || hour > 23 || minute > 59 || second > 59 ||
      quarters > 79)
    return std::nullopt;
  const std::int64_t local =
      to_microseconds(year >= 90 ? 1900 + year : 2000 + year, month, day, hour, minute, second);
  const std::int64_t offset = quarters * 15 * 60 * std::int64_t{1'000'000};
  return moment{(o[6] & 0x08) != 0 ? local + offset : local - offset, false};
}

// TS 23.038 clause 4.
sms_alphabet alphabet_of(unsigned coding) noexcept {
  const unsigned group = coding >> 4;
  if (group <= 7) {
    if ((coding & 0x20) != 0) return sms_alphabet::data; // compressed: no plain text
    const unsigned bits = coding >> 2 & 3;
    return bits == 1 ? sms_alphabet::data : bits == 2 ? sms_alphabet::ucs2 : sms_alphabet::gsm7;
  }
  if (group == 0xE) return sms_alphabet::ucs2;
  if (group == 0xF) return (coding & 4) != 0 ? sms_alphabet::data : sms_alphabet::gsm7;
  return sms_alphabet::gsm7;
}

void read_header(bytes header, sms_tpdu& out) noexcept {
  reader in(header);
  while (in.ok() && !in.rest().empty()) {
    const unsigned id = in.octet();
    const unsigned length = in.octet();
    const bytes data = in.take(length);
    if (!in.ok()) return;
    if (id == 0x00 && length == 3) {
      out.part_reference = data[0];
      out.parts = data[1];
      out.part = data[2];
    } else if (id == 0x08 && length == 4) {
      out.part_reference = data[0] << 8 | data[1];
      out.parts = data[2];
      out.part = data[3];
    }
  }
}

void read_user_data(reader& in, bool has_header, unsigned coding, sms_tpdu& out, arena& memory) noexcept {
  const unsigned length = in.octet();
  const sms_alphabet set = alphabet_of(coding);
  const std::size_t wanted = set == sms_alphabet::gsm7 ? (length * 7 + 7) / 8 : length;
  bytes data = in.rest();
  if (data.size() > wanted) data = data.first(wanted);
  (void)in.take(data.size());
  std::size_t header = 0;
  if (has_header && !data.empty()) {
    header = std::size_t{data[0]} + 1;
    if (header > data.size()) return;
    read_header(data.subspan(1, header - 1), out);
  }
  out.user_data = data.subspan(header);
  switch (set) {
  case sms_alphabet::gsm7: {
    out.encoding = sms_alphabet::gsm7;
    const std::size_t skipped = (header * 8 + 6) / 7; // the text starts on a septet boundary
    if (length > skipped) out.text = gsm7_text(data, skipped * 7, length - skipped, memory);
    break;
  }
  case sms_alphabet::ucs2:
    out.encoding = sms_alphabet::ucs2;
    out.text = utf16_text(out.user_data, memory);
    break;
  case sms_alphabet::none:
  case sms_alphabet::data: out.encoding = sms_alphabet::data; break;
  }
}

// Optional parameters of reports, as TP-PI names them (9.2.3.27).
void read_indicated(reader& in, bool has_header, sms_tpdu& out, arena& memory) noexcept {
  if (in.rest().empty()) return;
  const unsigned indicator = in.octet();
  if ((indicator & 1) != 0) out.protocol = in.octet();
  if ((indicator & 2) != 0) out.coding = in.octet();
  if ((indicator & 4) != 0)
    read_user_data(in, has_header, static_cast<unsigned>(out.coding.value_or(0)), out, memory);
}

std::optional<sms_tpdu> read_as(tpdu_type type, bytes octets, arena& memory) noexcept {
  reader in(octets);
  sms_tpdu out;
  out.type = type;
  const unsigned first = in.octet();
  const bool has_header = (first & 0x40) != 0;
  switch (type) {
  case tpdu_type::deliver:
    out.address = read_address(in, memory);
    out.protocol = in.octet();
    out.coding = in.octet();
    out.time = read_time(in);
    if (!out.time) return std::nullopt;
    read_user_data(in, has_header, static_cast<unsigned>(*out.coding), out, memory);
    break;
  case tpdu_type::submit: {
    out.message_reference = in.octet();
    out.address = read_address(in, memory);
    out.protocol = in.octet();
    out.coding = in.octet();
    const unsigned format = first >> 3 & 3; // of the validity period
    (void)in.take(format == 0 ? 0 : format == 2 ? 1 : 7);
    read_user_data(in, has_header, static_cast<unsigned>(*out.coding), out, memory);
    break;
  }
  case tpdu_type::status_report:
    out.message_reference = in.octet();
    out.address = read_address(in, memory);
    out.time = read_time(in);
    (void)in.take(7); // discharge time
    out.status = in.octet();
    if (!out.time) return std::nullopt;
    read_indicated(in, has_header, out, memory);
    break;
  case tpdu_type::command:
    out.message_reference = in.octet();
    out.protocol = in.octet();
    (void)in.octet(); // command type
    (void)in.octet(); // message number
    out.address = read_address(in, memory);
    break;
  case tpdu_type::deliver_report:
  case tpdu_type::submit_report: {
    // With a failure cause (80 and above) or, after an acknowledgement, without.
    if (!in.rest().empty() && in.rest()[0] >= 0x80) out.failure = in.octet();
    if (type == tpdu_type::submit_report && in.rest().size() >= 8) {
      const unsigned indicator = in.octet();
      out.time = read_time(in);
      if ((indicator & 1) != 0) out.protocol = in.octet();
      if ((indicator & 2) != 0) out.coding = in.octet();
      if ((indicator & 4) != 0)
        read_user_data(in, has_header, static_cast<unsigned>(out.coding.value_or(0)), out, memory);
    } else {
      read_indicated(in, has_header, out, memory);
    }
    break;
  }
  case tpdu_type::none: return std::nullopt;
  }
  if (!in.ok()) return std::nullopt;
  return out;
}

tpdu_type type_of(unsigned indicator, bool from_network) noexcept {
  switch (indicator & 3) {
  case 0: return from_network ? tpdu_type::deliver : tpdu_type::deliver_report;
  case 1: return from_network ? tpdu_type::submit_report : tpdu_type::submit;
  case 2: return from_network ? tpdu_type::status_report : tpdu_type::command;
  default: return tpdu_type::none;
  }
}

} // namespace

std::string_view gsm7_text(bytes octets, std::size_t first_bit, std::size_t septets, arena& memory) noexcept {
  const std::size_t bits = octets.size() * 8;
  if (first_bit >= bits) return {};
  if (septets > (bits - first_bit) / 7) septets = (bits - first_bit) / 7;
  std::uint8_t* const begin = memory.allocate(3 * septets);
  if (begin == nullptr) return {};
  std::uint8_t* to = begin;
  bool escaped = false;
  for (std::size_t i = 0; i < septets; ++i) {
    const std::size_t bit = first_bit + 7 * i;
    unsigned pair = octets[bit / 8];
    if (bit / 8 + 1 < octets.size()) pair |= static_cast<unsigned>(octets[bit / 8 + 1]) << 8;
    const unsigned septet = pair >> bit % 8 & 0x7F;
    if (septet == 0x1B && !escaped) {
      escaped = true;
      continue;
    }
    to = put(to, escaped ? gsm7_extension(septet) : gsm7[septet]);
    escaped = false;
  }
  return view(begin, to);
}

std::string_view utf16_text(bytes octets, arena& memory) noexcept {
  std::uint8_t* const begin = memory.allocate(octets.size() / 2 * 3);
  if (begin == nullptr) return {};
  std::uint8_t* to = begin;
  const auto unit = [&octets](std::size_t i) {
    return static_cast<char32_t>(octets[2 * i]) << 8 | octets[2 * i + 1];
  };
  const std::size_t units = octets.size() / 2;
  for (std::size_t i = 0; i < units; ++i) {
    char32_t c = unit(i);
    if (c >= 0xD800 && c < 0xDC00 && i + 1 < units && unit(i + 1) >= 0xDC00 && unit(i + 1) < 0xE000) {
      c = 0x10000 + ((c - 0xD800) << 10) + (unit(i + 1) - 0xDC00);
      ++i;
    } else if (c >= 0xD800 && c < 0xE000) {
      c = 0xFFFD; // half a pair
    }
    to = put(to, c);
  }
  return view(begin, to);
}

std::optional<sms_address> read_sms_address(bytes octets, arena& memory) noexcept {
  reader in(octets);
  sms_address out = read_address(in, memory);
  if (!in.ok() || out.nature == number_nature::none) return std::nullopt;
  return out;
}

std::optional<sms_tpdu> read_tpdu(bytes octets, sms_sender sender, arena& memory) noexcept {
  if (octets.empty()) return std::nullopt;
  if (sender != sms_sender::mobile) {
    const auto out = read_as(type_of(octets[0], true), octets, memory);
    if (out || sender == sms_sender::network) return out;
  }
  return read_as(type_of(octets[0], false), octets, memory);
}

} // namespace lihi::value
