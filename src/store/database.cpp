#include "store/database.hpp"

#include "store/item_fields.hpp"

#include <SQLiteCpp/SQLiteCpp.h>
#include <algorithm>
#include <cmath>
#include <fmt/format.h>
#include <numbers>
#include <sqlite3.h>

namespace lihi::store {
namespace {

constexpr int version = 1;                  // of the tables
constexpr int busy_milliseconds = 2000;     // somebody else locks it
constexpr std::int64_t minute = 60'000'000; // microseconds

// `n` is the item's position in the log of items. Text is looked for by its words (FTS5), which keeps no
// copy.
constexpr auto tables = R"sql(
CREATE TABLE records (
  n INTEGER PRIMARY KEY, id TEXT, kind TEXT NOT NULL, liid TEXT, operator TEXT, cin INTEGER, sequence INTEGER,
  interface TEXT, event TEXT, time INTEGER NOT NULL, arrived INTEGER NOT NULL, latitude REAL, longitude REAL,
  stream INTEGER NOT NULL, begin INTEGER NOT NULL, skip INTEGER NOT NULL, length INTEGER NOT NULL, line TEXT NOT NULL);
CREATE INDEX records_by_liid ON records (liid, n);
CREATE INDEX records_by_cin ON records (cin, n) WHERE cin IS NOT NULL;
CREATE INDEX records_by_event ON records (event, n);
CREATE INDEX records_by_time ON records (time);
CREATE INDEX records_by_id ON records (id);
CREATE INDEX records_by_place ON records (latitude, longitude) WHERE latitude IS NOT NULL;
CREATE TABLE identities (value TEXT NOT NULL, n INTEGER NOT NULL, PRIMARY KEY (value, n)) WITHOUT ROWID;
CREATE TABLE cells (value TEXT NOT NULL, n INTEGER NOT NULL, PRIMARY KEY (value, n)) WITHOUT ROWID;
CREATE VIRTUAL TABLE words USING fts5 (text, content='');
CREATE TABLE volumes (liid TEXT NOT NULL, minute INTEGER NOT NULL, cin INTEGER NOT NULL, packets INTEGER NOT NULL,
  octets INTEGER NOT NULL, PRIMARY KEY (liid, minute, cin)) WITHOUT ROWID;
CREATE TABLE cursor (next INTEGER NOT NULL);
INSERT INTO cursor VALUES (0);
)sql";

template <class T>
void put(SQLite::Statement& to, int at, const std::optional<T>& value) {
  if (value)
    to.bind(at, *value);
  else
    to.bind(at);
}
void put_text(SQLite::Statement& to, int at, const std::string& value) {
  if (value.empty())
    to.bind(at);
  else
    to.bind(at, value);
}

std::int64_t number(position of) { return static_cast<std::int64_t>(of); }

} // namespace

struct database_target::statements {
  explicit statements(SQLite::Database& of)
      : record(of, "INSERT OR IGNORE INTO records VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)"),
        identity(of, "INSERT OR IGNORE INTO identities VALUES (?,?)"),
        cell(of, "INSERT OR IGNORE INTO cells VALUES (?,?)"),
        words(of, "INSERT INTO words (rowid, text) VALUES (?,?)"),
        volume(of, "INSERT INTO volumes VALUES (?,?,?,1,?) ON CONFLICT DO UPDATE SET packets = packets + 1, "
                   "octets = "
                   "octets + excluded.octets"),
        cursor(of, "UPDATE cursor SET next = ?") {}
  SQLite::Statement record, identity, cell, words, volume, cursor;
  std::unique_ptr<SQLite::Transaction> transaction;
};

database_target::database_target(database_options options) : options_(std::move(options)) {}
database_target::~database_target() = default;

std::string database_target::open(position& next) {
  statements_.reset();
  database_.reset();
  try {
    database_ = std::make_unique<SQLite::Database>(
        options_.file, SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE, busy_milliseconds);
    database_->exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = OFF");
    const int found = database_->execAndGet("PRAGMA user_version").getInt();
    if (found == 0) {
      SQLite::Transaction all(*database_);
      database_->exec(tables);
      database_->exec(fmt::format("PRAGMA user_version = {}", version));
      all.commit();
    } else if (found != version) {
      return fmt::format("its tables are of version {}, not {}", found, version);
    }
    next = static_cast<position>(database_->execAndGet("SELECT next FROM cursor").getInt64());
    statements_ = std::make_unique<statements>(*database_);
  } catch (const SQLite::Exception& wrong) {
    return wrong.getErrorStr();
  }
  return "";
}

