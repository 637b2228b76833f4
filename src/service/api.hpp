// What is asked over HTTP, and its answers: docs/openapi.json. Knows no sockets.
#pragma once

#include "service/access.hpp"
#include "service/config.hpp"
#include "service/receiver.hpp"
#include "store/audit_log.hpp"
#include "store/database.hpp"

#include <boost/beast/http/status.hpp>
#include <boost/beast/http/verb.hpp>
#include <memory>
#include <mutex>
#include <string>

namespace lihi::service {

struct api_request {
  boost::beast::http::verb method = boost::beast::http::verb::get;
  std::string target;        // as in the request line
  std::string authorization; // header
  std::string accept;        // header
  std::string subject;       // of the client's certificate
  std::string address;       // of the client
};

struct api_response {
  boost::beast::http::status status = boost::beast::http::status::ok;
  std::string type = "application/json", body;
  std::string allow; // header, when the method is not
};

// Parameters of a query, checked.
struct live_filter {
  std::vector<std::string> liids; // of these alone; empty: all
  std::string event, kind;
};

class api {
 public:
  api(const config& options, receiver& of, alarms& said);

  // "", or what is wrong.
  [[nodiscard]] std::string open();
  // Any thread; may take as long as a query does.
  [[nodiscard]] api_response answer(const api_request& to);

  // For /v1/live: whose it is, or the response that refuses it.
  [[nodiscard]] known_user live(const api_request& of, std::string_view token, live_filter& filter,
                                api_response& refused);
  [[nodiscard]] std::string audit(const store::audit_entry& what);
  // Users as that has them; any thread.
  void reload(const http_config& fresh);
  [[nodiscard]] bool knows(const known_user& who) const { return access_.knows(who); }

 private:
  class lent_reader;
  struct asked; // a request, taken apart

  api_response records(const asked& what);
  enum class form : std::uint8_t { line, raw, tree };
  api_response record(const asked& what, const std::string& id, form as);
  api_response volumes(const asked& what);
  api_response links(const asked& what);
  api_response alarms_now(const asked& what);
  api_response ledger(const asked& what);
  api_response audit_lines(const asked& what);
  api_response metrics(const asked& what);
  [[nodiscard]] std::string audit(const asked& what, const char* action,
                                  const std::vector<store::record_row>& rows);

  const config& options_;
  receiver& of_;
  alarms& alarms_;
  access access_; // nobody before open()
  store::audit_log audit_;
  std::mutex mutex_;
  std::vector<std::unique_ptr<store::database_reader>> readers_; // that nobody uses
};

// Of users that a configuration names, or, when it names none, one whose token is in a file of the data
// folder.
[[nodiscard]] std::vector<user_config> users_of(const http_config& how, const std::string& data,
                                                alarms& said);

} // namespace lihi::service
