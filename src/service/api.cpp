#include "service/api.hpp"

#include "core/text.hpp"
#include "service/metrics.hpp"
#include "service/now.hpp"
#include "service/openapi.hpp"
#include "service/query.hpp"
#include "store/spool_octets.hpp"

#include <algorithm>
#include <fstream>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

namespace lihi::service {
namespace {

namespace http = boost::beast::http;
using json = rapidjson::Writer<rapidjson::StringBuffer>;

constexpr std::string_view ndjson = "application/x-ndjson";

void text(json& to, std::string_view value) {
  to.String(value.data(), static_cast<rapidjson::SizeType>(value.size()));
}
void member(json& to, std::string_view name, std::string_view value) {
  if (value.empty()) return;
  text(to, name);
  text(to, value);
}
void member(json& to, std::string_view name, std::uint64_t value) {
  text(to, name);
  to.Uint64(value);
}
void time(json& to, std::string_view name, moment value) {
  char room[rfc3339_size];
  text(to, name);
  text(to, {room, write_rfc3339(room, value)});
}

// An array of objects, as a member.
template <class All, class F>
void list(json& to, std::string_view name, const All& all, const F& write) {
  text(to, name);
  to.StartArray();
  for (const auto& each : all) {
    to.StartObject();
    write(each);
    to.EndObject();
  }
  to.EndArray();
}

api_response refuse(http::status status, std::string_view why) {
  rapidjson::StringBuffer out;
  json to(out);
  to.StartObject();
  member(to, "error", why);
  to.EndObject();
  api_response response;
  response.status = status;
  response.body.assign(out.GetString(), out.GetSize());
  return response;
}

// A response whose body `write` writes.
template <class F>
api_response made(const F& write) {
  rapidjson::StringBuffer out;
  json to(out);
  write(to);
  api_response response;
  response.body.assign(out.GetString(), out.GetSize());
  return response;
}

} // namespace

struct api::asked {
  const api_request& request;
  request_target target;
  known_user who;
};

// A reader of the database, given back when it is done with.
class api::lent_reader {
 public:
  explicit lent_reader(api& of) : of_(of) {
    {
      const std::lock_guard lock(of_.mutex_);
      if (!of_.readers_.empty()) {
        reader_ = std::move(of_.readers_.back());
        of_.readers_.pop_back();
      }
    }
    if (!reader_) reader_ = store::database_reader::open(of_.options_.data + "/records.db", why_);
  }
  ~lent_reader() {
    const std::lock_guard lock(of_.mutex_);
    if (reader_) of_.readers_.push_back(std::move(reader_));
  }
  lent_reader(const lent_reader&) = delete;
  lent_reader& operator=(const lent_reader&) = delete;
  explicit operator bool() const noexcept { return reader_ != nullptr; }
  store::database_reader* operator->() noexcept { return reader_.get(); }

