#include "cli/content_files.hpp"

#include "core/text.hpp"
#include "core/time.hpp"
#include "value/address.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace lihi::cli {
namespace {

constexpr mode_t own_folder = 0700, own_file = 0600; // evidence is nobody else's

// A name that is one in every file system: what is no letter, digit, minus or underscore is "%XX".
void append_name(std::string& to, std::string_view part) {
  if (part.empty()) to += '-';
  for (const char each : part) {
    const bool plain = (each >= '0' && each <= '9') || (each >= 'a' && each <= 'z') ||
                       (each >= 'A' && each <= 'Z') || each == '-' || each == '_';
    if (plain) {
      to += each;
      continue;
    }
    constexpr std::string_view digits = "0123456789ABCDEF";
    const auto octet = static_cast<unsigned char>(each);
    to += {'%', digits[octet >> 4], digits[octet & 15]};
  }
}

bool is_empty_folder(const std::string& path) {
  DIR* const folder = ::opendir(path.c_str());
  if (folder == nullptr) return false;
  bool empty = true;
  while (const dirent* const entry = ::readdir(folder))
    empty = empty && (std::string_view(entry->d_name) == "." || std::string_view(entry->d_name) == "..");
  (void)::closedir(folder);
  return empty;
}

std::string_view dissector_of(content_type type) noexcept {
  switch (type) {
  case content_type::rtp: return "rtp";
  case content_type::sip: return "sip";
  case content_type::gtpu: return "gtp";
  case content_type::udptl: return "t38_udp";
  default: return {};
  }
}

pcapng::way way_of(direction of) noexcept {
  return of == direction::from_target ? pcapng::way::outbound
         : of == direction::to_target ? pcapng::way::inbound
                                      : pcapng::way::unknown;
}

std::uint32_t port_of(const field::number& from) noexcept {
  return from && *from > 0 && *from < 65536 ? static_cast<std::uint32_t>(*from) : 0;
}

std::string rfc3339(moment when) {
  text_buffer out;
  if (in_rfc3339(when)) append_rfc3339(out, when);
  return std::string(out.view());
}

moment time_of(const record& one) noexcept {
  return one.event_time ? *one.event_time : one.pdu_time ? *one.pdu_time : moment{};
}

// Octets that the content had and the delivery does not.
std::size_t missing_of(const content_data& of) noexcept {
  const std::size_t here = of.octets.value.size();
  return of.length && *of.length > static_cast<std::int64_t>(here)
             ? static_cast<std::size_t>(*of.length) - here
             : 0;
}

// The event of an IRI, as a comment: which, and when; no identity of anybody.
std::string comment_of(const record& one) {
  std::string out = rfc3339(time_of(one));
  for (const std::string_view each :
       {name_of(one.iri_type), name_of(one.event), std::string_view(one.source_event)})
    if (!each.empty()) out += (out.empty() ? "" : " ") + std::string(each);
  return out;
}

} // namespace

content_files::~content_files() {
  for (const auto& [key, each] : sessions_)
    if (each.descriptor >= 0) (void)::close(each.descriptor);
  if (manifest_ >= 0) (void)::close(manifest_);
}

void content_files::failed(const std::string& what) {
  if (problem_.empty()) problem_ = what + ": " + std::strerror(errno);
}

std::string content_files::open(const std::string& folder) {
  folder_ = folder;
  if (::mkdir(folder.c_str(), own_folder) != 0) {
    if (errno != EEXIST) return std::strerror(errno);
    if (!is_empty_folder(folder)) return "is there, and is no empty folder";
  }
  manifest_ = ::open((folder + "/manifest.jsonl").c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, own_file);
  return manifest_ < 0 ? std::strerror(errno) : "";
}

