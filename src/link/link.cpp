#include "core/state.hpp"
#include "etsi/framer_state.hpp"
#include "link/follow.hpp"
#include "read/keep_views.hpp"

#include <lihi/link.hpp>
#include <string_view>
#include <utility>

namespace lihi {
namespace {

constexpr std::string_view state_name = "lihi-link";
constexpr std::uint32_t state_version = 2; // of what save() writes

// What the ledger tells, as items.
auto events_into(item_sink give) noexcept {
  return [give](const link_event& one) { give(item(std::cref(one))); };
}

} // namespace

struct link::parts {
  parts(std::string own_name, const link_options& wanted)
      : name(std::move(own_name)), options(wanted), frames(wanted.decoder.bounds), decode(wanted.decoder),
        numbers(std::make_unique<ledger>(wanted.ledger)) {}

  std::string name;
  link_options options;
  framer frames;
  decoder decode;
  std::unique_ptr<ledger> numbers;
  std::uint64_t came = 0;   // octets, those that were lost included
  std::uint64_t unread = 0; // octets before frames that could not be kept when memory ran out

  // When the sink throws, or memory runs out, the rest of the chunk is kept: it may be gone by the next call.
  void drain(item_sink give) {
    try {
      if (unread != 0)
        numbers->lost(name, came - frames.waiting() - unread, std::exchange(unread, 0), events_into(give));
      while (const auto piece = frames.next()) take(*piece, give);
    } catch (...) {
      keep_rest();
      throw;
    }
  }
  void keep_rest() noexcept {
    try {
      frames.feed(bytes());
    } catch (const std::bad_alloc&) {
      unread += frames.waiting();
      frames = framer(options.decoder.bounds, came);
    }
  }

  void take(const frame& piece, item_sink give) {
    const error fault =
        read_and_follow(decode, *numbers, piece, name, options.decoder.bounds, events_into(give),
                        [give](const record& one) { give(item(std::cref(one))); });
    if (fault) give(item(reject{piece, fault}));
  }
};

link::link(std::string name, const link_options& options)
    : parts_(std::make_unique<parts>(std::move(name), options)) {}
link::~link() = default;
link::link(link&&) noexcept = default;
link& link::operator=(link&&) noexcept = default;

void link::octets(bytes chunk, item_sink give) {
  parts_->came += chunk.size();
  parts_->frames.feed(chunk);
  parts_->drain(give);
}

void link::ends_at(std::uint64_t offset) noexcept { parts_->frames.ends_at(offset); }

void link::pause(item_sink give) {
  parts_->frames.pause();
  parts_->drain(give);
}

void link::overdue(item_sink give) {
  parts_->frames.overdue();
  parts_->drain(give);
}

void link::lost(std::uint64_t octets, item_sink give) {
  parts& p = *parts_;
  p.frames.finish();
  p.drain(give);
  p.numbers->lost(p.name, p.came, octets, events_into(give));
  p.came += octets;
  p.frames = framer(p.options.decoder.bounds, p.came);
}

void link::next_stream(std::string name, item_sink give) {
  parts& p = *parts_;
  p.frames.finish();
  p.drain(give);
  p.name = std::move(name);
  p.came = 0;
  p.frames = framer(p.options.decoder.bounds);
}

void link::close(item_sink give) {
  parts_->frames.finish();
  parts_->drain(give);
  parts_->numbers->close(events_into(give));
}

std::size_t link::waiting() const noexcept { return parts_->frames.waiting(); }
std::uint64_t link::offset() const noexcept { return parts_->came; }
ledger_totals link::totals() const noexcept { return parts_->numbers->totals(); }
void link::for_each_row(function_ref<void(const ledger_row&)> call) const {
  parts_->numbers->for_each_row(call);
}

std::vector<std::uint8_t> link::save() const {
  state_writer to;
  to(as_bytes(state_name));
  to(state_version);
  to(parts_->came);
  framer_state::save(parts_->frames, to);
  parts_->numbers->save(to);
  return to.take();
}

fault_code link::restore(bytes state) {
  parts& p = *parts_;
  state_reader from(state);
  std::string name;
  std::uint32_t version = 0;
  from(name);
  from(version);
  bool good = !from.bad() && name == state_name && version == state_version;
  if (good) {
    from(p.came);
    framer_state::restore(p.frames, from);
    good = p.numbers->restore(from) && from.at_end();
  }
  if (good) return fault_code::none;
  p.came = 0;
  p.frames = framer(p.options.decoder.bounds);
  p.numbers = std::make_unique<ledger>(p.options.ledger);
  return fault_code::bad_state;
}

// ---- owned_item

struct owned_item::parts {
  explicit parts(const item& from) {
    if (const auto* one = std::get_if<std::reference_wrapper<const record>>(&from)) {
      of_record.emplace(one->get());
      view.emplace(std::cref(**of_record));
    } else if (const auto* event = std::get_if<std::reference_wrapper<const link_event>>(&from)) {
      of_event = event->get();
      storage = keep_views(of_event);
      view.emplace(std::cref(of_event));
    } else {
      reject copy = std::get<reject>(from);
      octets.assign(copy.where.octets.begin(), copy.where.octets.end());
      copy.where.octets = octets;
      view.emplace(copy);
    }
  }

  std::optional<owned_record> of_record;
  link_event of_event;
  std::unique_ptr<char[]> storage;
  std::vector<std::uint8_t> octets;
  std::optional<item> view;
};

owned_item::owned_item(const item& from) : parts_(std::make_unique<parts>(from)) {}
owned_item::~owned_item() = default;
owned_item::owned_item(owned_item&&) noexcept = default;
owned_item& owned_item::operator=(owned_item&&) noexcept = default;
const item& owned_item::operator*() const& noexcept { return *parts_->view; }

} // namespace lihi
