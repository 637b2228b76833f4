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
  lihi::framer framer;
  lihi::decoder decoder({.bounds = {}, .detail = false});
  std::vector<std::uint8_t> chunk(64 * 1024);
  bool rejected = false;
  for (bool more = true; more;) {
    in.read(reinterpret_cast<char*>(chunk.data()), static_cast<std::streamsize>(chunk.size()));
    const auto got = static_cast<std::size_t>(in.gcount());
    more = got != 0;
    if (!more) framer.finish();
    framer.feed(lihi::bytes(chunk).first(got)); // borrowed until next() has nothing left
    while (const auto pdu = framer.next()) {
      const lihi::error fault = decoder.read(*pdu, argv[1], [](const lihi::record& one) {
        std::cout << one.liid << ' ' << name(one.event) << ' ' << one.target.msisdn << '\n';
      });
      if (!fault) continue;
      rejected = true;
      std::cerr << lihi::explain(fault, *pdu) << '\n';
    }
  }
  return rejected ? 1 : 0;
}
