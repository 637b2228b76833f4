#include "value/sip.hpp"

#include <algorithm>
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

char lower(char c) noexcept { return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c; }

bool equal(std::string_view a, std::string_view b) noexcept {
  return a.size() == b.size() &&
         std::equal(a.begin(), a.end(), b.begin(), [](char x, char y) { return lower(x) == lower(y); });
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

struct known_header {
  std::string_view full, compact;
  sip_header_name name;
  std::string_view sip_view::*field;
};
constexpr known_header known_headers[] = {
    {"From", "f", sip_header_name::from, &sip_view::from},
    {"To", "t", sip_header_name::to, &sip_view::to},
    {"Call-ID", "i", sip_header_name::call_id, &sip_view::call_id},
    {"CSeq", "", sip_header_name::cseq, &sip_view::cseq},
    {"Contact", "m", sip_header_name::contact, &sip_view::contact},
    {"User-Agent", "", sip_header_name::user_agent, &sip_view::user_agent},
    {"P-Asserted-Identity", "", sip_header_name::asserted_identity, &sip_view::asserted_identity},
    {"P-Access-Network-Info", "", sip_header_name::access_info, &sip_view::access_info},
    {"Content-Type", "c", sip_header_name::content_type, &sip_view::content_type},
    {"Diversion", "", sip_header_name::diversion, nullptr},
    {"History-Info", "", sip_header_name::history_info, nullptr},
    {"Referred-By", "b", sip_header_name::referred_by, nullptr},
    {"Reason", "", sip_header_name::reason, nullptr},
};

const known_header* find_header(std::string_view name) noexcept {
  for (const known_header& each : known_headers)
    if (equal(name, each.full) || (name.size() == 1 && equal(name, each.compact))) return &each;
  return nullptr;
}

// A header's name and value.
bool split(std::string_view line, std::string_view& name, std::string_view& value) noexcept {
  const std::size_t colon = line.find(':');
  if (colon == std::string_view::npos) return false;
  name = trimmed(line.substr(0, colon));
  value = trimmed(line.substr(colon + 1));
  return true;
}

// Up to a separator that is not within quotes or angle brackets.
std::string_view take_until(std::string_view& text, char separator) noexcept {
  bool quoted = false, bracketed = false;
  std::size_t end = 0;
  for (; end < text.size(); ++end) {
    const char c = text[end];
    if (quoted) {
      if (c == '\\')
        ++end;
      else if (c == '"')
        quoted = false;
    } else if (c == '"') {
      quoted = true;
    } else if (c == '<' || c == '>') {
      bracketed = c == '<';
    } else if (c == separator && !bracketed) {
      break;
    }
  }
  end = std::min(end, text.size());
  const std::string_view part = trimmed(text.substr(0, end));
  text.remove_prefix(end == text.size() ? end : end + 1);
  return part;
}

std::string_view connection_of(std::string_view line) noexcept {
  if (!line.starts_with("c=IN IP")) return {};
  const std::size_t space = line.find(' ', 5);
  return space == std::string_view::npos ? std::string_view{} : trimmed(line.substr(space + 1));
}
media_direction direction_of(std::string_view line) noexcept {
  if (line == "a=sendrecv") return media_direction::both;
  if (line == "a=sendonly") return media_direction::send;
  if (line == "a=recvonly") return media_direction::receive;
  if (line == "a=inactive") return media_direction::inactive;
  return media_direction::none;
}

} // namespace

std::optional<sip_view> read_sip(bytes octets) noexcept {
  std::string_view text = as_text(octets);
  sip_view out;
  if (!start_line(take_line(text), out)) return std::nullopt;
  const char* behind = nullptr; // of the headers that fit
  while (!text.empty()) {
    const std::string_view line = take_header(text);
    if (line.empty()) break;
    std::string_view name, value;
    if (!split(line, name, value)) continue;
    const known_header* const known = find_header(name);
    if (known == nullptr) continue;
    if (known->field != nullptr && (out.*known->field).empty()) out.*known->field = value;
    if (out.count < out.headers.size()) {
      out.headers[out.count++] = {known->name, value};
    } else if (behind == nullptr) {
      behind = line.data();
    }
  }
  out.body = text;
  if (behind != nullptr) out.more = {behind, static_cast<std::size_t>(text.data() - behind)};
  if (out.method.empty() && !out.cseq.empty()) {
    const std::size_t space = out.cseq.rfind(' ');
    if (space != std::string_view::npos) out.method = out.cseq.substr(space + 1);
  }
  return out;
}

