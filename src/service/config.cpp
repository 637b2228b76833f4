#include "service/config.hpp"

#include "service/hook_sink.hpp"
#include "yaml/values.hpp"

#include <algorithm>
#include <boost/asio/ip/address.hpp>
#include <set>
#include <yaml-cpp/yaml.h>

namespace lihi::service {
namespace {

namespace ip = boost::asio::ip;

// "256MiB", "10GiB", "4096": octets.
std::uint64_t octets_of(const YAML::Node& value) {
  std::string_view text = text_of(value);
  unsigned shift = 0;
  for (const auto& [unit, bits] :
       {std::pair("KiB", 10u), std::pair("MiB", 20u), std::pair("GiB", 30u), std::pair("TiB", 40u)})
    if (text.ends_with(unit)) {
      shift = bits;
      text.remove_suffix(3);
      break;
    }
  const std::int64_t number = number_of(text, value.Mark());
  if (number < 0 || number > (std::int64_t{1} << 60 >> shift))
    throw mistake("octets such as 4096, 256MiB or 10GiB are needed", value.Mark());
  return static_cast<std::uint64_t>(number) << shift;
}
std::chrono::milliseconds time_of(const YAML::Node& value) {
  return std::chrono::milliseconds(duration_of(value) / 1000);
}
std::chrono::seconds seconds_of(const YAML::Node& value) {
  return std::chrono::duration_cast<std::chrono::seconds>(time_of(value));
}
bool truth_of(const YAML::Node& value) { return choice_of(value, {"false", "true"}) == 1; }

std::uint64_t between(std::uint64_t least, std::uint64_t most, const YAML::Node& value, std::uint64_t given) {
  if (given < least || given > most)
    throw mistake("a value from " + std::to_string(least) + " to " + std::to_string(most) + " is needed",
                  value.Mark());
  return given;
}

// Values by their keys, each of which must be among those that are named.
class reader {
 public:
  explicit reader(const YAML::Node& map) : map_(map) {}
  template <class F>
  void operator()(const char* key, const F& take) {
    known_.emplace_back(key);
    if (const YAML::Node value = map_.IsMap() ? map_[key] : YAML::Node(YAML::NodeType::Undefined))
      take(value);
  }
  void text(const char* key, std::string& to) {
    (*this)(key, [&](const YAML::Node& value) { to = text_of(value); });
  }
  // Throws when a key is none of those.
  void end() const { check_keys(map_, known_); }

