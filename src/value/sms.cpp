#include "value/sms.hpp"

#include "core/time.hpp"
#include "value/address.hpp"
#include "value/gsm7.hpp"

#include <array>

namespace lihi::value {
namespace {

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

numbering_plan plan_of(unsigned value) noexcept {
  switch (value) {
  case 0: return numbering_plan::unknown;
  case 1: return numbering_plan::isdn;
  case 3: return numbering_plan::data;
  case 4: return numbering_plan::telex;
  case 5:
  case 6: return numbering_plan::service_centre;
  case 8: return numbering_plan::national;
  case 9: return numbering_plan::private_plan;
  case 10: return numbering_plan::ermes;
  default: return numbering_plan::reserved;
  }
}

sms_address read_address(reader& in, arena& memory) noexcept {
  const unsigned digits = in.octet();
  const unsigned type = in.octet();
  const bytes octets = in.take((digits + 1) / 2);
  if (!in.ok() || digits > 20) return {};
  sms_address out;
  out.type = static_cast<number_nature>((type >> 4 & 7) + 1); // 9.1.2.5: the words are in its order
  out.plan = plan_of(type & 15);
  if (out.type == number_nature::alphanumeric)
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

void read_header(bytes header, sms_tpdu& out, sms_languages& languages) noexcept {
  reader in(header);
  while (in.ok() && !in.rest().empty()) {
    const unsigned id = in.octet();
    const unsigned length = in.octet();
    const bytes data = in.take(length);
    if (!in.ok()) return;
    if (id == 0x00 && length == 3) {
      out.concatenation = {data[0], data[2], data[1]};
    } else if (id == 0x08 && length == 4) {
      out.concatenation = {data[0] << 8 | data[1], data[3], data[2]};
    } else if (id == 0x24 && length == 1) { // 9.2.3.24.15
      languages.single = data[0];
    } else if (id == 0x25 && length == 1) {
      languages.locking = data[0];
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
  sms_languages languages;
  if (has_header && !data.empty()) {
    header = std::size_t{data[0]} + 1;
    if (header > data.size()) return;
    read_header(data.subspan(1, header - 1), out, languages);
  }
  out.user_data = data.subspan(header);
  switch (set) {
  case sms_alphabet::gsm7: {
    out.encoding = sms_alphabet::gsm7;
    const std::size_t skipped = (header * 8 + 6) / 7; // the text starts on a septet boundary
    out.unknown_language = !languages.known();
    if (length > skipped && !out.unknown_language)
      out.text = gsm7_text(data, skipped * 7, length - skipped, memory, languages);
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
    out.discharged = read_time(in);
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
    to = put_utf8(to, c);
  }
  return {reinterpret_cast<const char*>(begin), static_cast<std::size_t>(to - begin)};
}

sms_status status_of(int value) noexcept {
  sms_status out;
  if (value >= 0x20 && value < 0x80) out.permanent = value >= 0x40 && value < 0x60;
  switch (value) {
  case 0x00: out.text = "received by the recipient"; break;
  case 0x01: out.text = "forwarded to the recipient, not confirmed"; break;
  case 0x02: out.text = "replaced by the service centre"; break;
  case 0x20:
  case 0x60: out.text = "congestion"; break;
  case 0x21:
  case 0x61: out.text = "recipient busy"; break;
  case 0x22:
  case 0x62: out.text = "no response from the recipient"; break;
  case 0x23:
  case 0x63: out.text = "service rejected"; break;
  case 0x24:
  case 0x44:
  case 0x64: out.text = "quality of service not available"; break;
  case 0x25:
  case 0x65: out.text = "error in the recipient"; break;
  case 0x40: out.text = "remote procedure error"; break;
  case 0x41: out.text = "incompatible destination"; break;
  case 0x42: out.text = "connection rejected by the recipient"; break;
  case 0x43: out.text = "not obtainable"; break;
  case 0x45: out.text = "no interworking available"; break;
  case 0x46: out.text = "validity period expired"; break;
  case 0x47: out.text = "deleted by the sender"; break;
  case 0x48: out.text = "deleted by the service centre"; break;
  case 0x49: out.text = "message does not exist"; break;
  default: break;
  }
  return out;
}

std::string_view failure_text(int value) noexcept {
  switch (value) {
  case 0x80: return "telematic interworking not supported";
  case 0x81: return "short message type 0 not supported";
  case 0x82: return "cannot replace short message";
  case 0x8F: return "unspecified TP-PID error";
  case 0x90: return "alphabet not supported";
  case 0x91: return "message class not supported";
  case 0x9F: return "unspecified TP-DCS error";
  case 0xA0: return "command cannot be actioned";
  case 0xA1: return "command unsupported";
  case 0xAF: return "unspecified TP-Command error";
  case 0xB0: return "TPDU not supported";
  case 0xC0: return "service centre busy";
  case 0xC1: return "no service centre subscription";
  case 0xC2: return "service centre system failure";
  case 0xC3: return "invalid address of the recipient";
  case 0xC4: return "recipient barred";
  case 0xC5: return "duplicate short message rejected";
  case 0xC6: return "TP-VPF not supported";
  case 0xC7: return "TP-VP not supported";
  case 0xD0: return "SIM short message storage full";
  case 0xD1: return "no short message storage in the SIM";
  case 0xD2: return "error in the device";
  case 0xD3: return "memory capacity exceeded";
  case 0xD4: return "SIM application toolkit busy";
  case 0xD5: return "SIM data download error";
  case 0xFF: return "unspecified error";
  default: return {};
  }
}

// Message type, reference, originator's and destination's address, user data, each with its length.
std::optional<rp_data> read_rp_data(bytes octets) noexcept {
  reader in(octets);
  const unsigned type = in.octet() & 7;
  if (type > 1) return std::nullopt; // 0: from the mobile station, 1: from the network; others are no RP-DATA
  const unsigned reference = in.octet();
  (void)in.take(in.octet());
  (void)in.take(in.octet());
  const bytes tpdu = in.take(in.octet());
  if (!in.ok() || tpdu.empty()) return std::nullopt;
  return rp_data{static_cast<int>(reference), type == 1, tpdu};
}

std::optional<sms_address> read_sms_address(bytes octets, arena& memory) noexcept {
  reader in(octets);
  sms_address out = read_address(in, memory);
  if (!in.ok() || out.type == number_nature::none) return std::nullopt;
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
