#include "value/sip.hpp"

#include <algorithm>
#include <cctype>
#include <charconv>

namespace lihi::value {
namespace {

std::string_view trimmed(std::string_view text) noexcept {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() &&
         (text.back() == ' ' || text.back() == '\t' || text.back() == '\r' || text.back() == '\n'))
    text.remove_suffix(1);
  return text;
}

bool equal(std::string_view a, std::string_view b) noexcept {
  return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(), [](char x, char y) {
           return std::tolower(static_cast<unsigned char>(x)) == std::tolower(static_cast<unsigned char>(y));
         });
}

// Takes a line, without its end, off the front.
std::string_view take_line(std::string_view& text) noexcept {
  const std::size_t end = text.find('\n');
  std::string_view line = text.substr(0, end);
  text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
  return line;
}

// The same for a header, whose value may be folded over lines that begin with a space.
std::string_view take_header(std::string_view& text) noexcept {
  const char* const begin = text.data();
  std::string_view line = take_line(text);
  if (line.empty()) return line;
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) {
    const std::string_view more = take_line(text);
    line = {begin, static_cast<std::size_t>(more.data() + more.size() - begin)};
  }
  return line;
}

std::optional<int> number(std::string_view text) noexcept {
  int value = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (fault != std::errc{} || end == text.data()) return std::nullopt;
  return value;
}

bool start_line(std::string_view line, sip_view& out) noexcept {
  constexpr std::string_view version = "SIP/2.0";
  if (line.starts_with(version)) {
    if (line.size() < version.size() + 4) return false;
    out.status = number(line.substr(version.size() + 1, 3));
    out.reason = trimmed(line.substr(version.size() + 4));
    return out.status.has_value();
  }
  const std::size_t first = line.find(' ');
  const std::size_t last = line.rfind(' ');
  if (first == std::string_view::npos || last == first || line.substr(last + 1) != version) return false;
  out.method = line.substr(0, first);
  out.request_uri = line.substr(first + 1, last - first - 1);
  return !out.method.empty();
}

struct header_name {
  std::string_view full, compact;
  std::string_view sip_view::*field;
};

constexpr header_name headers[] = {
    {"From", "f", &sip_view::from},
    {"To", "t", &sip_view::to},
    {"Call-ID", "i", &sip_view::call_id},
    {"CSeq", "", &sip_view::cseq},
    {"Contact", "m", &sip_view::contact},
    {"User-Agent", "", &sip_view::user_agent},
    {"P-Asserted-Identity", "", &sip_view::asserted_identity},
    {"P-Access-Network-Info", "", &sip_view::access_info},
    {"Content-Type", "c", &sip_view::content_type},
};

void read_sdp(std::string_view body, sip_view& out) noexcept {
  while (!body.empty()) {
    const std::string_view line = take_line(body);
    if (line.starts_with("c=IN IP") && out.media_address.empty()) {
      const std::size_t space = line.find(' ', 5);
      if (space != std::string_view::npos) out.media_address = trimmed(line.substr(space + 1));
    } else if (line.starts_with("m=") && !out.media_port) {
      const std::size_t space = line.find(' ');
      if (space != std::string_view::npos) out.media_port = number(line.substr(space + 1));
    }
  }
}

} // namespace

std::optional<sip_view> read_sip(bytes octets) noexcept {
  std::string_view text = as_text(octets);
  sip_view out;
  if (!start_line(take_line(text), out)) return std::nullopt;
  while (!text.empty()) {
    const std::string_view line = take_header(text);
    if (line.empty()) break;
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos) continue;
    const std::string_view name = trimmed(line.substr(0, colon));
    for (const header_name& each : headers) {
      if (!equal(name, each.full) && !(name.size() == 1 && equal(name, each.compact))) continue;
      if ((out.*each.field).empty()) out.*each.field = trimmed(line.substr(colon + 1));
      break;
    }
  }
  out.body = text;
  if (out.method.empty() && !out.cseq.empty()) {
    const std::size_t space = out.cseq.rfind(' ');
    if (space != std::string_view::npos) out.method = out.cseq.substr(space + 1);
  }
  // a body in several parts has its SDP somewhere inside: the lines are told by their beginnings
  if (out.content_type.find("sdp") != std::string_view::npos ||
      out.content_type.find("multipart") != std::string_view::npos)
    read_sdp(out.body, out);
  return out;
}

} // namespace lihi::value
