#include "cli/reading.hpp"

#include "capture/packet_file.hpp"
#include "cli/capture_input.hpp"
#include "cli/recognize.hpp"
#include "cli/signals.hpp"
#include "cli/terminal.hpp"
#include "core/text.hpp"

namespace lihi::cli {
namespace {

using clock = std::chrono::steady_clock;

class stream_reading {
 public:
  stream_reading(const std::string& path, const reading_options& options, input_file& in, frame_handler& to)
      : path_(path), options_(options), in_(in), to_(to), name_(name_of_input(path, options)),
        frames_(options.bounds) {}

  reading run(bytes block) {
    reading out;
    live_ = in_.size() == 0;
    if (!live_ && !in_.packed()) frames_.ends_at(in_.size());
    if (const std::string_view advice = recognize(block); !advice.empty())
      tell(visible(path_) + ": " + std::string(advice));
    for (;;) {
      if (block.empty()) frames_.finish();
      frames_.feed(block);
      drain();
      out.octets += block.size();
      to_.progress(in_.read(), in_.size());
      if (block.empty() || to_.over()) break;
      if (live_) wait();
      block = in_.next();
    }
    to_.ended(name_);
    if (!in_.error().empty()) {
      tell(visible(path_) + ": " + in_.error());
      out.status = 2;
    } else if (out.octets == 0 && signals::came() == 0) {
      to_.take(frame{{}, 0, false, fault_code::empty_input}, name_);
      tell(visible(path_) + ": " + std::string(message_of(fault_code::empty_input)));
    }
    return out;
  }

 private:
  // While no octets come, what can be said without them is said; PDUs inside of one whose end is overdue too.
  void wait() {
    if (in_.ready(std::chrono::milliseconds(0))) return;
    frames_.pause();
    drain();
    to_.pause();
    if (frames_.waiting() == 0 || in_.ready(options_.patience)) return;
    frames_.overdue();
    drain();
    to_.pause();
  }

  void drain() {
    bool any = false;
    while (const auto piece = frames_.next()) {
      to_.take(*piece, name_);
      any = true;
    }
    if (!live_) return;
    const auto now = clock::now();
    if (any || frames_.waiting() == 0) last_frame_ = now;
    if (now - last_frame_ < options_.patience) return;
    last_frame_ = now; // octets come, but for long they made no PDU
    frames_.overdue();
    while (const auto piece = frames_.next()) to_.take(*piece, name_);
  }

  const std::string& path_;
  const reading_options& options_;
  input_file& in_;
  frame_handler& to_;
  std::string name_;
  framer frames_;
  bool live_ = false;
  clock::time_point last_frame_ = clock::now();
};

} // namespace

std::string name_of_input(const std::string& path, const reading_options& options) {
  text_buffer out;
  append_as_utf8(out, options.source.empty() ? path : options.source);
  return std::string(out.view());
}

reading read_input(const std::string& path, const reading_options& options, frame_handler& to) {
  input_file in;
  if (!in.open(path)) {
    tell(visible(path) + ": " + in.error());
    return {2, 0};
  }
  const bytes first = in.next();
  if (capture::is_capture(first)) return read_capture(path, options, in, first, to);
  return stream_reading(path, options, in, to).run(first);
}

} // namespace lihi::cli
