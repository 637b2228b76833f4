// decode --jobs N: the same text, counts and rejects as one job gives.
#include "cli/pool.hpp"
#include "fuzz/fuzz.hpp"
#include "link/ledger.hpp"
#include "write/record_writer.hpp"

#include <string>

namespace {

using namespace lihi;

struct sum {
  std::string text;
  std::uint64_t pdus = 0, records = 0, rejected = 0, defects = 0;
  std::vector<std::uint8_t> rejects;
  std::unique_ptr<ledger> numbers = std::make_unique<ledger>(ledger_options{.sessions = 3});

  void take(cli::outcome& one) {
    const std::string_view all = one.text.view();
    std::size_t taken = 0;
    one.arrivals.for_each([&](const arrival& each, std::size_t at) {
      text += all.substr(taken, at - taken);
      taken = at;
      numbers->take(each, [this](const link_event& event) { add(event); });
    });
    text += all.substr(taken);
    pdus += one.pdus;
    records += one.records;
    rejected += one.rejected;
    defects += one.defects;
    rejects.insert(rejects.end(), one.rejects.begin(), one.rejects.end());
    one.clear();
  }
  void close() {
    numbers->close([this](const link_event& event) { add(event); });
    numbers.reset();
  }
  void add(const link_event& event) {
    text_buffer line;
    write_event(line, event, {});
    text += line.view();
    text += '\n';
  }
  bool operator==(const sum&) const = default;
};

template <class Take>
void cut(bytes stream, const Take& take) {
  framer frames;
  frames.feed(stream);
  frames.finish();
  while (const auto piece = frames.next()) take(*piece);
}

} // namespace

extern "C" const std::size_t lihi_fuzz_prefix = 1;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  fuzz::input in(data, size);
  const std::uint8_t how = in.octet();
  cli::decode_options options;
  options.to = static_cast<cli::format>(how % 3);
  options.detail = (how & 4) != 0;
  options.rejects = "kept";
  // with less of it, more is handed over in parts
  if ((how & 0x20) != 0) options.memory = cli::memory_plan::least_budget;
  options.jobs = 2 + (how >> 3) % 3;
  sum one, many;
  {
    cli::worker worker(options, options.plan());
    cli::outcome out;
    cut(in.rest(), [&](const frame& piece) {
      worker.take(
          piece, "fuzz", out, [&] { one.take(out); },
          [&out](const arrival& each) { out.arrivals.add(each, {}, out.text.size()); });
    });
    one.take(out);
    one.close();
  }
  {
    cli::pool pool(options, [&](cli::outcome& out) { many.take(out); });
    cut(in.rest(), [&](const frame& piece) { pool.add(piece, "fuzz"); });
    pool.finish();
    many.close();
  }
  fuzz::require(one == many, "several jobs give what one gives");
  return 0;
}
