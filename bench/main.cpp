// lihi_bench: what each path costs, on the corpora of corpus.hpp. Names are PATH/CORPUS; docs/performance.md
// explains.
#include "corpus.hpp"
#include "streams.hpp"

#include "ber/header.hpp"
#include "write/record_writer.hpp"
#include "schema/walker.hpp"
#include "schema_ids.hpp"

extern "C" {
#include <asn_application.h>
extern asn_TYPE_descriptor_t* asn_pdu_collection[];
}

#include <benchmark/benchmark.h>
#include <cstdlib>
#include <lihi/at.hpp>
#include <lihi/content.hpp>
#include <lihi/decoder.hpp>
#include <lihi/link.hpp>
#include <lihi/peek.hpp>
#include <new>

namespace {

std::uint64_t allocations = 0; // by operator new, of this program

} // namespace

void* operator new(std::size_t size) {
  ++allocations;
  if (void* const at = std::malloc(size == 0 ? 1 : size)) return at;
  throw std::bad_alloc();
}
void operator delete(void* at) noexcept { std::free(at); }
void operator delete(void* at, std::size_t) noexcept { std::free(at); }

namespace lihi::bench {
namespace {

using benchmark::State;

// Every value visited: its name, its offset and its size are looked at, its bounds were checked.
struct reading_visitor {
  const schema::walk_state* where = nullptr;
  std::uint64_t sum = 0;
  bool enter(const schema::place& at) {
    sum += schema::row_names[at.id];
    return true;
  }
  void leave(const schema::place&) {}
  void value(const schema::place& at, fault_code fault) {
    sum += schema::row_names[at.id] + where->offset_of(at.begin) + at.content.size() +
           static_cast<unsigned>(fault);
  }
  void unknown(const schema::place&, ber::tag, bytes element) { sum += element.size(); }
  void note(fault_code, const std::uint8_t*) { ++sum; }
  void fault(const error&) { ++sum; }
};

template <class Run>
void measure(State& state, const corpus& from, const Run& run) {
  run(); // warm: caches, arenas, buffers
  const std::uint64_t before = allocations;
  for (auto _ : state) run();
  const auto pdus = static_cast<double>(from.pdus.size()) * static_cast<double>(state.iterations());
  state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations() * from.stream.size()));
  state.SetItemsProcessed(static_cast<std::int64_t>(state.iterations() * from.pdus.size()));
  state.counters["allocs_per_pdu"] = static_cast<double>(allocations - before) / pdus;
}

void tlv_walk(State& state, const corpus& from) {
  measure(state, from, [&from] {
    std::size_t elements = ber::count_elements(from.stream);
    for (const bytes inner : from.contained) elements += ber::count_elements(inner);
    benchmark::DoNotOptimize(elements);
  });
}

void copy(State& state, const corpus& from) {
  std::vector<std::uint8_t> to(from.stream.size());
  measure(state, from, [&] {
    std::memcpy(to.data(), from.stream.data(), to.size());
    benchmark::ClobberMemory();
  });
}

void frame_only(State& state, const corpus& from) {
  measure(state, from, [&from] {
    framer frames;
    frames.feed(bytes(from.stream));
    frames.finish();
    std::size_t octets = 0;
    while (const auto piece = frames.next()) octets += piece->octets.size();
    benchmark::DoNotOptimize(octets);
  });
}

void walk(State& state, const corpus& from) {
  reading_visitor visitor;
  arena memory;
  const limits bounds;
  schema::walker<reading_visitor> walker(visitor, memory, bounds);
  visitor.where = &walker;
  measure(state, from, [&] {
    std::uint64_t offset = 0;
    for (const bytes pdu : from.pdus) {
      if (walker.walk(pdu, offset, schema::type::PS_PDU)) std::abort();
      offset += pdu.size();
    }
    benchmark::DoNotOptimize(visitor.sum);
  });
}

void jer(State& state, const corpus& from) {
  decoder read;
  measure(state, from, [&] {
    std::uint64_t offset = 0;
    std::string_view text;
    for (const bytes pdu : from.pdus) {
      if (read.jer({pdu, offset, true, fault_code::none}, text)) std::abort();
      offset += pdu.size();
    }
    benchmark::DoNotOptimize(text.size());
  });
}

void records(State& state, const corpus& from, bool detail) {
  decoder read({.bounds = {}, .detail = detail});
  text_buffer out;
  measure(state, from, [&] {
    std::uint64_t offset = 0;
    for (const bytes pdu : from.pdus) {
      out.clear();
      const error fault = read.read({pdu, offset, true, fault_code::none}, "bench", [&](const record& one) {
        write_record(out, one, {detail, true});
        out.put('\n');
      });
      if (fault) std::abort();
      offset += pdu.size();
    }
    benchmark::DoNotOptimize(out.size());
  });
}

// Records copied, as for a queue to another thread.
void records_owned(State& state, const corpus& from) {
  decoder read({.bounds = {}, .detail = false});
  std::vector<owned_record> queue;
  queue.reserve(256);
  measure(state, from, [&] {
    std::uint64_t offset = 0;
    for (const bytes pdu : from.pdus) {
      const error fault = read.read({pdu, offset, true, fault_code::none}, "bench", [&](const record& one) {
        if (queue.size() == queue.capacity()) queue.clear();
        queue.emplace_back(one);
      });
      if (fault) std::abort();
      offset += pdu.size();
    }
    benchmark::DoNotOptimize(queue.size());
  });
}

