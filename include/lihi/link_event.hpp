// What a stream says besides its records: gaps in sequence numbers, PDUs that came twice, segments that
// belong together, octets that were lost: "lihi-event/1".
#pragma once

#include <lihi/record.hpp>

namespace lihi {

enum class link_event_kind : std::uint8_t {
  none,
  gap,
  duplicate,
  number_reused,
  out_of_order,
  cin_reset,
  segments,
  link_loss,
  orphan,
  ledger_full,
  conflict,
};
template <>
inline constexpr auto terms_of<link_event_kind> = std::to_array<term<link_event_kind>>({
    {link_event_kind::gap, "gap", "sequence numbers of which nothing came"},
    {link_event_kind::duplicate, "duplicate",
     "a sequence number that came before; the record follows all the same"},
    {link_event_kind::number_reused, "number_reused",
     "a sequence number that came before, with another PS-PDU"},
    {link_event_kind::out_of_order, "out_of_order", "a sequence number that comes late"},
    {link_event_kind::cin_reset, "cin_reset", "sequence numbers begin anew"},
    {link_event_kind::segments, "segments", "content that came in segments, or what came of it"},
    {link_event_kind::link_loss, "link_loss", "octets of the stream that were lost on the way"},
    {link_event_kind::orphan, "orphan", "a part of a session without the part that belongs to it"},
    {link_event_kind::ledger_full, "ledger_full", "sessions that are no longer followed: too many at a time"},
    {link_event_kind::conflict, "conflict",
     "octets of a captured stream that came again and differ; the first count"},
});
static_assert(complete(link_event_kind::conflict));

enum class orphan_state : std::uint8_t {
  none,
  end_without_begin,
  begin_without_end,
  content_without_events,
  last_segment_without_first,
};
template <>
inline constexpr auto terms_of<orphan_state> = std::to_array<term<orphan_state>>({
    {orphan_state::end_without_begin, "end_without_begin",
     "an END record of a session whose BEGIN did not come"},
    {orphan_state::begin_without_end, "begin_without_end", "the stream ended, and the session did not"},
    {orphan_state::content_without_events, "content_without_events",
     "content of a session of which the stream, which has IRI, has none"},
    {orphan_state::last_segment_without_first, "last_segment_without_first",
     "a lastSegmentFlag whose firstSegmentFlag did not come"},
});
static_assert(complete(orphan_state::last_segment_without_first));

// One line that is no record. Views are valid while the call runs that gives it.
struct link_event {
  field::text version = "lihi-event/1";
  link_event_kind kind = {};
  source_place source;
  handover_interface interface = {};
  field::text liid, authorization_country, operator_id, network_element_id, cin_extension, code_name, message;
  text_encoding liid_encoding = {};
  field::number cin, first, count, octets_lost, octets_differ;
  field::flag same_octets, was_missing, announced, whole;
  orphan_state orphan = {};
  content_data content;

  template <class V, class S>
  static constexpr void fields(V&& v, S& s) {
    v("record", s.version, "name and version of this format");
    v("kind", s.kind, "what happened");
    v("source", s.source, "the PS-PDU with which it showed; absent at the end of the stream");
    v("interface", s.interface, "whose sequence numbers");
    v("liid", s.liid, "as in a record");
    v("liid_encoding", s.liid_encoding, "hex, when it is");
    v("authorization_country", s.authorization_country, "as in a record");
    v("operator_id", s.operator_id, "as in a record");
    v("network_element_id", s.network_element_id, "as in a record");
    v("cin", s.cin, "as in a record");
    v("cin_extension", s.cin_extension, "octets of cINExtension, in hex");
    v("first", s.first, "the first sequence number concerned");
    v("count", s.count, "so many numbers, or segments, or sessions");
    v("same_octets", s.same_octets,
      "of a duplicate: compared, and equal; absent when the first is too long ago");
    v("was_missing", s.was_missing, "of a late number: told as a gap before");
    v("announced", s.announced, "of numbers that begin anew: a cINReset said so; else they were found to");
    v("whole", s.whole, "of segments: from the first to the last flag, without a gap");
    v("orphan", s.orphan, "of a session: which part is missing");
    v("content", s.content, "of segments: the content, joined");
    v("octets_lost", s.octets_lost, "of the stream");
    v("octets_differ", s.octets_differ, "of a conflict: so many, from the source's offset on");
    v("code", s.code_name, "a limit that was reached: a code of include/lihi/error.hpp");
    v("message", s.message, "a sentence about the code; it holds no value");
  }
};

} // namespace lihi