std::optional<sip_header> next_header(std::string_view& headers) noexcept {
  while (!headers.empty()) {
    const std::string_view line = take_header(headers);
    if (line.empty()) return std::nullopt;
    std::string_view name, value;
    if (!split(line, name, value)) continue;
    const known_header* const known = find_header(name);
    return sip_header{known != nullptr ? known->name : sip_header_name::other, value};
  }
  return std::nullopt;
}

std::string_view next_value(std::string_view& values) noexcept { return take_until(values, ','); }
std::string_view next_parameter(std::string_view& value) noexcept { return take_until(value, ';'); }

std::string_view uri_of(std::string_view value) noexcept {
  std::string_view uri = next_parameter(value);
  bool quoted = false;
  for (std::size_t i = 0; i < uri.size(); ++i) {
    if (uri[i] == '\\' && quoted)
      ++i;
    else if (uri[i] == '"')
      quoted = !quoted;
    else if (uri[i] == '<' && !quoted) {
      uri.remove_prefix(i + 1);
      uri = uri.substr(0, uri.find('>'));
      break;
    }
  }
  uri = trimmed(uri.substr(0, uri.find_first_of(";?")));
  return uri.find(':') == std::string_view::npos ? std::string_view{} : uri;
}

std::string_view user_of(std::string_view uri) noexcept {
  const std::size_t colon = uri.find(':');
  if (colon == std::string_view::npos) return {};
  const std::string_view scheme = uri.substr(0, colon), rest = uri.substr(colon + 1);
  if (equal(scheme, "tel")) return rest;
  if (!equal(scheme, "sip") && !equal(scheme, "sips")) return {};
  const std::size_t at = rest.find('@');
  return at == std::string_view::npos ? std::string_view{} : rest.substr(0, std::min(at, rest.find(':')));
}

std::optional<phone_digits> phone_of(std::string_view user) noexcept {
  phone_digits out;
  if (user.starts_with('+')) {
    out.global = true;
    user.remove_prefix(1);
  }
  for (const char c : user) {
    if (c == '-' || c == '.' || c == '(' || c == ')') continue;
    if (c < '0' || c > '9' || out.count == out.digits.size()) return std::nullopt;
    out.digits[out.count++] = c;
  }
  if (out.count == 0) return std::nullopt;
  return out;
}

std::string_view parameter_of(std::string_view value, std::string_view name) noexcept {
  (void)next_parameter(value);
  while (!value.empty()) {
    const std::string_view part = next_parameter(value);
    const std::size_t equals = part.find('=');
    if (equals == std::string_view::npos || !equal(trimmed(part.substr(0, equals)), name)) continue;
    std::string_view found = trimmed(part.substr(equals + 1));
    if (found.size() >= 2 && found.front() == '"' && found.back() == '"')
      found = found.substr(1, found.size() - 2);
    return found;
  }
  return {};
}

// A body in several parts has its SDP somewhere inside: the lines are told by their beginnings.
std::optional<sdp_media> next_media(std::string_view& body, sdp_session& session) noexcept {
  std::optional<sdp_media> out;
  while (!body.empty()) {
    std::string_view rest = body;
    const std::string_view line = take_line(rest);
    if (line.starts_with("m=")) {
      if (out) return out;
      std::string_view words = line.substr(2);
      const auto take_word = [&words] {
        const std::size_t end = std::min(words.find(' '), words.size());
        const std::string_view word = words.substr(0, end);
        words.remove_prefix(std::min(end + 1, words.size()));
        return word;
      };
      out.emplace();
      out->kind = take_word();
      out->port = number(take_word());
      out->transport = take_word();
      out->formats = trimmed(words);
      out->address = session.address;
      out->direction = session.direction;
      out->lines = rest.substr(0, 0);
    } else {
      const std::string_view address = connection_of(line);
      const media_direction direction = direction_of(line);
      if (!address.empty()) (out ? out->address : session.address) = address;
      if (direction != media_direction::none) (out ? out->direction : session.direction) = direction;
      if (out) out->lines = {out->lines.data(), static_cast<std::size_t>(rest.data() - out->lines.data())};
    }
    body = rest;
  }
  return out;
}

std::string_view next_codec(std::string_view& lines) noexcept {
  constexpr std::string_view begins = "a=rtpmap:";
  while (!lines.empty()) {
    const std::string_view line = take_line(lines);
    if (!line.starts_with(begins)) continue;
    const std::size_t space = line.find(' ');
    if (space != std::string_view::npos && space + 1 < line.size()) return trimmed(line.substr(space + 1));
  }
  return {};
}

} // namespace lihi::value
