// lihi inspect
#include "cli/commands.hpp"
#include "cli/output.hpp"
#include "cli/reading.hpp"
#include "cli/signals.hpp"
#include "cli/terminal.hpp"
#include "core/time.hpp"
#include "write/tree.hpp"

#include <fmt/format.h>
#include <unistd.h>

namespace lihi::cli {
namespace {

constexpr std::size_t enough_text = 1u << 18;

class inspecting final : frame_handler {
 public:
  explicit inspecting(const inspect_options& options)
      : options_(options), plan_(memory_plan::usual_budget, 1), tree_(plan_.bounds, colours(options)) {}

  int run() {
    reading read;
    try {
      read = read_input(options_.file, {.bounds = plan_.bounds, .capture = options_.capture, .source = {}},
                        *this);
    } catch (const std::bad_alloc&) {
      out_.write(text_.view().substr(0, text_.view().rfind('\n') + 1));
      return problem("no memory is left; what was read is shown");
    }
    flush();
    if (read.status > 1) return read.status;
    if (out_.failed() && !out_.closed()) {
      tell(out_.error());
      return 2;
    }
    if (const int signal = signals::came(); signal != 0) return 128 + signal;
    return read.status != 0 || rejected_ || out_.closed() ? 1 : 0;
  }

 private:
  static bool colours(const inspect_options& options) {
    return options.colour == "always" || (options.colour == "auto" && ::isatty(STDOUT_FILENO) != 0);
  }
  int problem(std::string_view why) {
    tell(visible(options_.file) + ": " + std::string(why));
    return 2;
  }
  void take(const frame& piece, const stream_source& source) override {
    if (piece.octets.empty()) { // there is nothing to show
      rejected_ = true;
      return;
    }
    about(source);
    const error fault = tree_.write(text_, piece, [this] {
      if (text_.size() > enough_text) flush();
    });
    rejected_ = fault || tree_.defects() != 0 || rejected_;
    text_.put('\n');
    flush();
  }
  // Of a capture: which connection the next PDU is of, and when it came.
  void about(const stream_source& source) {
    if (source.link.empty()) return;
    text_.put("# ");
    text_.put(source.link);
    if (source.arrived && in_rfc3339(*source.arrived)) {
      text_.put(' ');
      append_rfc3339(text_, *source.arrived);
    }
    text_.put('\n');
  }
  void lost(const stream_source& source, std::uint64_t offset, std::uint64_t octets) override {
    about(source);
    text_.put(fmt::format("# {} octets are missing from {} on\n\n", octets, offset));
    rejected_ = true;
  }
  void conflict(const stream_source& source, std::uint64_t offset, std::uint64_t octets) override {
    about(source);
    text_.put(fmt::format("# {} octets came again from {} on, and differ\n\n", octets, offset));
    rejected_ = true;
  }
  void pause() override { flush(); }
  void progress(std::uint64_t, std::uint64_t) override {}
  [[nodiscard]] bool over() const override { return out_.failed() || signals::came() != 0; }

  void flush() {
    out_.write(text_.view());
    text_.clear();
  }

  const inspect_options& options_;
  memory_plan plan_;
  output out_;
  text_buffer text_;
  tree_printer tree_;
  bool rejected_ = false;
};

} // namespace

int inspect(const inspect_options& options) {
  const signals watched;
  return inspecting(options).run();
}

} // namespace lihi::cli