std::string database_target::take(const entry& at, const item_entry& item) {
  item_fields fields;
  if (!read_item(item.line, fields)) return "";
  try {
    statements& to = *statements_;
    if (!to.transaction)
      to.transaction =
          std::make_unique<SQLite::Transaction>(*database_, SQLite::TransactionBehavior::IMMEDIATE);
    const std::int64_t n = number(at.at);
    const std::int64_t time = fields.time.value_or(at.when.microseconds);
    const auto run = [](SQLite::Statement& one) {
      one.exec();
      one.reset();
    };
    const bool again = duplicate_ && duplicate_ == fields.sequence && duplicate_liid_ == fields.liid;
    if (!again) duplicate_.reset(); // a PDU may have several
    if (fields.kind == "duplicate") {
      duplicate_ = fields.first;
      duplicate_liid_ = fields.liid;
    }
    if (fields.kind == "cc" && !fields.liid.empty() && !again) {
      to.volume.bind(1, fields.liid);
      to.volume.bind(2, time / minute * minute);
      to.volume.bind(3, fields.cin.value_or(-1));
      to.volume.bind(4, number(fields.content_octets));
      run(to.volume);
    }
    if (fields.kind == "cc" && !options_.content_records) return "";
    to.record.bind(1, n);
    put_text(to.record, 2, fields.id);
    to.record.bind(3, fields.kind);
    put_text(to.record, 4, fields.liid);
    put_text(to.record, 5, fields.operator_id);
    put(to.record, 6, fields.cin);
    put(to.record, 7, fields.sequence);
    put_text(to.record, 8, fields.interface);
    put_text(to.record, 9, fields.event);
    to.record.bind(10, time);
    to.record.bind(11, at.when.microseconds);
    put(to.record, 12, fields.latitude);
    put(to.record, 13, fields.longitude);
    to.record.bind(14, static_cast<std::int64_t>(at.stream));
    to.record.bind(15, number(item.begin));
    to.record.bind(16, static_cast<std::int64_t>(item.skip));
    to.record.bind(17, static_cast<std::int64_t>(item.length));
    to.record.bind(18, std::string(item.line));
    run(to.record);
    for (const auto& [values, into] :
         {std::pair(&fields.identities, &to.identity), std::pair(&fields.cells, &to.cell)})
      for (const std::string& each : *values) {
        into->bind(1, each);
        into->bind(2, n);
        run(*into);
      }
    if (!fields.text.empty()) {
      to.words.bind(1, n);
      to.words.bind(2, fields.text);
      run(to.words);
    }
  } catch (const SQLite::Exception& wrong) {
    return wrong.getErrorStr();
  }
  return "";
}

std::string database_target::settle(position next) {
  try {
    if (!statements_->transaction)
      statements_->transaction =
          std::make_unique<SQLite::Transaction>(*database_, SQLite::TransactionBehavior::IMMEDIATE);
    statements_->cursor.bind(1, number(next));
    statements_->cursor.exec();
    statements_->cursor.reset();
    statements_->transaction->commit();
    statements_->transaction.reset();
  } catch (const SQLite::Exception& wrong) {
    return wrong.getErrorStr();
  }
  return "";
}

// ---- reading

database_reader::database_reader(std::unique_ptr<SQLite::Database> database)
    : database_(std::move(database)), until_(std::make_unique<std::chrono::steady_clock::time_point>()) {
  ::sqlite3_progress_handler(
      database_->getHandle(), 1000,
      [](void* until) {
        return std::chrono::steady_clock::now() > *static_cast<std::chrono::steady_clock::time_point*>(until)
                   ? 1
                   : 0;
      },
      until_.get());
}
database_reader::~database_reader() = default;
database_reader::database_reader(database_reader&&) noexcept = default;
database_reader& database_reader::operator=(database_reader&&) noexcept = default;

std::unique_ptr<database_reader> database_reader::open(const std::string& file, std::string& why) {
  try {
    return std::unique_ptr<database_reader>(new database_reader(
        std::make_unique<SQLite::Database>(file, SQLite::OPEN_READONLY, busy_milliseconds)));
  } catch (const SQLite::Exception& wrong) {
    why = wrong.getErrorStr();
    return nullptr;
  }
}

namespace {

constexpr double metres_a_degree = 111'195; // of latitude; a sphere of 6371 km

double metres_between(double a_latitude, double a_longitude, double b_latitude, double b_longitude) {
  constexpr double radian = std::numbers::pi / 180;
  const double x = std::sin((b_latitude - a_latitude) * radian / 2);
  const double y = std::sin((b_longitude - a_longitude) * radian / 2);
  const double h = x * x + std::cos(a_latitude * radian) * std::cos(b_latitude * radian) * y * y;
  return 2 * 6'371'000 * std::asin(std::sqrt(std::min(1.0, h)));
}

// Every word of it, as it is: what FTS5 would take for its own syntax is quoted.
std::string fts_query(const std::string& words) {
  std::string out;
  std::size_t at = 0;
  while (at < words.size()) {
    const std::size_t begin = words.find_first_not_of(' ', at);
    if (begin == std::string::npos) break;
    at = std::min(words.find(' ', begin), words.size());
    out += out.empty() ? "\"" : " \"";
    for (const char each : words.substr(begin, at - begin))
      out += each == '"' ? std::string("\"\"") : std::string(1, each);
    out += '"';
  }
  return out;
}

// Conditions and their values, in order.
class conditions {
 public:
  void add(const std::string& text) { text_ += (text_.empty() ? " WHERE " : " AND ") + text; }
  template <class T>
  void add(const std::string& text, const T& value) {
    add(text);
    values_.push_back([value](SQLite::Statement& to, int at) { to.bind(at, value); });
  }
  void add_any_of(const std::string& column, const std::vector<std::string>& values) {
    std::string marks;
    for (const std::string& each : values) {
      marks += marks.empty() ? "?" : ",?";
      values_.push_back([each](SQLite::Statement& to, int at) { to.bind(at, each); });
    }
    add(column + " IN (" + marks + ")");
  }
  [[nodiscard]] const std::string& text() const noexcept { return text_; }
  void bind_all(SQLite::Statement& to) const {
    int at = 0;
    for (const auto& each : values_) each(to, ++at);
  }

