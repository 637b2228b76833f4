// What streams of PS-PDUs cost around their decoding.
#pragma once

#include "corpus.hpp"

#include <benchmark/benchmark.h>

namespace lihi::bench {

// A capture of the corpus on one connection, in segments of 1400 octets: read, put together, told to be a
// delivery.
void read_capture(benchmark::State& state, const corpus& from);
// The PDUs of the corpus, sent to a reader on loopback that throws them away, each time on the same
// connection.
void replay(benchmark::State& state, const corpus& from);

// PDUs of a scenario of `lihi synth`, for a hundred subscribers.
void synth(benchmark::State& state, const std::string& scenario);

} // namespace lihi::bench
