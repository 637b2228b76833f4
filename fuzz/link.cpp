// A link: its items do not depend on the cut of the stream nor on a restart, no octet is without an item, and
// its memory is bounded by its limits. A state made of the input is refused, or read on with.
#include "fuzz/fuzz.hpp"
#include "write/record_writer.hpp"

#include <algorithm>
#include <lihi/link.hpp>
#include <string>

namespace {

using namespace lihi;

struct told {
  std::string text;
  std::uint64_t end = 0; // of the octets that items were about

  void operator()(const record& one) {
    text_buffer out;
    write_record(out, one, {});
    text += out.view();
    text += '\n';
    end = std::max(end, one.source.offset.value_or(0) + one.source.length.value_or(0));
  }
  void operator()(const reject& one) {
    fuzz::require(static_cast<bool>(one.why), "a reject says why");
    text += std::string(name_of(one.why.code)) + ' ' + std::to_string(one.where.offset) + '+' +
            std::to_string(one.where.octets.size()) + '\n';
    end = std::max(end, one.where.offset + one.where.octets.size());
  }
  void operator()(const link_event& one) {
    text_buffer out;
    write_event(out, one, {});
    fuzz::require(fuzz::has_keys_once(out.view()), "an event has no key twice");
    text += out.view();
    text += '\n';
  }
};

link_options options(std::uint8_t how) {
  link_options out;
  out.decoder.detail = false;
  out.ledger.sessions = 1 + (how & 3); // few enough to be met
  out.ledger.window = 1 + how % 64;
  out.ledger.segment_octets = std::size_t{how} * 8;
  return out;
}

// In chunks of that size, with a restart at an octet.
told items(bytes stream, std::size_t step, std::size_t restart, const link_options& how) {
  told out;
  const auto take = [&out](const item& one) { std::visit(out, one); };
  lihi::link from("fuzz", how);
  std::size_t fed = 0;
  while (fed < stream.size()) {
    std::size_t size = std::min(step, stream.size() - fed);
    if (fed < restart) size = std::min(size, restart - fed);
    {
      const fuzz::exact chunk(stream.subspan(fed, size)); // gone when the end is told
      from.octets(chunk.get(), take);
    }
    fed += size;
    if (fed != restart) continue;
    lihi::link again("fuzz", how);
    const auto state = from.save();
    fuzz::require(again.restore(state) == fault_code::none, "a state that was saved is one");
    fuzz::require(again.save() == state, "and stays the same");
    from = std::move(again);
  }
  from.close(take);
  fuzz::require(out.end == stream.size(), "no octet is without an item");
  return out;
}

} // namespace

extern "C" const std::size_t lihi_fuzz_prefix = 3;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  fuzz::input in(data, size);
  const link_options how = options(in.octet());
  const std::size_t chunk = std::size_t{1} + in.octet(), restart = in.octet() * std::size_t{5};
  const told whole = items(in.rest(), std::max<std::size_t>(in.rest().size(), 1), SIZE_MAX, how);
  const told cut = items(in.rest(), chunk, restart, how);
  fuzz::require(whole.text == cut.text, "neither the cut nor a restart changes the items");

  lihi::link from("fuzz", how);
  (void)from.restore(in.rest());
  told out;
  const auto take = [&out](const item& one) { std::visit(out, one); };
  from.octets(in.rest(), take);
  from.close(take);
  return 0;
}
