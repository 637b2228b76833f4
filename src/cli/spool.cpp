// lihi spool: what a receiver keeps of what came, looked at from outside.
#include "cli/commands.hpp"
#include "cli/output.hpp"
#include "cli/signals.hpp"
#include "cli/terminal.hpp"
#include "core/text.hpp"
#include "core/time.hpp"
#include "store/log_check.hpp"
#include "store/log_reader.hpp"
#include "store/spool.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <map>

namespace lihi::cli {
namespace {

std::string hex_of(bytes of) {
  text_buffer out;
  append_hex(out, of);
  return std::string(out.view());
}
std::string time_of(std::optional<moment> of) {
  text_buffer out;
  if (of && in_rfc3339(*of)) append_rfc3339(out, *of);
  return std::string(out.view());
}

int cannot(const std::string& folder, const std::string& why) {
  tell(visible(folder) + ": " + visible(why));
  return 2;
}

int ended(const output& out, int status) {
  if (out.failed() && !out.closed()) {
    tell(out.error());
    return 2;
  }
  const int signal = signals::came();
  return signal != 0 ? 128 + signal : status;
}

// What is wrong with a segment, in words.
std::string faults_of(const store::checked_segment& one) {
  std::string out;
  const auto add = [&out](const std::string& what) { out += (out.empty() ? "" : "; ") + what; };
  if (!one.facts.header) add("its header is damaged");
  if (one.removed_before) add("what was before it is not there");
  if (!one.follows) add("the segment before it was changed, or is another one");
  for (const store::damage& each : one.facts.damaged)
    add(fmt::format("octets {} to {} are damaged", each.from, each.to));
  if (one.facts.sealed && !one.facts.seal_holds) add("it was changed since it was sealed");
  if (!one.facts.sealed && !one.is_last) add("it is not sealed");
  if (one.torn() != 0)
    add(fmt::format("{} octets at its end are no whole entry{}", one.torn(), one.may_grow ? " yet" : ""));
  return out;
}

class verifying {
 public:
  explicit verifying(const spool_options& options) : options_(options) {}

  int run() {
    const std::string problem =
        store::check_log(options_.folder, [this](const store::checked_segment& one) { take(one); });
    if (!problem.empty()) return cannot(options_.folder, problem);
    if (!options_.contains.empty() && !found_) {
      good_ = false;
      tell("no segment has the hash that it should contain");
    }
    if (!options_.json) out_.write(fmt::format("{}\n", good_ ? "whole" : "not whole"));
    return ended(out_, good_ ? 0 : 1);
  }

 private:
  void take(const store::checked_segment& one) {
    const std::string hash = hex_of(one.facts.hash), faults = faults_of(one);
    good_ = good_ && one.good();
    found_ = found_ || hash == options_.contains;
    if (options_.json)
      out_.write(fmt::format("{{\"segment\":{},\"octets\":{},\"entries\":{},\"content_octets\":{},\"sealed\":"
                             "{},\"good\":{},\"sha256\":\"{}\"{}}}\n",
                             one.facts.base, one.facts.end - one.facts.base, one.facts.entries,
                             one.facts.octets, one.facts.sealed, one.good(), hash,
                             faults.empty() ? "" : ",\"faults\":\"" + faults + "\""));
    else
      out_.write(fmt::format("{:016x}  {:>11} octets  {:>9} entries  {:27}  {:6}  {}{}\n", one.facts.base,
                             one.facts.end - one.facts.base, one.facts.entries, time_of(one.facts.first),
                             one.facts.sealed ? "sealed" : "open", hash,
                             faults.empty() ? "" : "  " + faults));
  }

  const spool_options& options_;
  output out_;
  bool good_ = true, found_ = false;
};

// Calls for every entry until it returns false. The exit status: 1 when some are damaged.
template <class F>
int for_each_entry(const std::string& folder, store::position from, const F& call) {
  store::log_reader all;
  if (const std::string problem = all.open(folder, from); !problem.empty()) return cannot(folder, problem);
  int status = 0;
  while (signals::came() == 0) {
    store::entry one;
    store::damage gap;
    switch (all.next(one, gap)) {
    case store::log_reader::found::end: return status;
    case store::log_reader::found::failed: return cannot(folder, all.problem());
    case store::log_reader::found::damage:
      tell(fmt::format("octets {} to {} are damaged or were removed", gap.from, gap.to));
      status = 1;
      break;
    case store::log_reader::found::entry:
      if (!call(one)) return status;
    }
  }
  return status;
}

int list(const spool_options& options) {
  struct stream {
    store::position at = 0;
    moment when;
    store::opened_stream about;
    std::uint64_t octets = 0;
  };
  std::map<std::uint32_t, stream> open;
  output out;
  const auto write = [&](const stream& one, std::string_view state) {
    out.write(fmt::format("{:>16}  {:27}  {:12}  {}  {} octets  {}\n", one.at, time_of(one.when),
                          visible(one.about.operator_name), visible(one.about.link), one.octets, state));
  };
  const int status = for_each_entry(options.folder, 0, [&](const store::entry& one) {
    switch (static_cast<store::spool_kind>(one.kind)) {
    case store::spool_kind::started:
      for (const auto& [number, each] : open) write(each, "cut off");
      open.clear();
      break;
    case store::spool_kind::opened:
      if (auto about = store::unpacked<store::opened_stream>(one.octets))
        open[one.stream] = {one.at, one.when, std::move(*about), 0};
      break;
    case store::spool_kind::octets:
    case store::spool_kind::more:
      if (const auto part = store::octets_of(one.octets)) open[one.stream].octets += part->octets.size();
      break;
    case store::spool_kind::overdue: break;
    case store::spool_kind::closed:
      write(open[one.stream], "closed");
      open.erase(one.stream);
      break;
    }
    return !out.failed();
  });
  for (const auto& [number, each] : open) write(each, "open");
  return ended(out, status);
}

// The octets of the stream that was opened there.
int cat(const spool_options& options) {
  output out;
  std::optional<std::uint32_t> stream;
  std::uint64_t came = 0;
  bool hole = false, wrong = false;
  const auto missing = [&](std::uint64_t up_to) {
    hole = true;
    tell(fmt::format("octets {} to {} of the stream are not there", came, up_to));
  };
  const int status = for_each_entry(options.folder, options.from, [&](const store::entry& one) {
    const auto kind = static_cast<store::spool_kind>(one.kind);
    if (!stream) {
      wrong = one.at != options.from || kind != store::spool_kind::opened;
      stream = one.stream;
      return !wrong;
    }
    if (kind == store::spool_kind::started) return false;
    if (one.stream != *stream) return true;
    if (kind == store::spool_kind::closed) {
      const auto about = store::unpacked<store::closed_stream>(one.octets);
      if (about && about->octets != came) missing(about->octets);
      return false;
    }
    if (kind != store::spool_kind::octets && kind != store::spool_kind::more) return true;
    const auto part = store::octets_of(one.octets);
    if (!part) return true;
    if (part->offset != came) missing(part->offset);
    came = part->offset + part->octets.size();
    return out.write(as_text(part->octets));
  });
  if (!stream || wrong)
    return cannot(options.folder, "no stream was opened there: lihi spool list tells where");
  return ended(out, hole ? 1 : status);
}

} // namespace

int spool(const spool_options& options) {
  const signals watched;
  switch (options.what) {
  case spool_options::action::verify: return verifying(options).run();
  case spool_options::action::list: return list(options);
  case spool_options::action::cat: return cat(options);
  }
  return 2;
}

} // namespace lihi::cli
