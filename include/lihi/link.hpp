// One stream of a handover interface: octets in, items out, in the order of the stream. A TCP connection, a
// file and a captured flow look alike.
#pragma once

#include <lihi/export.hpp>
#include <functional>
#include <lihi/decoder.hpp>
#include <lihi/ledger.hpp>
#include <lihi/link_event.hpp>
#include <memory>
#include <string>
#include <variant>
#include <vector>

namespace lihi {

// Octets that are no record, or not all of one: what was read of a PDU before the fault came as records.
struct reject {
  frame where;
  error why; // never none
};

// A record, a reject, or what the stream says besides (docs/event-format.md). A view: valid while the call
// runs that gives it; owned_item outlives it.
using item =
    std::variant<std::reference_wrapper<const record>, reject, std::reference_wrapper<const link_event>>;
using item_sink = function_ref<void(const item&)>;

// An item with everything it refers to, for queues and threads.
class LIHI_EXPORT owned_item {
 public:
  explicit owned_item(const item& from);
  ~owned_item();
  owned_item(owned_item&&) noexcept;
  owned_item& operator=(owned_item&&) noexcept;

  [[nodiscard]] const item& operator*() const& noexcept;
  const item& operator*() && = delete; // would dangle

 private:
  struct parts;
  std::unique_ptr<parts> parts_;
};

struct link_options {
  decoder_options decoder;
  ledger_options ledger;
};

// The state of one stream, over all connections that carry it, and the only place that has any; used by one
// thread. What comes out does not depend on how the stream is cut, but for the moments at which pause() and
// overdue() are called.
//
//   link hi2("hi2");
//   hi2.octets(chunk, [](const item& one) { ... });
//   hi2.pause(...);    // nothing more to read just now
//   hi2.close(...);    // the end
//
// Throws std::bad_alloc, and what a sink throws. The item at hand is delivered no second time; what is behind
// it comes with the next call, as octets({}, ...).
class LIHI_EXPORT link {
 public:
  // The name goes into the records: a file, a peer.
  explicit link(std::string name, const link_options& options = {});
  ~link();
  link(link&&) noexcept;
  link& operator=(link&&) noexcept;

  // The next octets. They are read, or copied, before this returns.
  void octets(bytes chunk, item_sink give);
  // The stream is known to end there, as a file is (framer::ends_at).
  void ends_at(std::uint64_t offset) noexcept;
  // Nothing follows just now: PDUs that are whole come without waiting (framer::pause).
  void pause(item_sink give);
  // What is missing has been missing for long (framer::overdue).
  void overdue(item_sink give);
  // Octets that did not come, as a hole in a captured TCP stream: what is read of the PDU at hand is told,
  // and reading goes on behind the hole where a PS-PDU begins.
  void lost(std::uint64_t octets, item_sink give);
  // The connection, or the file, ended, and another takes its place: what is left is told, offsets begin at 0
  // again, and numbers and sessions go on.
  void next_stream(std::string name, item_sink give);
  // The stream ended. Holes in the numbers are gaps now, and sessions that are open are told.
  void close(item_sink give);

  // Octets that came and are in no item yet.
  [[nodiscard]] std::size_t waiting() const noexcept;
  // Octets from the start of the stream.
  [[nodiscard]] std::uint64_t offset() const noexcept;
  [[nodiscard]] ledger_totals totals() const noexcept;
  void for_each_row(function_ref<void(const ledger_row&)> call) const;

  // For a restart: a link made with the same name and options goes on where this one stands. Not from inside
  // of a call that gives items.
  [[nodiscard]] std::vector<std::uint8_t> save() const;
  // bad_state, and the link is as new, when the octets are no state of this version.
  [[nodiscard]] fault_code restore(bytes state);

 private:
  struct parts;
  std::unique_ptr<parts> parts_;
};

} // namespace lihi
