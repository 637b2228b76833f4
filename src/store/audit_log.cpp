#include "store/audit_log.hpp"

#include "core/text.hpp"
#include "core/time.hpp"
#include "store/hash_of.hpp"

#include <fstream>
#include <rapidjson/document.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

namespace lihi::store {
namespace {

std::string hash_of_line(std::string_view line) {
  hash_of all;
  all.add(as_bytes(line));
  text_buffer out;
  append_hex(out, all.so_far());
  return std::string(out.view());
}

std::string line_of(const audit_entry& what, moment now, const std::string& previous) {
  rapidjson::StringBuffer out;
  rapidjson::Writer<rapidjson::StringBuffer> to(out);
  char time[rfc3339_size];
  to.StartObject();
  to.Key("time");
  to.String(time, static_cast<rapidjson::SizeType>(write_rfc3339(time, now)));
  for (const auto& [name, value] :
       {std::pair("who", &what.who), std::pair("from", &what.from), std::pair("what", &what.what)}) {
    to.Key(name);
    to.String(value->c_str(), static_cast<rapidjson::SizeType>(value->size()));
  }
  to.Key("records");
  to.StartArray();
  for (const std::string& each : what.records) to.String(each.c_str());
  to.EndArray();
  to.Key("previous");
  to.String(previous.c_str());
  to.EndObject();
  return {out.GetString(), out.GetSize()};
}

} // namespace

std::string check_audit(const std::string& path, function_ref<void(std::uint64_t, std::string_view)> each,
                        std::string& last, std::uint64_t& lines, const std::string& wanted, bool& found) {
  std::ifstream from(path, std::ios::binary);
  if (!from) return "cannot be opened";
  lines = 0;
  last = std::string(64, '0');
  for (std::string line; std::getline(from, line);
       last = hash_of_line(line), found = found || last == wanted) {
    ++lines;
    rapidjson::Document one;
    one.Parse<rapidjson::kParseIterativeFlag>(line.data(), line.size());
    if (one.HasParseError() || !one.IsObject()) {
      each(lines, "is no whole line: it was torn off, or changed");
      continue;
    }
    if (!one.HasMember("previous") || !one["previous"].IsString() || last != one["previous"].GetString())
      each(lines,
           "does not follow the line before: one of them was changed, or lines between were taken out");
  }
  return from.bad() ? "cannot be read" : "";
}

std::string audit_log::open(const std::string& path, bool& broken) {
  broken = false;
  bool found = false;
  std::uint64_t lines = 0;
  if (const int error = file_.open(path, O_RDWR | O_CREAT); error != 0) return text_of_errno(error);
  if (std::string problem = check_audit(
          path, [&](std::uint64_t, std::string_view) { broken = true; }, last_, lines, "", found);
      !problem.empty())
    return problem;
  int error = file_.size(end_);
  std::uint8_t octet = '\n';
  std::size_t read = 0;
  if (error == 0 && end_ != 0) error = file_.read_at(end_ - 1, {&octet, 1}, read);
  if (error == 0 && octet != '\n') error = file_.write_at(end_++, as_bytes("\n")); // what was torn off stays
  return error == 0 ? "" : text_of_errno(error);
}

std::string audit_log::add(const audit_entry& what, moment now) {
  const std::lock_guard lock(mutex_);
  const std::string line = line_of(what, now, last_);
  int error = file_.write_at(end_, as_bytes(line + "\n"));
  if (error == 0) error = file_.sync();
  if (error != 0) { // nothing is left of it
    (void)file_.truncate(end_);
    return text_of_errno(error);
  }
  end_ += line.size() + 1;
  last_ = hash_of_line(line);
  return "";
}

} // namespace lihi::store
