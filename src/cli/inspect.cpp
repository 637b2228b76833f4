// lihi inspect
#include "cli/commands.hpp"
#include "cli/input.hpp"
#include "cli/output.hpp"
#include "cli/tree.hpp"

#include <cstdio>
#include <fmt/format.h>
#include <unistd.h>

namespace lihi::cli {

int inspect(const inspect_options& options) {
  input_file in;
  if (!in.open(options.file)) {
    fmt::print(stderr, "lihi: {}: {}\n", options.file, in.error());
    return 2;
  }
  const bool colours =
      options.colour == "always" || (options.colour == "auto" && ::isatty(STDOUT_FILENO) != 0);
  tree_printer tree(limits{}, colours);
  output out;
  text_buffer text;
  framer frames;
  bool rejected = false, any = false;
  for (bool more = true; more && !out.closed();) {
    const bytes block = in.next();
    more = !block.empty();
    any = any || more;
    if (!more) frames.finish();
    frames.feed(block);
    while (const auto piece = frames.next()) {
      if (piece->is_pdu) {
        rejected = static_cast<bool>(tree.write(text, *piece)) || tree.defects() != 0 || rejected;
      } else {
        rejected = true;
        text_buffer hex;
        append_hex(hex, piece->octets.first(std::min<std::size_t>(piece->octets.size(), 64)));
        text.put(fmt::format("{} octets at {}: {}: {}{}\n", piece->octets.size(), piece->offset,
                             message(piece->fault), hex.view(), piece->octets.size() > 64 ? "..." : ""));
      }
      text.put('\n');
      out.write(text.view());
      text.clear();
    }
  }
  if (!in.error().empty()) {
    fmt::print(stderr, "lihi: {}: {}\n", options.file, in.error());
    return 2;
  }
  if (!any) {
    fmt::print(stderr, "lihi: {}: {}\n", options.file, message(code::empty_input));
    return 1;
  }
  return rejected || out.closed() ? 1 : 0;
}

} // namespace lihi::cli
