// A sink of JSON Lines to a Unix socket, or to a TCP port. A line is handed on when the other side's system
// has it; what was on its way when the connection broke is sent again on the next one.
#pragma once

#include "store/sink.hpp"

#include <memory>

namespace lihi::store {

struct stream_options {
  std::string path;    // of a Unix socket; "": TCP
  std::string address; // an IP address
  std::uint16_t port = 0;
  std::string cursor; // a file
};

class stream_target final : public sink_target {
 public:
  explicit stream_target(stream_options options);
  ~stream_target() override;

  std::string open(position& next) override;
  std::string take(const entry& at, const item_entry& item) override;
  std::string settle(position next) override;

 private:
  [[nodiscard]] std::string flush();
  [[nodiscard]] std::string wait_until_taken();

  stream_options options_;
  int socket_ = -1;
  std::string held_;
};

} // namespace lihi::store
