// Records in SQLite, for those who look for some of them: a sink that writes, and readers.
#pragma once

#include "store/sink.hpp"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace SQLite {
class Database;
}

namespace lihi::store {

struct database_options {
  std::string file;
  bool content_records = true; // a row for each record of CC; else its volume alone
};

class database_target final : public sink_target {
 public:
  explicit database_target(database_options options);
  ~database_target() override;

  std::string open(position& next) override;
  std::string take(const entry& at, const item_entry& item) override;
  std::string settle(position next) override;

 private:
  struct statements;
  database_options options_;
  std::unique_ptr<SQLite::Database> database_;
  std::unique_ptr<statements> statements_;
  // The duplicate that the last item told of: its record follows, and its content was counted before.
  std::string duplicate_liid_;
  std::optional<std::int64_t> duplicate_;
};

// What is looked for; what is not given does not matter.
struct record_query {
  std::vector<std::string> liids; // any of them; those who may see some alone ask for these
  std::optional<std::string> event, id, identity, cell, words;
  std::optional<std::string> kind;           // of an item; "record": any record
  std::optional<std::int64_t> cin, from, to; // times in microseconds: [from, to)
  struct circle {
    double latitude = 0, longitude = 0, metres = 0;
  };
  std::optional<circle> near;
  std::optional<position> cursor; // behind the row of that number
  bool oldest_first = false;
  std::size_t limit = 100;
};

struct record_row {
  position number = 0; // rows are in its order
  std::string id, liid, kind, line;
  std::uint32_t stream = 0;
  position begin = 0;
  std::uint32_t skip = 0, length = 0;
};

// Content of a LIID, by the minute.
struct volume_row {
  std::int64_t minute = 0; // microseconds
  std::int64_t cin = -1;   // -1: none
  std::uint64_t packets = 0, octets = 0;
};

class database_reader {
 public:
  ~database_reader();
  database_reader(database_reader&&) noexcept;
  database_reader& operator=(database_reader&&) noexcept;

  // Null, and why, when it cannot be opened.
  [[nodiscard]] static std::unique_ptr<database_reader> open(const std::string& file, std::string& why);

  // What is wrong, or "". A query that takes longer than `patience` ends with that.
  [[nodiscard]] std::string find(const record_query& what, std::vector<record_row>& out);
  [[nodiscard]] std::string volumes(const std::string& liid, std::int64_t from, std::int64_t to,
                                    std::vector<volume_row>& out);

  static constexpr std::chrono::seconds patience{10};

 private:
  explicit database_reader(std::unique_ptr<SQLite::Database> database);
  std::unique_ptr<SQLite::Database> database_;
  std::unique_ptr<std::chrono::steady_clock::time_point> until_;
};

} // namespace lihi::store
