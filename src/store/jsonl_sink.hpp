// A sink of JSON Lines: files in a folder, one after the other. The one being written ends in ".part"; it
// gets its name when it is full, or old enough. Each line is there once, whatever happened in between.
#pragma once

#include "store/file.hpp"
#include "store/sink.hpp"

#include <chrono>

namespace lihi::store {

struct jsonl_options {
  std::string folder, cursor; // the cursor is a file
  std::uint64_t rotate_octets = 256u << 20;
  std::chrono::seconds rotate_time{3600};
};

class jsonl_target final : public sink_target {
 public:
  explicit jsonl_target(jsonl_options options) : options_(std::move(options)) {}

  std::string open(position& next) override;
  std::string take(const entry& at, const item_entry& item) override;
  std::string settle(position next) override;

 private:
  struct cursor {
    std::string name = "lihi-jsonl-1";
    position next = 0;
    std::uint64_t number = 0; // of the file
    std::uint64_t octets = 0; // in it
    std::int64_t begun = 0;   // microseconds
    template <class S, class V>
    static void fields(S& s, V&& v) {
      v(s.name);
      v(s.next);
      v(s.number);
      v(s.octets);
      v(s.begun);
    }
  };

  [[nodiscard]] std::string path(bool part) const;
  [[nodiscard]] std::string rotate();
  [[nodiscard]] std::string flush();

  jsonl_options options_;
  cursor at_;
  file file_;
  std::vector<std::uint8_t> held_;
};

} // namespace lihi::store
