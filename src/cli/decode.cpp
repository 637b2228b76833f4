// lihi decode
#include "cli/commands.hpp"
#include "cli/delivery_output.hpp"
#include "cli/signals.hpp"

#include <algorithm>

namespace lihi::cli {

int decode(const decode_options& options) {
  const signals watched;
  delivery_output out(options);
  return out.run([&] {
    int status = 0;
    for (const std::string& file : options.files) {
      const reading read =
          read_input(file, {out.plan().bounds, options.capture, options.source, options.patience}, out);
      out.input_ended(read.octets);
      status = std::max(status, read.status);
      if (out.over()) break;
    }
    return status;
  });
}

} // namespace lihi::cli
