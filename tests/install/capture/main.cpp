// The installed lihi::capture from outside: the events of a capture, and what was in it.
#include <iostream>
#include <lihi/capture.hpp>
#include <lihi/lihi.hpp>

namespace {

struct printing final : lihi::capture_handler {
  lihi::decoder decode;
  void take(const lihi::frame& piece, const lihi::stream_source& source) override {
    (void)decode.read(piece, source, [](const lihi::record& one) {
      if (one.kind == lihi::element_kind::iri)
        std::cout << one.source.link << ' ' << one.liid << ' ' << name_of(one.event) << '\n';
    });
  }
};

} // namespace

int main(int argc, char** argv) {
  if (argc != 2) return 2;
  printing to;
  const lihi::capture_result found = lihi::read_capture(std::string(argv[1]), to);
  if (!found.opened || !found.problem.empty()) {
    std::cerr << found.problem << '\n';
    return 1;
  }
  std::cout << found.counts.packets << " packets, " << found.counts.deliveries << " deliveries, "
            << found.counts.octets << " octets\n";
  return 0;
}