 private:
  api& of_;
  std::unique_ptr<store::database_reader> reader_;
  std::string why_;
};

api::api(const config& options, receiver& of, alarms& said) : options_(options), of_(of), alarms_(said) {}

std::string api::open() {
  access_.set_users(users_of(*options_.http, options_.data, alarms_));
  bool broken = false;
  if (std::string problem = audit_.open(options_.data + "/audit.jsonl", broken); !problem.empty())
    return "audit: " + problem;
  if (broken)
    alarms_.raise("audit", "the chain of the audit log does not hold: lihi audit verify tells where");
  return "";
}

void api::reload(const http_config& fresh) { access_.set_users(users_of(fresh, options_.data, alarms_)); }

std::string api::audit(const store::audit_entry& what) {
  std::string problem = audit_.add(what, now_utc());
  if (problem.empty())
    alarms_.clear("audit disk");
  else
    alarms_.raise("audit disk", problem);
  return problem;
}

std::string api::audit(const asked& what, const char* action, const std::vector<store::record_row>& rows) {
  store::audit_entry line{what.who->name, action, what.request.address, {}};
  for (const store::record_row& each : rows)
    if (!each.id.empty()) line.records.push_back(each.id);
  return audit(line);
}

api_response api::answer(const api_request& to) {
  asked what{to, {}, nullptr};
  const auto target = parse_target(to.target);
  if (!target) return refuse(http::status::bad_request, "the target cannot be read");
  what.target = *target;
  const auto& path = what.target.path;
  if (to.method != http::verb::get && to.method != http::verb::head) {
    api_response out = refuse(http::status::method_not_allowed, "GET or HEAD is needed");
    out.allow = "GET, HEAD";
    return out;
  }
  if (path == std::vector<std::string>{"healthz"})
    return made([](json& j) {
      j.StartObject();
      member(j, "status", "up");
      j.EndObject();
    });
  if (path == std::vector<std::string>{"readyz"}) {
    const bool ready = of_.ready();
    api_response out = made([&](json& j) {
      j.StartObject();
      member(j, "status", ready ? "ready" : "not ready");
      j.EndObject();
    });
    if (!ready) out.status = http::status::service_unavailable;
    return out;
  }
  if (path == std::vector<std::string>{"v1", "openapi.json"}) {
    api_response out;
    out.body = openapi_text;
    return out;
  }
  using handler = api_response (api::*)(const asked&);
  struct route {
    std::vector<std::string> path;
    right needs;
    handler call;
  };
  static const std::vector<route> routes{
      {{"v1", "records"}, right::records, &api::records}, {{"v1", "volumes"}, right::records, &api::volumes},
      {{"v1", "links"}, right::links, &api::links},       {{"v1", "alarms"}, right::links, &api::alarms_now},
      {{"v1", "ledger"}, right::links, &api::ledger},     {{"v1", "audit"}, right::audit, &api::audit_lines},
      {{"metrics"}, right::links, &api::metrics}};
  const auto found =
      std::find_if(routes.begin(), routes.end(), [&](const route& each) { return each.path == path; });
  const bool one = path.size() >= 3 && path.size() <= 4 && path[0] == "v1" && path[1] == "records" &&
                   (path.size() == 3 || path[3] == "raw" || path[3] == "tree");
  if (found == routes.end() && !one) return refuse(http::status::not_found, "there is nothing");
  switch (access_.find(to.authorization, "", to.subject, to.address, what.who)) {
  case access::answer::known: break;
  case access::answer::unknown:
    return refuse(http::status::unauthorized, "a bearer token or a client certificate is needed");
  case access::answer::too_many_tries:
    return refuse(http::status::too_many_requests, "too many tries: wait a minute");
  }
  if (!may(*what.who, one ? right::records : found->needs))
    return refuse(http::status::forbidden, "not with this role");
  if (!one) return (this->*found->call)(what);
  return record(what, path[2], path.size() == 4 ? path[3] == "raw" ? form::raw : form::tree : form::line);
}

known_user api::live(const api_request& of, std::string_view token, live_filter& filter,
                     api_response& refused) {
  known_user who;
  const auto target = parse_target(of.target);
  store::record_query query;
  if (const std::string wrong =
          target ? read_query(*target, query, {"liid", "event", "kind"}) : "the target cannot be read";
      !wrong.empty()) {
    refused = refuse(http::status::bad_request, wrong);
    return nullptr;
  }
  const auto answer = access_.find(of.authorization, token, of.subject, of.address, who);
  if (answer != access::answer::known)
    refused = refuse(answer == access::answer::unknown ? http::status::unauthorized
                                                       : http::status::too_many_requests,
                     "a bearer token or a client certificate is needed");
  else if (!may(*who, right::records) ||
           !std::all_of(query.liids.begin(), query.liids.end(),
                        [&](const std::string& each) { return may_see(*who, each); }))
    refused = refuse(http::status::forbidden, "not with this role");
  else {
    filter.liids = query.liids.empty() && who->role == role::viewer ? who->liids : query.liids;
    filter.event = query.event.value_or("");
    filter.kind = query.kind.value_or("");
    return who;
  }
  return nullptr;
}

api_response api::records(const asked& what) {
  store::record_query query;
  if (const std::string wrong = read_query(what.target, query); !wrong.empty())
    return refuse(http::status::bad_request, wrong);
  for (const std::string& each : query.liids)
    if (!may_see(*what.who, each)) return refuse(http::status::forbidden, "not of that LIID");
  if (query.liids.empty() && what.who->role == role::viewer) {
    if (what.who->liids.empty()) return refuse(http::status::forbidden, "of no LIID");
    query.liids = what.who->liids;
  }
  lent_reader from(*this);
  if (!from) return refuse(http::status::service_unavailable, "the database cannot be read just now");
  std::vector<store::record_row> rows;
  if (const std::string problem = from->find(query, rows); !problem.empty())
    return refuse(http::status::service_unavailable, problem);
  if (!audit(what, "records", rows).empty())
    return refuse(http::status::service_unavailable, "the audit log cannot be written");
  const bool lines = what.request.accept.find(ndjson) != std::string::npos;
  api_response out;
  std::string& body = out.body;
  const std::string next = rows.size() == query.limit ? std::to_string(rows.back().number) : "";
  if (!lines) body = "{\"records\":[";
  for (const store::record_row& each : rows) {
    if (!lines && &each != &rows.front()) body += ',';
    body += "{\"number\":\"" + std::to_string(each.number) + "\",\"item\":" + each.line + "}";
    if (lines) body += '\n';
  }
  if (!lines) body += next.empty() ? "]}" : "],\"cursor\":\"" + next + "\"}";
  if (lines) out.type = ndjson;
  if (lines && !next.empty()) body += "{\"cursor\":\"" + next + "\"}\n";
  return out;
}

// One that this user may not see is as one that is not there.
api_response api::record(const asked& what, const std::string& id, form as) {
  store::record_query query;
  query.id = id;
  query.limit = 1;
  if (what.who->role == role::viewer) {
    if (what.who->liids.empty()) return refuse(http::status::not_found, "there is no such record");
    query.liids = what.who->liids;
  }
  lent_reader from(*this);
  if (!from) return refuse(http::status::service_unavailable, "the database cannot be read just now");
  std::vector<store::record_row> rows;
  if (const std::string problem = from->find(query, rows); !problem.empty())
    return refuse(http::status::service_unavailable, problem);
  if (rows.empty()) return refuse(http::status::not_found, "there is no such record");
  const char* const action = as == form::raw ? "raw" : as == form::tree ? "tree" : "record";
  if (!audit(what, action, rows).empty())
    return refuse(http::status::service_unavailable, "the audit log cannot be written");
  api_response out;
  if (as == form::line) {
    out.body = rows.front().line;
    return out;
  }
  const store::record_row& row = rows.front();
  auto octets =
      store::octets_of_stream(options_.data + "/spool", row.begin, row.stream, row.skip, row.length);
  if (!octets) return refuse(http::status::gone, "its octets are not in the spool any more");
  if (as == form::raw) {
    out.type = "application/octet-stream";
    out.body.assign(octets->begin(), octets->end());
    return out;
  }
  // where all is decoded that others sent
  if (!of_.ask(question::tree, *octets, out.body))
    return refuse(http::status::service_unavailable, "the decoder does not answer just now");
  out.type = "text/plain; charset=utf-8";
  return out;
}

api_response api::volumes(const asked& what) {
  store::record_query query;
  if (const std::string wrong = read_query(what.target, query, {"liid", "from", "to"}); !wrong.empty())
    return refuse(http::status::bad_request, wrong);
  if (query.liids.size() != 1) return refuse(http::status::bad_request, "liid: one is needed");
  if (!may_see(*what.who, query.liids[0])) return refuse(http::status::forbidden, "not of that LIID");
  lent_reader from(*this);
  if (!from) return refuse(http::status::service_unavailable, "the database cannot be read just now");
  std::vector<store::volume_row> rows;
  if (const std::string problem =
          from->volumes(query.liids[0], query.from.value_or(INT64_MIN), query.to.value_or(INT64_MAX), rows);
      !problem.empty())
    return refuse(http::status::service_unavailable, problem);
  if (!audit(what, "volumes", {}).empty())
    return refuse(http::status::service_unavailable, "the audit log cannot be written");
  return made([&](json& to) {
    to.StartObject();
    list(to, "volumes", rows, [&to](const store::volume_row& each) {
      time(to, "minute", {each.minute});
      if (each.cin >= 0) member(to, "cin", static_cast<std::uint64_t>(each.cin));
      member(to, "packets", each.packets);
      member(to, "octets", each.octets);
    });
    to.EndObject();
  });
}

api_response api::links(const asked&) {
  return made([&](json& to) {
    to.StartObject();
    list(to, "listeners", of_.links().ports(), [&to](const connections::open_port& each) {
      member(to, "name", each.listener);
      member(to, "address", text_of(each.at));
      text(to, "tls");
      to.Bool(each.tls);
    });
    list(to, "links", of_.links().links(), [&to](const link_state& each) {
      member(to, "operator", each.operator_name);
      member(to, "listener", each.listener);
      member(to, "link", each.link);
      member(to, "tls", each.tls);
      member(to, "subject", each.subject);
      time(to, "since", each.since);
      time(to, "last", each.last);
      member(to, "octets", each.octets);
      member(to, "pdus", each.pdus);
      member(to, "keep_alives", each.keep_alives);
      text(to, "waits_for_room");
      to.Bool(each.waits_for_room);
    });
    to.EndObject();
  });
}

api_response api::alarms_now(const asked&) {
  return made([&](json& to) {
    to.StartObject();
    list(to, "alarms", alarms_.all(), [&to](const alarm& each) {
      member(to, "name", each.name);
      member(to, "text", each.text);
      time(to, "since", each.since);
      member(to, "times", each.times);
      text(to, "active");
      to.Bool(each.active);
    });
    to.EndObject();
  });
}

api_response api::ledger(const asked&) {
  api_response out;
  if (!of_.ask(question::ledger, {}, out.body))
    return refuse(http::status::service_unavailable, "the decoder does not answer just now");
  return out;
}

// The log's last lines.
api_response api::audit_lines(const asked& what) {
  if (!audit(what, "audit", {}).empty())
    return refuse(http::status::service_unavailable, "the audit log cannot be written");
  constexpr std::streamoff most = 1 << 20;
  std::ifstream from(options_.data + "/audit.jsonl", std::ios::binary | std::ios::ate);
  const std::streamoff size = from.tellg();
  from.seekg(std::max<std::streamoff>(0, size - most));
  std::string line;
  if (size > most) std::getline(from, line);
  api_response out;
  out.type = ndjson;
  while (std::getline(from, line) && !from.eof()) out.body += line + "\n";
  return out;
}

api_response api::metrics(const asked&) {
  api_response out;
  out.type = "text/plain; version=0.0.4; charset=utf-8";
  out.body = metrics_of(of_, alarms_);
  return out;
}

std::vector<user_config> users_of(const http_config& how, const std::string& data, alarms& said) {
  if (!how.users.empty()) return how.users;
  const std::string path = data + "/token";
  std::string token;
  {
    std::ifstream known(path, std::ios::binary);
    std::getline(known, token);
  }
  if (token.empty()) {
    token = random_token();
    if (const int error = store::replace_file(path, as_bytes(token + "\n")); error != 0) {
      said.raise("token", store::text_of_errno(error));
      return {};
    }
  }
  user_config administrator;
  administrator.name = "administrator";
  administrator.role = role::administrator;
  administrator.token = hash_of_token(token);
  return {administrator};
}

} // namespace lihi::service
