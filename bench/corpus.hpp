// Streams to measure on, made from the schema tables by a fixed random sequence: the same on every machine.
#pragma once

#include <cstdint>
#include <lihi/bytes.hpp>
#include <string>
#include <vector>

namespace lihi::bench {

struct corpus {
  std::string name;
  std::vector<std::uint8_t> stream;
  std::vector<bytes> pdus;      // views of the stream
  std::vector<bytes> contained; // the TS 33.128 payloads inside, which a bare TLV walk would take for octets
};

// ts33128_iri (every IRIEvent arm several times), cc_1400, cc_60, cc_60_turns (the PDUs of cc_60, of sixteen
// sessions in turn), ip_iri, eps_iri
[[nodiscard]] std::vector<corpus> make_corpora();
// The same over and over, at least so many octets: too much for any cache.
[[nodiscard]] corpus repeated(const corpus& from, std::size_t octets);
inline constexpr std::size_t dram_octets = std::size_t{256} << 20;

} // namespace lihi::bench