content_files::session& content_files::find(std::string_view country, std::string_view operator_id,
                                            std::string_view element, std::string_view liid,
                                            const field::number& cin) {
  // a CIN belongs to an operator, its element and the LIID (ETSI TS 102 232-1 clause 5.2.4)
  std::string key;
  for (const std::string_view each : {country, operator_id, element, liid}) {
    append_name(key, each);
    key += '.';
  }
  key += cin ? std::to_string(*cin) : "-";
  const auto [place, fresh] = sessions_.try_emplace(key);
  session& out = place->second;
  if (fresh) {
    out.name = key;
    out.age = by_age_.insert(by_age_.end(), &out);
    if (sessions_.size() > most_sessions) forget_oldest();
  } else {
    by_age_.splice(by_age_.end(), by_age_, out.age);
  }
  return out;
}

void content_files::forget_oldest() {
  session& oldest = *by_age_.front();
  write_comments(oldest);
  if (oldest.descriptor >= 0) {
    (void)::close(oldest.descriptor);
    --open_;
  }
  by_age_.pop_front();
  sessions_.erase(std::string(oldest.name));
}

void content_files::close_oldest_file() {
  for (session* each : by_age_)
    if (each->descriptor >= 0) {
      (void)::close(each->descriptor);
      each->descriptor = -1;
      --open_;
      return;
    }
}

// A file that is there was made in this run: the folder was empty.
bool content_files::open_capture(session& of) {
  if (of.descriptor >= 0) return true;
  if (open_ >= most_open) close_oldest_file();
  const std::string path = folder_ + "/" + of.name + ".pcapng";
  of.descriptor = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_APPEND | O_CLOEXEC, own_file);
  if (of.descriptor >= 0)
    ++counts_.captures;
  else if (errno == EEXIST)
    of.descriptor = ::open(path.c_str(), O_WRONLY | O_APPEND | O_CLOEXEC);
  if (of.descriptor < 0) {
    failed(path);
    return false;
  }
  ++open_;
  return true;
}

void content_files::write(int to, const pcapng::octets& what) {
  bytes rest = what;
  while (!rest.empty()) {
    const ssize_t done = ::write(to, rest.data(), rest.size());
    if (done < 0 && errno == EINTR) continue;
    if (done < 0) return failed(folder_);
    rest = rest.subspan(static_cast<std::size_t>(done));
  }
}

void content_files::take(const record& one) {
  if (!problem_.empty() || one.liid.empty()) return;
  const bool happened = one.kind == element_kind::iri;
  const bytes content = one.content.octets.value, sip = one.sip.octets.value;
  if (!happened && content.empty()) return;
  session& of = find(one.authorization_country, one.operator_id, one.network_element_id, one.liid, one.cin);
  if (happened) {
    if (of.waiting.size() == most_waiting) of.waiting.erase(of.waiting.begin());
    of.waiting.push_back(comment_of(one));
    of.last = time_of(one);
  }
  if (!sip.empty()) {
    const auto first_of = [](const field::list<field::text>& all) {
      return all.empty() ? std::vector<std::uint8_t>() : value::address_octets(*all.begin());
    };
    add_upper_pdu(of, one,
                  {"sip", first_of(one.sip.source_addresses), first_of(one.sip.destination_addresses)}, sip,
                  0);
  }
  if (content.empty()) return;
  const std::size_t missing = missing_of(one.content);
  switch (one.content.type) {
  case content_type::ip: return add_packet(of, one, pcapng::link_type::raw_ip, content, missing);
  case content_type::ethernet: return add_packet(of, one, pcapng::link_type::ethernet, content, missing);
  case content_type::ppp: return add_packet(of, one, pcapng::link_type::ppp, content, missing);
  default: break;
  }
  if (const std::string_view dissector = dissector_of(one.content.type); !dissector.empty())
    return add_upper_pdu(of, one,
                         {dissector, value::address_octets(one.traffic.source_address),
                          value::address_octets(one.traffic.destination_address),
                          port_of(one.traffic.source_port), port_of(one.traffic.destination_port)},
                         content, missing);
  std::string name(one.id);
  if (one.source.element && *one.source.element != 0) name += "-" + std::to_string(*one.source.element);
  add_file(of, name, one.content.type, content, rfc3339(time_of(one)));
}