// The records of a stream by a link: cut, followed by its ledger, delivered as items.
void link_items(State& state, const corpus& from) {
  link one("bench", {.decoder = {.bounds = {}, .detail = false}, .ledger = {}});
  text_buffer out;
  const auto take = [&out](const item& each) {
    const auto* of_record = std::get_if<std::reference_wrapper<const record>>(&each);
    if (of_record == nullptr) return;
    if (of_record->get().source.element == 0) out.clear();
    write_record(out, *of_record, {false, true});
    out.put('\n');
  };
  const auto fresh = one.save(); // else each number would have come before
  measure(state, from, [&] {
    if (one.restore(fresh) != fault_code::none) std::abort();
    for (bytes left(from.stream); !left.empty();) {
      const bytes chunk = left.first(std::min<std::size_t>(left.size(), 1u << 20));
      left = left.subspan(chunk.size());
      one.octets(chunk, take);
    }
    benchmark::DoNotOptimize(out.size());
  });
}

void header(State& state, const corpus& from) {
  measure(state, from, [&] {
    std::uint64_t sum = 0;
    for (const bytes pdu : from.pdus) {
      header_fields fields;
      if (peek_header({pdu, 0, true, fault_code::none}, fields)) std::abort();
      sum += fields.liid.octets().size() + fields.sequence.value_or(0);
    }
    benchmark::DoNotOptimize(sum);
  });
}

// What a forwarder of HI3 needs: the cut of the stream, the routing fields, a view of the content.
void content(State& state, const corpus& from) {
  content_reader read;
  measure(state, from, [&] {
    framer frames;
    frames.feed(bytes(from.stream));
    frames.finish();
    std::uint64_t sum = 0;
    while (const auto pdu = frames.next()) {
      header_fields fields;
      const error fault =
          read.read(*pdu, fields, [&sum](const content_data& one) { sum += one.octets.value.size(); });
      if (fault) std::abort();
      sum += fields.liid.octets().size();
    }
    benchmark::DoNotOptimize(sum);
  });
}

void one_path(State& state, const corpus& from) {
  lihi::at<"payload.iRIPayloadSequence.iRIContents.threeGPP33128DefinedIRI.event.registration.sUPI.iMSI">
      read;
  measure(state, from, [&] {
    std::uint64_t sum = 0;
    for (const bytes pdu : from.pdus) sum += read({pdu, 0, true, fault_code::none}).value_or("").size();
    benchmark::DoNotOptimize(sum);
  });
}

void decode_asn1c(asn_TYPE_descriptor_t* type, bytes octets) {
  void* structure = nullptr;
  asn_codec_ctx_t context{};
  context.max_stack_size = 1u << 20;
  if (ber_decode(&context, type, &structure, octets.data(), octets.size()).code != RC_OK) std::abort();
  type->free_struct(type, structure, 0);
}

asn_TYPE_descriptor_t* find(std::string_view name) {
  for (auto** each = asn_pdu_collection; *each != nullptr; ++each)
    if (name == (*each)->name) return *each;
  std::abort();
}

void asn1c(State& state, const corpus& from) {
  auto* const pdu_type = find("PS-PDU");
  auto* const inner_type = find(from.name.starts_with("cc_") ? "CCPayload" : "IRIPayload");
  measure(state, from, [&] {
    for (const bytes pdu : from.pdus) decode_asn1c(pdu_type, pdu);
    for (const bytes inner : from.contained) decode_asn1c(inner_type, inner);
  });
}

} // namespace
} // namespace lihi::bench

int main(int argc, char** argv) {
  using namespace lihi::bench;
  static const std::vector<corpus> corpora = make_corpora();
  static corpus large; // one at a time: the last that was asked for
  for (const corpus& each : corpora) {
    const auto add = [&each](const char* path, auto run) {
      const std::string name = std::string(path) + "/" + each.name;
      benchmark::RegisterBenchmark(name.c_str(), [&each, run](benchmark::State& state) { run(state, each); });
      benchmark::RegisterBenchmark((name + "_dram").c_str(), [&each, run](benchmark::State& state) {
        if (large.name != each.name) {
          large = {};
          large = repeated(each, dram_octets);
        }
        run(state, large);
      });
    };
    add("tlv_walk", tlv_walk);
    add("memcpy", copy);
    add("frame", frame_only);
    add("header", header);
    add("content", content);
    add("at", one_path);
    add("walk", walk);
    add("jer", jer);
    add("records", [](benchmark::State& state, const corpus& from) { records(state, from, false); });
    add("records_detail", [](benchmark::State& state, const corpus& from) { records(state, from, true); });
    add("records_owned", records_owned);
    add("link", link_items);
    add("asn1c", asn1c);
    add("capture", read_capture);
    add("replay", replay);
  }
  for (const char* scenario : {"day", "broadband", "lte"})
    benchmark::RegisterBenchmark((std::string("synth/") + scenario).c_str(),
                                 [scenario](benchmark::State& state) { synth(state, scenario); });
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 2;
  benchmark::RunSpecifiedBenchmarks();
  benchmark::Shutdown();
  return 0;
}
