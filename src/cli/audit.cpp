// lihi audit verify
#include "cli/commands.hpp"
#include "cli/output.hpp"
#include "cli/terminal.hpp"
#include "store/audit_log.hpp"

#include <fmt/format.h>

namespace lihi::cli {

int audit(const audit_options& options) {
  output out;
  bool good = true, found = false;
  std::string last;
  std::uint64_t lines = 0;
  const std::string problem = store::check_audit(
      options.file,
      [&](std::uint64_t line, std::string_view what) {
        good = false;
        out.write(fmt::format("line {} {}\n", line, what));
      },
      last, lines, options.contains, found);
  if (!problem.empty()) {
    tell(visible(options.file) + ": " + problem);
    return 2;
  }
  if (!options.contains.empty() && !found) {
    good = false;
    out.write("no line has the hash that it should contain\n");
  }
  out.write(
      fmt::format("{} lines, {}; the last one's hash is {}\n", lines, good ? "whole" : "not whole", last));
  if (out.failed() && !out.closed()) {
    tell(out.error());
    return 2;
  }
  return good ? 0 : 1;
}

} // namespace lihi::cli
