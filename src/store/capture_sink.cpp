#include "store/capture_sink.hpp"

#include "core/text_buffer.hpp"
#include "core/time.hpp"
#include "store/cursor.hpp"

#include <cerrno>
#include <filesystem>
#include <set>
#include <unistd.h>

namespace lihi::store {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t most_type = 32;

template <class S, class V>
void fields_of(S& s, V&& v) {
  v(s.is);
  v(s.session);
  v(s.label);
  v(s.link);
  v(s.way);
  v(s.point);
  v(s.missing);
  v(s.name);
  v(s.about);
  v(s.type);
}

// A file that is not there has no octets.
int size_of(const std::string& path, std::uint64_t& octets) {
  octets = 0;
  file one;
  const int error = one.open(path, O_RDONLY);
  if (error == ENOENT) return 0;
  return error != 0 ? error : one.size(octets);
}

} // namespace

std::vector<std::uint8_t> packed_piece(const content_piece& from) {
  state_writer to;
  fields_of(from, to);
  to(from.at.has_value());
  to(from.at.value_or(moment()).microseconds);
  to(from.octets);
  return to.take();
}

std::optional<content_piece> piece_of(bytes from) {
  content_piece out;
  state_reader reader(from);
  fields_of(out, reader);
  bool timed = false;
  moment at;
  reader(timed);
  reader(at.microseconds);
  out.octets = reader.view();
  if (timed) out.at = at;
  const bool file = out.is == content_piece::shape::file;
  const bool named =
      is_content_name(out.session) &&
      (!file || (is_content_name(out.name) && is_content_name(out.type) && out.type.size() <= most_type));
  if (reader.bad() || !reader.at_end() || !named || out.is < content_piece::shape::packet ||
      out.is > content_piece::shape::event)
    return std::nullopt;
  return out;
}

// What files had before they were written to, until all of it is on the disk.
struct capture_target::cursor {
  std::string name = "lihi-captures-1";
  position next = 0;
  std::vector<std::uint8_t> files; // their names and lengths, one behind the other

  template <class S, class V>
  static void fields(S& s, V&& v) {
    v(s.name);
    v(s.next);
    v(s.files);
  }
};

int capture_target::undo(const cursor& last) const {
  state_reader from(last.files);
  while (!from.at_end()) {
    std::string name;
    std::uint64_t octets = 0;
    from(name);
    from(octets);
    if (from.bad()) return EINVAL;
    if (octets == 0) {
      if (::unlink(path(name).c_str()) != 0 && errno != ENOENT) return errno;
      continue;
    }
    file one;
    int error = one.open(path(name), O_WRONLY);
    if (error == ENOENT) continue; // somebody put it elsewhere
    std::uint64_t has = 0;
    if (error == 0) error = one.size(has);
    if (error == 0 && has > octets) error = one.truncate(octets);
    if (error == 0) error = one.sync();
    if (error != 0) return error;
  }
  return 0;
}

std::string capture_target::open(position& next) {
  held_.clear();
  writer_.reset();
  day_.clear();
  std::error_code problem;
  fs::create_directories(options_.folder, problem);
  if (problem) return problem.message();
  const cursor last = read_cursor<cursor>(options_.cursor).value_or(cursor());
  if (const int error = undo(last); error != 0) return options_.folder + ": " + text_of_errno(error);
  next = next_ = last.next;
  return "";
}

std::string capture_target::take(const entry& at, const item_entry& item) {
  const auto piece = piece_of(as_bytes(item.line));
  if (!piece) return ""; // no receiver made it
  text_buffer time;
  append_rfc3339(time, at.when);
  const std::string_view day = time.view().substr(0, std::string_view("2026-11-26").size());
  if (!writer_ || day != day_) {
    if (writer_) writer_->finish(); // into the folder of the day before
    day_ = day;
    writer_.emplace(static_cast<content_output&>(*this), true);
  }
  writer_->take(*piece);
  return "";
}

bool capture_target::append(const std::string& file, bytes octets) {
  std::vector<std::uint8_t>& to = held_[day_ + "/" + file];
  to.insert(to.end(), octets.begin(), octets.end());
  return true;
}

bool capture_target::create(const std::string& file, bytes octets, bool& fresh) {
  std::error_code problem;
  fresh = !held_.contains(day_ + "/" + file) && !fs::exists(path(day_ + "/" + file), problem);
  return !fresh || append(file, octets);
}

int capture_target::write_held() const {
  std::set<std::string> folders;
  for (const auto& [name, octets] : held_) {
    const std::string folder = path(name.substr(0, name.find('/')));
    if (folders.insert(folder).second) {
      std::error_code problem;
      fs::create_directory(folder, problem);
      if (!problem) fs::permissions(folder, fs::perms::owner_all, problem); // evidence is nobody else's
      if (problem) return problem.value();
    }
    file one;
    std::uint64_t end = 0;
    int error = one.open(path(name), O_WRONLY | O_CREAT);
    if (error == 0) error = one.size(end);
    if (error == 0) error = one.write_at(end, octets);
    if (error == 0) error = one.sync();
    if (error != 0) return error;
  }
  for (const std::string& each : folders)
    if (const int error = sync_folder(each); error != 0) return error;
  return folders.empty() ? 0 : sync_folder(options_.folder);
}

std::string capture_target::settle(position next) {
  cursor at;
  at.next = next_;
  int error = 0;
  if (!held_.empty()) {
    state_writer files;
    for (const auto& [name, octets] : held_) {
      std::uint64_t has = 0;
      if (error == 0) error = size_of(path(name), has);
      files(name);
      files(has);
    }
    at.files = files.take();
    if (error == 0) error = write_cursor(options_.cursor, at);
    if (error == 0) error = write_held();
    if (error != 0) return options_.folder + ": " + text_of_errno(error);
  }
  at.next = next;
  at.files.clear();
  error = write_cursor(options_.cursor, at);
  if (error != 0) return options_.cursor + ": " + text_of_errno(error);
  next_ = next;
  held_.clear();
  return "";
}

} // namespace lihi::store