void content_files::take(const link_event& one) {
  if (one.kind != link_event_kind::segments || one.content.octets.value.empty() || !problem_.empty()) return;
  const session& of =
      find(one.authorization_country, one.operator_id, one.network_element_id, one.liid, one.cin);
  add_file(of, "joined-" + std::to_string(one.first.value_or(0)), one.content.type, one.content.octets.value,
           "");
}

void content_files::add_upper_pdu(session& to, const record& one, const pcapng::upper_pdu& about,
                                  bytes octets, std::size_t missing) {
  pcapng::octets packet;
  pcapng::put_upper_pdu(packet, about, octets);
  add_packet(to, one, pcapng::link_type::upper_pdu, packet, missing);
}

void content_files::add_packet(session& to, const record& one, pcapng::link_type type, bytes packet,
                               std::size_t missing) {
  if (!open_capture(to)) return;
  pcapng::octets out;
  if (to.interfaces.empty())
    pcapng::put_section(out, "LIID " + std::string(one.liid) + ", CIN " +
                                 (one.cin ? std::to_string(*one.cin) : "none"));
  const std::string point(!one.interception_point_id.empty() ? one.interception_point_id
                          : !one.network_element_id.empty()  ? one.network_element_id
                                                             : std::string_view("not said"));
  const auto known = std::find_if(to.interfaces.begin(), to.interfaces.end(), [&](const interface& each) {
    return each.type == type && each.name == point;
  });
  const auto index = static_cast<std::uint32_t>(known - to.interfaces.begin());
  if (known == to.interfaces.end()) {
    pcapng::put_interface(out, type, point);
    to.interfaces.push_back({type, point});
  }
  to.last = time_of(one);
  pcapng::put_packet(out, {index, to.last, packet, static_cast<std::uint32_t>(packet.size() + missing),
                           way_of(one.direction), to.waiting});
  to.waiting.clear();
  write(to.descriptor, out);
  ++counts_.packets;
}

// What happened behind the last packet.
void content_files::write_comments(session& of) {
  if (of.waiting.empty() || of.interfaces.empty() || !problem_.empty() || !open_capture(of)) return;
  pcapng::octets out;
  pcapng::put_comments(out, 0, of.last, of.waiting);
  write(of.descriptor, out);
  of.waiting.clear();
}

void content_files::add_file(const session& of, std::string_view name, content_type type, bytes octets,
                             const std::string& time) {
  std::string file = of.name + ".";
  append_name(file, name);
  file += "." + std::string(name_of(type));
  const int to = ::open((folder_ + "/" + file).c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, own_file);
  if (to < 0 && errno == EEXIST) return; // the same PS-PDU again
  if (to < 0) return failed(folder_ + "/" + file);
  write(to, {octets.begin(), octets.end()});
  (void)::close(to);
  text_buffer line;
  line.put("{\"file\":\"");
  append_json_escaped(line, file);
  line.put("\",\"type\":\"");
  line.put(name_of(type));
  line.put("\",\"octets\":");
  append_number(line, static_cast<std::uint64_t>(octets.size()));
  if (!time.empty()) {
    line.put(",\"time\":\"");
    line.put(time);
    line.put('"');
  }
  line.put("}\n");
  const bytes text = as_bytes(line.view());
  write(manifest_, {text.begin(), text.end()});
  ++counts_.files;
}

std::string content_files::finish() {
  for (auto& [key, each] : sessions_) {
    write_comments(each);
    if (each.descriptor >= 0 && ::close(std::exchange(each.descriptor, -1)) != 0) failed(folder_);
  }
  if (manifest_ >= 0 && ::close(std::exchange(manifest_, -1)) != 0) failed(folder_);
  return problem_;
}

} // namespace lihi::cli