 private:
  std::string text_;
  std::vector<std::function<void(SQLite::Statement&, int)>> values_;
};

} // namespace

std::string database_reader::find(const record_query& what, std::vector<record_row>& out) {
  out.clear();
  *until_ = std::chrono::steady_clock::now() + patience;
  conditions where;
  if (!what.liids.empty()) where.add_any_of("liid", what.liids);
  if (what.id) where.add("id = ?", *what.id);
  if (what.event) where.add("event = ?", *what.event);
  if (what.kind == "record")
    where.add("id IS NOT NULL");
  else if (what.kind)
    where.add("kind = ?", *what.kind);
  if (what.cin) where.add("cin = ?", *what.cin);
  if (what.from) where.add("time >= ?", *what.from);
  if (what.to) where.add("time < ?", *what.to);
  if (what.identity) where.add("n IN (SELECT n FROM identities WHERE value = ?)", *what.identity);
  if (what.cell) where.add("n IN (SELECT n FROM cells WHERE value = ?)", *what.cell);
  if (what.words) {
    const std::string query = fts_query(*what.words);
    if (query.empty()) return "";
    where.add("n IN (SELECT rowid FROM words WHERE words MATCH ?)", query);
  }
  if (what.near) {
    const double high = what.near->metres / metres_a_degree;
    where.add("latitude >= ?", what.near->latitude - high);
    where.add("latitude <= ?", what.near->latitude + high);
  }
  if (what.cursor) where.add(what.oldest_first ? "n > ?" : "n < ?", number(*what.cursor));
  try {
    SQLite::Statement all(
        *database_,
        "SELECT n, id, liid, kind, line, stream, begin, skip, length, latitude, longitude FROM records" +
            where.text() + " ORDER BY n" + (what.oldest_first ? "" : " DESC"));
    where.bind_all(all);
    while (out.size() < what.limit && all.executeStep()) {
      if (what.near && metres_between(what.near->latitude, what.near->longitude, all.getColumn(9).getDouble(),
                                      all.getColumn(10).getDouble()) > what.near->metres)
        continue;
      record_row& one = out.emplace_back();
      one.number = static_cast<position>(all.getColumn(0).getInt64());
      one.id = all.getColumn(1).getString();
      one.liid = all.getColumn(2).getString();
      one.kind = all.getColumn(3).getString();
      one.line = all.getColumn(4).getString();
      one.stream = static_cast<std::uint32_t>(all.getColumn(5).getInt64());
      one.begin = static_cast<position>(all.getColumn(6).getInt64());
      one.skip = static_cast<std::uint32_t>(all.getColumn(7).getInt64());
      one.length = static_cast<std::uint32_t>(all.getColumn(8).getInt64());
    }
  } catch (const SQLite::Exception& wrong) {
    return wrong.getErrorCode() == SQLITE_INTERRUPT ? "the query takes too long" : wrong.getErrorStr();
  }
  return "";
}

std::string database_reader::volumes(const std::string& liid, std::int64_t from, std::int64_t to,
                                     std::vector<volume_row>& out) {
  out.clear();
  *until_ = std::chrono::steady_clock::now() + patience;
  constexpr std::size_t most = 100'000;
  try {
    SQLite::Statement all(
        *database_, "SELECT minute, cin, packets, octets FROM volumes WHERE liid = ? AND minute >= ? AND "
                    "minute < ? ORDER BY minute, cin LIMIT ?");
    all.bind(1, liid);
    all.bind(2, from);
    all.bind(3, to);
    all.bind(4, static_cast<std::int64_t>(most));
    while (all.executeStep())
      out.push_back({all.getColumn(0).getInt64(), all.getColumn(1).getInt64(),
                     static_cast<std::uint64_t>(all.getColumn(2).getInt64()),
                     static_cast<std::uint64_t>(all.getColumn(3).getInt64())});
  } catch (const SQLite::Exception& wrong) {
    return wrong.getErrorCode() == SQLITE_INTERRUPT ? "the query takes too long" : wrong.getErrorStr();
  }
  return "";
}

} // namespace lihi::store
