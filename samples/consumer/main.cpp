// The library from outside: reads a delivery and prints who did what, when.
// README.md says how to build it.
#include <fstream>
#include <iostream>
#include <lihi/lihi.hpp>

int main(int argc, char** argv) {
  if (argc != 2) {
    std::cerr << "usage: consumer FILE\n";
    return 2;
  }
  std::ifstream in(argv[1], std::ios::binary);
  if (!in) {
    std::cerr << "cannot read " << argv[1] << '\n';
    return 2;
  }
  bool rejected = false;
  const auto take = [&rejected](const lihi::item& one) {
    if (const auto* bad = std::get_if<lihi::reject>(&one)) {
      rejected = true;
      std::cerr << lihi::explain(bad->why, bad->where) << '\n';
    } else if (const auto* event = std::get_if<std::reference_wrapper<const lihi::link_event>>(&one)) {
      std::cerr << name_of(event->get().kind) << '\n';
    } else {
      const lihi::record& of = std::get<std::reference_wrapper<const lihi::record>>(one);
      std::cout << of.liid << ' ' << name_of(of.event) << ' ' << of.target.msisdn << '\n';
    }
  };
  lihi::link link(argv[1], {.decoder = {.bounds = {}, .detail = false}, .ledger = {}});
  std::vector<std::uint8_t> chunk(64 * 1024);
  while (in) {
    in.read(reinterpret_cast<char*>(chunk.data()), static_cast<std::streamsize>(chunk.size()));
    link.octets(lihi::bytes(chunk).first(static_cast<std::size_t>(in.gcount())), take);
  }
  link.close(take);
  return rejected ? 1 : 0;
}
