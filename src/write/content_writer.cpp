#include "write/content_writer.hpp"

#include "core/text.hpp"
#include "core/time.hpp"

#include <algorithm>

namespace lihi {
namespace {

std::string capture_of(const std::string& session) { return session + ".pcapng"; }

} // namespace

content_writer::session& content_writer::find(const std::string& name) {
  const auto [place, fresh] = sessions_.try_emplace(name);
  session& out = place->second;
  if (!fresh) {
    by_age_.splice(by_age_.end(), by_age_, out.age);
    return out;
  }
  out.name = name;
  out.age = by_age_.insert(by_age_.end(), &out);
  if (sessions_.size() > most_sessions) {
    session& oldest = *by_age_.front();
    write_comments(oldest);
    by_age_.pop_front();
    sessions_.erase(std::string(oldest.name));
  }
  return out;
}

void content_writer::take(const content_piece& one) {
  if (!good_) return;
  if (one.is == content_piece::shape::file) return add_file(one);
  session& of = find(one.session);
  if (one.is == content_piece::shape::packet) return add_packet(of, one);
  if (of.waiting.size() == most_waiting) of.waiting.erase(of.waiting.begin());
  of.waiting.push_back(one.about);
  of.last = one.at.value_or(of.last);
  if (at_once_) write_comments(of);
}

void content_writer::add_packet(session& to, const content_piece& one) {
  pcapng::octets out;
  if (to.interfaces.empty()) pcapng::put_section(out, one.label);
  const auto known = std::find_if(to.interfaces.begin(), to.interfaces.end(), [&](const interface& each) {
    return each.type == one.link && each.name == one.point;
  });
  const auto index = static_cast<std::uint32_t>(known - to.interfaces.begin());
  if (known == to.interfaces.end()) {
    pcapng::put_interface(out, one.link, one.point);
    to.interfaces.push_back({one.link, one.point});
  }
  to.last = one.at.value_or(moment());
  const auto length = static_cast<std::uint32_t>(one.octets.size() + one.missing);
  pcapng::put_packet(out, {index, to.last, one.octets, length, one.way, to.waiting});
  to.waiting.clear();
  append(capture_of(to.name), out);
  ++packets_;
}

// What happened behind the last packet.
void content_writer::write_comments(session& of) {
  if (of.waiting.empty() || of.interfaces.empty()) return;
  pcapng::octets out;
  pcapng::put_comments(out, 0, of.last, of.waiting);
  append(capture_of(of.name), out);
  of.waiting.clear();
}

void content_writer::add_file(const content_piece& one) {
  const std::string file = one.session + "." + one.name + "." + one.type;
  bool fresh = false;
  good_ = to_.create(file, one.octets, fresh);
  if (!good_ || !fresh) return;
  text_buffer line;
  line.put("{\"file\":\"");
  append_json_escaped(line, file);
  line.put("\",\"type\":\"");
  append_json_escaped(line, one.type);
  line.put("\",\"octets\":");
  append_number(line, static_cast<std::uint64_t>(one.octets.size()));
  if (one.at && in_rfc3339(*one.at)) {
    line.put(",\"time\":\"");
    append_rfc3339(line, *one.at);
    line.put('"');
  }
  line.put("}\n");
  append(manifest, as_bytes(line.view()));
  ++files_;
}

void content_writer::finish() {
  for (session* const each : by_age_) write_comments(*each);
}

} // namespace lihi
