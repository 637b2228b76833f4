// lihi inspect
#include "cli/commands.hpp"
#include "cli/input.hpp"
#include "cli/output.hpp"
#include "cli/recognize.hpp"
#include "cli/signals.hpp"
#include "cli/terminal.hpp"
#include "write/tree.hpp"

#include <fmt/format.h>
#include <unistd.h>

namespace lihi::cli {
namespace {

constexpr std::size_t enough_text = 1u << 18;

class inspecting {
 public:
  explicit inspecting(const inspect_options& options)
      : options_(options), plan_(memory_plan::usual_budget, 1), tree_(plan_.bounds, colours(options)) {}

  int run() {
    input_file in;
    if (!in.open(options_.file)) return problem(in.error());
    framer frames(plan_.bounds);
    if (in.size() != 0) frames.ends_at(in.size());
    bool any = false;
    try {
      for (bool more = true; more && !out_.failed() && signals::came() == 0;) {
        if (!in.ready(std::chrono::milliseconds(0))) {
          frames.pause();
          drain(frames);
        }
        const bytes block = in.next();
        more = !block.empty();
        if (!any && more)
          if (const std::string_view advice = recognize(block); !advice.empty())
            tell(visible(options_.file) + ": " + std::string(advice));
        any = any || more;
        if (!more) frames.finish();
        frames.feed(block);
        drain(frames);
      }
    } catch (const std::bad_alloc&) {
      out_.write(text_.view().substr(0, text_.view().rfind('\n') + 1));
      return problem("no memory is left; what was read is shown");
    }
    if (!in.error().empty()) return problem(in.error());
    if (out_.failed() && !out_.closed()) {
      tell(out_.error());
      return 2;
    }
    if (const int signal = signals::came(); signal != 0) return 128 + signal;
    if (!any) (void)problem(message_of(fault_code::empty_input));
    return rejected_ || out_.closed() || !any ? 1 : 0;
  }

 private:
  static bool colours(const inspect_options& options) {
    return options.colour == "always" || (options.colour == "auto" && ::isatty(STDOUT_FILENO) != 0);
  }
  int problem(std::string_view why) {
    tell(visible(options_.file) + ": " + std::string(why));
    return 2;
  }
  void drain(framer& frames) {
    while (const auto piece = frames.next()) {
      const error fault = tree_.write(text_, *piece, [this] {
        if (text_.size() > enough_text) flush();
      });
      rejected_ = fault || tree_.defects() != 0 || rejected_;
      text_.put('\n');
      flush();
    }
  }
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
