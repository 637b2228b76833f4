// A sink that posts JSON Lines to a URL, by Boost.Beast: a batch is handed on when the answer is a 2xx, and
// posted again until then.
#pragma once

#include "service/tls.hpp"
#include "store/sink.hpp"

#include <memory>
#include <string>

namespace lihi::service {

struct hook_options {
  bool tls = false;
  std::string host, port, target;
  std::string authorities; // of TLS: whose certificate the other side must have, PEM
  std::string token_file;  // of a bearer token; "": none
  std::string cursor;      // a file
};
// "http://127.0.0.1:8080/path"; false when it is none of http or https.
[[nodiscard]] bool parse_url(const std::string& url, hook_options& out);

class hook_target final : public store::sink_target {
 public:
  explicit hook_target(hook_options options);
  ~hook_target() override;

  std::string open(store::position& next) override;
  std::string take(const store::entry& at, const store::item_entry& item) override;
  std::string settle(store::position next) override;

 private:
  struct connection;
  [[nodiscard]] std::string connect();
  [[nodiscard]] std::string post();

  hook_options options_;
  std::string token_, held_;
  std::shared_ptr<ssl::context> tls_;
  std::unique_ptr<connection> connection_;
  bool closed_ = false; // by the other side, behind its last answer
};

} // namespace lihi::service