 private:
  const YAML::Node& map_;
  std::vector<std::string> known_;
};

void for_each(const YAML::Node& list, const std::function<void(const YAML::Node&)>& take) {
  if (!list.IsSequence()) throw mistake("a list is needed", list.Mark());
  for (const auto& each : list) take(each);
}

// A name that is a part of paths and of lines of a log.
void name_of(const YAML::Node& of, std::string& to, std::set<std::string>& taken) {
  to = text_of(of);
  const bool good = !to.empty() && to.size() <= 64 && std::all_of(to.begin(), to.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
  });
  if (!good) throw mistake("a name of letters, digits, - and _ is needed", of.Mark());
  if (!taken.insert(to).second) throw mistake("the name is taken", of.Mark());
}

void network_of(const YAML::Node& of, operator_config& to) {
  const std::string& text = text_of(of);
  boost::system::error_code no_v4, no_v6, no_address;
  if (const auto v4 = ip::make_network_v4(text, no_v4); !no_v4) return void(to.addresses.emplace_back(v4));
  if (const auto v6 = ip::make_network_v6(text, no_v6); !no_v6) return void(to.addresses.emplace_back(v6));
  const auto one = ip::make_address(text, no_address);
  if (no_address) throw mistake("an address, or a network such as 192.0.2.0/24, is needed", of.Mark());
  if (one.is_v4())
    to.addresses.emplace_back(ip::network_v4(one.to_v4(), 32));
  else
    to.addresses.emplace_back(ip::network_v6(one.to_v6(), 128));
}

operator_config operator_of(const YAML::Node& from, std::set<std::string>& taken) {
  operator_config out;
  reader keys(from);
  keys("name", [&](const YAML::Node& value) { name_of(value, out.name, taken); });
  keys("subjects", [&](const YAML::Node& value) {
    for_each(value, [&](const YAML::Node& each) { out.subjects.push_back(text_of(each)); });
  });
  keys("addresses", [&](const YAML::Node& value) {
    for_each(value, [&](const YAML::Node& each) { network_of(each, out); });
  });
  keys("connections", [&](const YAML::Node& value) {
    out.connections = static_cast<unsigned>(between(1, 65536, value, number_32_of(value)));
  });
  keys("rate", [&](const YAML::Node& value) { out.rate = octets_of(value); });
  keys("acknowledgements", [&](const YAML::Node& value) { out.acknowledges = truth_of(value); });
  keys.end();
  if (out.name.empty()) throw mistake("an operator needs a name", from.Mark());
  if (out.subjects.empty() && out.addresses.empty())
    throw mistake("an operator needs subjects of certificates, or addresses", from.Mark());
  return out;
}

void tls_of(const YAML::Node& value, service::tls_files& to, listener_config* of_listener = nullptr) {
  reader files(value);
  files.text("certificate", to.certificate);
  files.text("key", to.key);
  files.text("authorities", to.authorities);
  if (of_listener) files.text("revoked", of_listener->revoked);
  if (of_listener) files.text("stapled", of_listener->stapled);
  files.end();
  if (to.certificate.empty() || to.key.empty())
    throw mistake("TLS needs a certificate and its key", value.Mark());
}

listener_config listener_of(const YAML::Node& from, std::set<std::string>& taken) {
  listener_config out;
  bool port = false;
  reader keys(from);
  keys("name", [&](const YAML::Node& value) { name_of(value, out.name, taken); });
  keys.text("address", out.address);
  keys("port", [&](const YAML::Node& value) {
    out.port = static_cast<std::uint16_t>(between(0, 65535, value, number_32_of(value)));
    port = true;
  });
  keys("tls", [&](const YAML::Node& value) {
    tls_of(value, out.tls, &out);
    if (!out.revoked.empty() && out.tls.authorities.empty())
      throw mistake("who is revoked is known of authorities alone", value.Mark());
  });
  keys.end();
  if (out.name.empty() || !port) throw mistake("a listener needs a name and a port", from.Mark());
  boost::system::error_code no_address;
  (void)ip::make_address(out.address, no_address);
  if (no_address) throw mistake("an IP address is needed", from["address"].Mark());
  return out;
}

jsonl_config jsonl_of(const YAML::Node& from, std::set<std::string>& taken) {
  jsonl_config out;
  reader keys(from);
  keys("name", [&](const YAML::Node& value) { name_of(value, out.name, taken); });
  keys.text("folder", out.folder);
  keys("rotate_octets",
       [&](const YAML::Node& value) { out.rotate_octets = between(1, 1ull << 50, value, octets_of(value)); });
  keys("rotate_time", [&](const YAML::Node& value) {
    out.rotate_time = std::chrono::seconds(
        between(1, 1u << 30, value, static_cast<std::uint64_t>(seconds_of(value).count())));
  });
  keys.end();
  if (out.name.empty()) throw mistake("a sink needs a name", from.Mark());
  return out;
}

user_config user_of(const YAML::Node& from, std::set<std::string>& taken) {
  user_config out;
  bool known = false;
  reader keys(from);
  keys("name", [&](const YAML::Node& value) { name_of(value, out.name, taken); });
  keys("role", [&](const YAML::Node& value) {
    out.role = static_cast<role>(choice_of(value, {std::begin(role_names), std::end(role_names)}));
    known = true;
  });
  keys("token_sha256", [&](const YAML::Node& value) {
    const auto octets = hex_of(text_of(value), value.Mark());
    if (octets.size() != 32) throw mistake("the SHA-256 of the token is needed, in hex", value.Mark());
    std::copy(octets.begin(), octets.end(), out.token.emplace().begin());
  });
  keys.text("subject", out.subject);
  keys("liids", [&](const YAML::Node& value) {
    for_each(value, [&](const YAML::Node& each) { out.liids.push_back(text_of(each)); });
  });
  keys.end();
  if (out.name.empty() || !known) throw mistake("a user needs a name and a role", from.Mark());
  if (!out.token && out.subject.empty())
    throw mistake("a user needs a token_sha256, or the subject of a certificate", from.Mark());
  if (out.role == role::viewer ? out.liids.empty() : !out.liids.empty())
    throw mistake("a viewer needs liids, and no other role has them", from.Mark());
  return out;
}

void http_of(const YAML::Node& from, http_config& out) {
  std::set<std::string> taken;
  bool port = false;
  reader keys(from);
  keys.text("address", out.address);
  keys("port", [&](const YAML::Node& value) {
    out.port = static_cast<std::uint16_t>(between(0, 65535, value, number_32_of(value)));
    port = true;
  });
  keys("tls", [&](const YAML::Node& value) { tls_of(value, out.tls); });
  keys("users", [&](const YAML::Node& value) {
    for_each(value, [&](const YAML::Node& each) { out.users.push_back(user_of(each, taken)); });
  });
  keys.end();
  boost::system::error_code no_address;
  const auto address = ip::make_address(out.address, no_address);
  if (no_address) throw mistake("an IP address is needed", from["address"].Mark());
  if (!port) throw mistake("a port is needed", from.Mark());
  if (!address.is_loopback() && (out.users.empty() || !out.tls.any()))
    throw mistake("other machines need TLS, and users", from.Mark());
}

capture_config capture_of(const YAML::Node& from, std::set<std::string>& taken) {
  capture_config out;
  reader keys(from);
  keys("name", [&](const YAML::Node& value) { name_of(value, out.name, taken); });
  keys.text("folder", out.folder);
  keys.end();
  if (out.name.empty()) throw mistake("a sink needs a name", from.Mark());
  return out;
}

stream_config stream_of(const YAML::Node& from, std::set<std::string>& taken) {
  stream_config out;
  reader keys(from);
  keys("name", [&](const YAML::Node& value) { name_of(value, out.name, taken); });
  keys.text("unix", out.path);
  keys.text("address", out.address);
  keys("port", [&](const YAML::Node& value) {
    out.port = static_cast<std::uint16_t>(between(1, 65535, value, number_32_of(value)));
  });
  keys.end();
  boost::system::error_code no_address;
  if (out.name.empty()) throw mistake("a sink needs a name", from.Mark());
  if (out.path.empty() == (out.port == 0)) throw mistake("a stream needs unix, or a port", from.Mark());
  if (out.path.empty() && out.address.empty()) out.address = "127.0.0.1";
  if (out.path.empty() && !ip::make_address(out.address, no_address).is_loopback())
    throw mistake("a loopback address is needed: records go in clear text", from.Mark());
  return out;
}

hook_config hook_of(const YAML::Node& from, std::set<std::string>& taken) {
  hook_config out;
  reader keys(from);
  keys("name", [&](const YAML::Node& value) { name_of(value, out.name, taken); });
  keys.text("url", out.url);
  keys.text("authorities", out.authorities);
  keys.text("token_file", out.token_file);
  keys.end();
  hook_options url;
  boost::system::error_code no_address;
  if (out.name.empty()) throw mistake("a sink needs a name", from.Mark());
  if (!parse_url(out.url, url))
    throw mistake("a URL such as https://records.example.com/in is needed", from.Mark());
  if (url.tls && out.authorities.empty())
    throw mistake("whose certificate to trust is needed: authorities", from.Mark());
  if (!url.tls && !ip::make_address(url.host, no_address).is_loopback())
    throw mistake("https, or a loopback address, is needed", from.Mark());
  return out;
}

void spool_of(const YAML::Node& from, spool_config& out) {
  reader keys(from);
  keys("segment", [&](const YAML::Node& value) {
    out.segment = between(1u << 20, 1ull << 40, value, octets_of(value));
  });
  keys("waiting", [&](const YAML::Node& value) {
    out.waiting = between(1u << 20, 1ull << 36, value, octets_of(value));
  });
  keys("keep_octets", [&](const YAML::Node& value) { out.keep_octets = octets_of(value); });
  keys("keep_time", [&](const YAML::Node& value) { out.keep_time = seconds_of(value); });
  keys.end();
}

} // namespace

