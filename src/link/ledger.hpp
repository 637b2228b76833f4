// The ledger: follows what the PDUs of a stream say about each other.
#pragma once

#include "core/state.hpp"
#include "link/arrival.hpp"
#include "link/number_series.hpp"
#include "link/segment_group.hpp"

#include <array>
#include <lihi/ledger.hpp>
#include <memory>
#include <string>
#include <unordered_map>

namespace lihi {

using event_sink = function_ref<void(const link_event&)>;

// Sessions are found by their whole key. Its hash has a seed that nobody knows, so that no sender can choose
// keys that fall together; what comes out does not depend on it.
class ledger {
 public:
  explicit ledger(const ledger_options& options = {});
  ledger(const ledger&) = delete;
  ledger& operator=(const ledger&) = delete;

  // The next element of the stream. `tell` gets what follows from it, before it.
  void take(const arrival& one, event_sink tell);
  // The same of a record, of which its decoder says the header_number().
  void take(const record& one, std::uint64_t header, event_sink tell) {
    if (!take_usual(one, header)) take(arrival_of(one, header), tell);
  }
  // A PDU that gave no record: it counts when its header can be read.
  void take_damaged(const frame& piece, const stream_source& source, const limits& bounds, event_sink tell);
  // Octets of the stream that did not come.
  void lost(const stream_source& source, std::uint64_t offset, std::uint64_t octets, event_sink tell);
  // Octets of the stream that came again, and were not those that came before.
  void conflict(const stream_source& source, std::uint64_t offset, std::uint64_t octets, event_sink tell);
  // The stream ended: holes are gaps, and what is open stays open.
  void close(event_sink tell);

  [[nodiscard]] ledger_totals totals() const noexcept;
  // In the order in which they were last heard of, the longest ago first.
  void for_each_row(function_ref<void(const ledger_row&)> call) const;

  void save(state_writer& to) const;
  // False when it is no state of this version; the ledger is empty then.
  [[nodiscard]] bool restore(state_reader& from);

 private:
  struct session {
    std::unique_ptr<number_series> iri, cc;
    std::unique_ptr<segment_group> group;
    bool begun = false, ended = false, has_events = false, has_content = false;
    const std::string* key = nullptr;
    session_key parts; // of the key
    session *older = nullptr, *newer = nullptr;
  };
  struct seeded_hash {
    using is_transparent = void;
    std::uint64_t seed;
    std::size_t operator()(std::string_view key) const noexcept;
  };
  using session_map = std::unordered_map<std::string, session, seeded_hash, std::equal_to<>>;

  // What an event is about.
  struct place {
    const arrival* with = nullptr; // null at the end of the stream
    event_sink& tell;
  };

  [[nodiscard]] bool take_usual(const record& one, std::uint64_t header) noexcept;
  session* find(const arrival& one, place where);
  session* find_other(const arrival& one, place where);
  session& add(place where);
  void put_newest(session& of, std::uint64_t header) noexcept;
  [[nodiscard]] static std::size_t recent_index(const session_key& key) noexcept;
  [[nodiscard]] session* find_recent(const record& one) const noexcept;
  void forget_oldest(place where);
  void unlink(session& of) noexcept;
  void append(session& of) noexcept;

  void take_tri(session& of, const arrival& one, place where);
  void count(session& of, const arrival& one, place where);
  void take_iri(session& of, const arrival& one, place where);
  void note_iri(session& of, iri_type type) noexcept;
  [[nodiscard]] static bool ends_without_begin(const session& of, iri_type type) noexcept {
    return type == iri_type::end && !of.begun && !of.ended;
  }
  void take_segment(session& of, const arrival& one, bool in_order, place where);
  void end_group(session& of, const arrival* last, place where);
  void end_session(session& of, place where);
  void tell_gaps(session& of, element_kind kind, number_series& numbers, place where);
  [[nodiscard]] static link_event event_of(const session& of, element_kind kind, link_event_kind what,
                                           place where);
  void orphan(const session& of, element_kind kind, orphan_state what, place where);

  ledger_options options_;
  session_map sessions_;
  session *oldest_ = nullptr, *newest_ = nullptr;
  std::uint64_t newest_header_ = 0; // arrival::header of the newest session; 0: not known
  // Sessions that came lately, by recent_index(): those that take turns are found here without a packed key.
  std::array<session*, 512> recent_{};
  std::string key_;
  ledger_totals totals_; // of sessions that were forgotten, and of what is no session's
  std::size_t segment_octets_ = 0;
  bool has_iri_ = false;
};

} // namespace lihi
