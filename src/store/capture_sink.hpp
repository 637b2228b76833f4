// A sink of content: in a folder for each day of arrival (UTC), packets of a session as one pcapng and all
// else as a file each. Each packet is there once, whatever happened in between.
#pragma once

#include "store/file.hpp"
#include "store/sink.hpp"
#include "write/content_writer.hpp"

#include <map>
#include <optional>
#include <vector>

namespace lihi::store {

// A piece as the octets of an item; nothing when they are none, or its names lead elsewhere.
[[nodiscard]] std::vector<std::uint8_t> packed_piece(const content_piece& from);
[[nodiscard]] std::optional<content_piece> piece_of(bytes from);

struct capture_options {
  std::string folder, cursor; // the cursor is a file
};

class capture_target final : public sink_target, content_output {
 public:
  explicit capture_target(capture_options options) : options_(std::move(options)) {}

  [[nodiscard]] bool wants(item_kind kind) const noexcept override { return kind == item_kind::content; }
  std::string open(position& next) override;
  std::string take(const entry& at, const item_entry& item) override;
  std::string settle(position next) override;

 private:
  struct cursor;

  // Of content_output: kept until settle().
  bool append(const std::string& file, bytes octets) override;
  bool create(const std::string& file, bytes octets, bool& fresh) override;
  [[nodiscard]] std::string path(const std::string& file) const { return options_.folder + "/" + file; }
  [[nodiscard]] int undo(const cursor& last) const;
  [[nodiscard]] int write_held() const;

  capture_options options_;
  position next_ = 0; // behind what is there for certain
  std::string day_;   // "2026-11-26": the folder at hand
  std::optional<content_writer> writer_;
  std::map<std::string, std::vector<std::uint8_t>> held_; // by files
};

} // namespace lihi::store