config read_config(const std::string& text) {
  YAML::Node all;
  try {
    all = YAML::Load(text);
  } catch (const YAML::Exception& wrong) {
    throw mistake(wrong.msg, wrong.mark);
  }
  config out;
  std::set<std::string> operators, listeners, sinks{"database", "live"};
  reader keys(all);
  keys.text("data", out.data);
  keys("operators", [&](const YAML::Node& value) {
    for_each(value, [&](const YAML::Node& each) { out.operators.push_back(operator_of(each, operators)); });
  });
  keys("listeners", [&](const YAML::Node& value) {
    for_each(value, [&](const YAML::Node& each) { out.listeners.push_back(listener_of(each, listeners)); });
  });
  keys("spool", [&](const YAML::Node& value) { spool_of(value, out.spool); });
  keys("jsonl", [&](const YAML::Node& value) {
    for_each(value, [&](const YAML::Node& each) { out.jsonl.push_back(jsonl_of(each, sinks)); });
  });
  keys("captures", [&](const YAML::Node& value) {
    for_each(value, [&](const YAML::Node& each) { out.captures.push_back(capture_of(each, sinks)); });
  });
  keys("streams", [&](const YAML::Node& value) {
    for_each(value, [&](const YAML::Node& each) { out.streams.push_back(stream_of(each, sinks)); });
  });
  keys("hooks", [&](const YAML::Node& value) {
    for_each(value, [&](const YAML::Node& each) { out.hooks.push_back(hook_of(each, sinks)); });
  });
  keys("database", [&](const YAML::Node& value) {
    database_config& database = out.database.emplace();
    reader of(value);
    of("content_records", [&](const YAML::Node& records) { database.content_records = truth_of(records); });
    of.end();
  });
  keys("http", [&](const YAML::Node& value) { http_of(value, out.http.emplace()); });
  keys("threads", [&](const YAML::Node& value) {
    out.threads = static_cast<unsigned>(between(0, 256, value, number_32_of(value)));
  });
  keys("connections", [&](const YAML::Node& value) {
    out.connections = static_cast<unsigned>(between(1, 1u << 20, value, number_32_of(value)));
  });
  keys("patience", [&](const YAML::Node& value) { out.patience = time_of(value); });
  keys("handshake", [&](const YAML::Node& value) { out.handshake = seconds_of(value); });
  keys("idle", [&](const YAML::Node& value) { out.idle = seconds_of(value); });
  keys("memory",
       [&](const YAML::Node& value) { out.memory = between(1u << 20, 1ull << 40, value, octets_of(value)); });
  keys("sandbox", [&](const YAML::Node& value) { out.sandbox = truth_of(value); });
  keys("detail", [&](const YAML::Node& value) { out.detail = truth_of(value); });
  keys("content", [&](const YAML::Node& value) { out.content = truth_of(value); });
  keys.end();
  if (out.listeners.empty()) throw mistake("a listener is needed", all.Mark());
  if (out.http && !out.database)
    throw mistake("what is asked over HTTP is in the database: database: {}", all["http"].Mark());
  if (out.data.empty()) throw mistake("a folder is needed", all["data"].Mark());
  return out;
}

std::shared_ptr<ssl::context> make_tls(const listener_config& of, std::string& why) {
  auto out = make_tls(tls_side::server, of.tls, why);
  const bool good = out && (of.revoked.empty() || refuse_revoked(*out, of.revoked, why)) &&
                    (of.stapled.empty() || staple(*out, of.stapled, why));
  return good ? out : nullptr;
}

std::string check_files(const config& of) {
  for (const listener_config& each : of.listeners) {
    if (!each.tls.any()) continue;
    std::string why;
    if (!make_tls(each, why)) return "listener " + each.name + ": " + why;
  }
  return "";
}

config usual_config() {
  config out;
  listener_config links;
  links.name = "links";
  links.port = 7102;
  out.listeners.push_back(links);
  jsonl_config records;
  records.name = "records";
  out.jsonl.push_back(records);
  out.database.emplace();
  out.http.emplace().port = 7180;
  return out;
}

} // namespace lihi::service
