// The walker's visitor that turns a PS-PDU into records, one per element, in the one pass of the walk.
#pragma once

#include "ber/tag_text.hpp"
#include "etsi/payloads.hpp"
#include "normalize/envelope_cache.hpp"
#include "value/address.hpp"

#include <lihi/function_ref.hpp>
#include <lihi/stream_source.hpp>
#include <utility>

namespace lihi::normalize {

// What a PDU's records have in common besides its header.
struct pdu_place {
  stream_source source;
  std::uint64_t offset = 0, length = 0;
  field::text id; // of the PDU's octets
};

// For records without their element's own form.
struct no_detail {
  void begin() noexcept {}
  void clear() noexcept {}
  [[nodiscard]] field::text end() noexcept { return {}; }
  bool enter(const place&) noexcept { return true; }
  void leave(const place&) noexcept {}
  void value(const place&, fault_code) noexcept {}
};

// Detail: shown everything inside of an element, between begin() and end(), which returns what it made of it.
template <class Detail>
class normalizer {
 public:
  template <class... Arguments>
  explicit normalizer(arena& memory, Arguments&&... of_detail)
      : b_(memory), detail_(std::forward<Arguments>(of_detail)...), rules_(rule_table::get()) {}

  const schema::walk_state* where = nullptr;

  // Before the walk. `sink` gets each record when its element is complete; it must live until end().
  void begin(const pdu_place& at, const function_ref<void(const record&)>& sink) {
    b_.where = where;
    sink_ = &sink;
    clear_value(b_.head);
    envelopes_.begin_pdu();
    pdu_ = at;
    element_ = 0;
    header_cut_ = false;
    lost_ = {};
    saved_ = saved_depth_ = 0;
    b_.in_element = b_.keep_all = false;
    if (unfinished_) clear_out();
    unfinished_ = true;
    b_.in = {};
  }
  // After the walk: a PDU without any element is a record too, and so is what came behind the last one:
  // nothing that came is silent.
  void end() {
    if (b_.where->broken()) return;
    if (element_ == 0 || !b_.out.notes.empty() || !b_.out.unknown.empty()) {
      begin_record(element_kind::empty, {});
      end_record();
    }
    unfinished_ = false;
  }

  // Most elements have no rules: that much is inlined into the walk.
  [[gnu::always_inline]] bool enter(const place& at) {
    if (b_.in_element) (void)detail_.enter(at);
    return has_nothing(at.id) || apply_on_enter(at);
  }

  void leave(const place& at) {
    if (!b_.in_element) return leave_header(at);
    if (b_.where->depth() == element_depth_) return end_element();
    detail_.leave(at);
    if (rules_.has(at.id)) {
      const row_rules& rules = rules_[at.id];
      if (rules.on_leave != nullptr) {
        b_.fault = fault_code::none;
        if (!(b_.in.nobody && rules.identity)) rules.on_leave(b_, at);
      }
    }
    if (b_.where->depth() == saved_depth_) close();
  }

  [[gnu::always_inline]] void value(const place& at, fault_code fault) {
    if (!b_.in_element) [[unlikely]]
      return value_of_header(at, fault);
    detail_.value(at, fault);
    if (rules_.has(at.id)) apply_to_value(at, fault);
  }

  void unknown(const place& parent, ber::tag tag, bytes element) {
    if (b_.out.unknown.full()) {
      if (!lost_)
        lost_ = {b_.where->offset_of(element.data()), parent.id, fault_code::unknown_exceeded,
                 b_.where->depth()};
      return;
    }
    unknown_member& fresh = b_.out.unknown.add();
    fresh.path = b_.path_here();
    const ber::tag_text shown(tag);
    fresh.tag = b_.memory.copy(shown.view());
    fresh.octets.value = element;
    if (b_.in_element && b_.out.event == event_type::none && parent.node.kind == schema::kind::choice)
      b_.out.event = event_type::unknown;
  }

  void note(fault_code what, const std::uint8_t* at) {
    if (what == fault_code::unknown_member || what == fault_code::unknown_alternative)
      return; // unknown() tells
    defects_ += is_defect(what) ? 1 : 0;
    b_.add_note(what, b_.where->offset_of(at));
  }

  void fault(const error& what) { b_.add_note(what.code, what.offset); }

  // Of the last PDU: the first unknown member that its record has no room for.
  [[nodiscard]] const error& lost() const noexcept { return lost_; }
  [[nodiscard]] Detail& detail() noexcept { return detail_; }
  // Values that break their type or bounds, so far.
  [[nodiscard]] std::uint64_t defects() const noexcept { return defects_; }
  [[nodiscard]] std::uint64_t header_number() const noexcept { return envelopes_.number(); }

 private:
  struct save {
    std::uint16_t depth;
    bool location, party; // opened here
    context before;
  };

  // Nothing happens when an element of the row begins.
  [[nodiscard]] bool has_nothing(schema::row_id id) const noexcept {
    return b_.in_element && !rules_.has(id) && (b_.in.role == party_role::none || b_.in.party >= 0);
  }

  void clear_out() {
    clear_value(b_.out);
    b_.notes_cut = false;
    b_.comparisons = 0;
  }

  [[gnu::noinline]] void value_of_header(const place& at, fault_code fault) {
    const row_rules& rules = rules_[at.id];
    b_.fault = fault;
    if (!rules.envelope || rules.on_value == nullptr || schema::unreadable(fault)) [[unlikely]]
      return without_field(at);
    rules.on_value(b_, at);
    envelopes_.called(b_, rules.on_value, at);
  }
  [[gnu::noinline]] void leave_header(const place& at) {
    if (at.id == schema::member::PS_PDU_::pSHeader) return envelopes_.ends(b_);
    const row_rules& rules = rules_[at.id];
    if (!rules.envelope || rules.on_leave == nullptr) return;
    b_.fault = fault_code::none;
    rules.on_leave(b_, at);
    envelopes_.called(b_, rules.on_leave, at);
  }
  // A value of the header that no field takes; cINExtension is taken as a whole.
  void without_field(const place& at) {
    for (std::size_t depth = b_.where->depth(); depth != 0; --depth)
      if (b_.where->at_depth(depth).id == schema::member::PS_CommunicationIdentifier_::cINExtension) return;
    keep(b_, at, true);
  }

  // False of a header that is known, and so need not be walked.
  [[gnu::noinline]] bool apply_on_enter(const place& at) {
    const row_rules& rules = rules_[at.id];
    if (!b_.in_element) {
      if (at.id == schema::member::PS_PDU_::pSHeader) {
        if (envelopes_.recall(b_, at)) return false;
        envelopes_.begins(b_, at);
        return true;
      }
      if (const etsi::payload* const payload = etsi::payload_of_element(at.row.node)) {
        begin_element(*payload, at);
        if (rules.event != event_type::none) event(rules, at);
      } else if (rules.envelope && rules.on_enter != nullptr) {
        rules.on_enter(b_, at);
        envelopes_.called(b_, rules.on_enter, at);
      }
      return true;
    }
    if (rules.marked() || (b_.in.role != party_role::none && b_.in.party < 0)) open(rules, at);
    if (rules.event != event_type::none) event(rules, at);
    if (rules.on_enter != nullptr && !(b_.in.nobody && rules.identity)) rules.on_enter(b_, at);
    return true;
  }

  [[gnu::noinline]] void apply_to_value(const place& at, fault_code fault) {
    const row_rules& rules = rules_[at.id];
    if (rules.event != event_type::none) event(rules, at);
    if (rules.on_value == nullptr || schema::unreadable(fault)) {
      b_.fault = fault;
      if (rules.on_value != nullptr) keep(b_, at, true);
      return;
    }
    const bool marked = (rules.mark != nullptr && !(rules.mark->location && b_.in.location >= 0)) ||
                        (rules.type_mark != nullptr && b_.in.location < 0) ||
                        rules.role != party_role::none || rules.nobody ||
                        (b_.in.role != party_role::none && b_.in.party < 0);
    if (marked) [[unlikely]]
      open(rules, at);
    b_.fault = fault;
    if (b_.in.nobody && rules.identity) [[unlikely]]
      keep(b_, at, true);
    else
      rules.on_value(b_, at);
    if (marked) [[unlikely]]
      close();
  }

  void begin_element(const etsi::payload& payload, const place& at) {
    b_.in_element = true;
    element_depth_ = static_cast<std::uint16_t>(b_.where->depth() + 1);
    scratch_ = b_.memory.here();
    begin_record(payload.record, payload.interface);
    // the alternative of Payload, also when the element is in its list
    b_.out.source_event = schema::row_name(schema::row_name(at.id).empty() ? b_.where->top().id : at.id);
    b_.in = {};
    b_.event_depth = element_depth_ + std::size_t{1};
    b_.keep_all = payload.kind == payload_kind::hi1 || payload.kind == payload_kind::hi4;
    b_.forget_parts();
    saved_ = saved_depth_ = 0;
    detail_.begin();
  }

  void begin_record(element_kind kind, handover_interface interface) {
    record& out = b_.out;
    if (element_ == 1) header_cut_ = b_.head.shorten();
    const envelope& head = b_.head;
    out.version = "lihi/1";
    out.kind = kind;
    out.interface = interface;
    out.source.name = pdu_.source.name;
    out.source.link = pdu_.source.link;
    out.source.arrived = pdu_.source.arrived;
    out.source.offset = pdu_.offset;
    out.source.length = pdu_.length;
    out.source.element = element_;
    out.liid = head.liid;
    out.liid_encoding = head.liid_encoding;
    out.authorization_country = head.authorization_country;
    out.delivery_country = head.delivery_country;
    out.operator_id = head.operator_id;
    out.network_element_id = head.network_element_id;
    out.interception_point_id = head.interception_point_id;
    out.nf_id = head.nf_id;
    out.header_version = head.version;
    out.cin = head.cin;
    out.sequence = head.sequence;
    out.time_qualifier = head.time_qualifier;
    for (const attribute& each : head.more) out.attributes.add(each);
  }

  void end_element() {
    b_.in_element = b_.keep_all = false;
    b_.out.detail.value = detail_.end();
    if (!b_.where->broken()) end_record(); // else it is not complete: the error line has what was read
    ++element_;
    b_.memory.back_to(scratch_);
  }

  void end_record() {
    record& out = b_.out;
    if (!out.event_time)
      out.event_time = b_.head.time;
    else if (b_.head.time != out.event_time)
      out.pdu_time = b_.head.time;
    if (out.time_qualifier != time_qualifier::none && b_.head.time_qualifier != time_qualifier::none &&
        out.time_qualifier != b_.head.time_qualifier)
      out.attributes.add(
          {"timeStampQualifier", "PS-PDU.pSHeader.timeStampQualifier", name_of(b_.head.time_qualifier)});
    if (out.event == event_type::none) out.event = event_type::unknown;
    conclude(b_);
    if (out.cin)
      out.correlation.add(
          {correlation_scheme::cin, value::decimal_text(static_cast<std::uint64_t>(*out.cin), b_.memory)});
    if (!is_empty(b_.head.cin_extension))
      out.correlation.add(
          {correlation_scheme::cin_extension, value::hex(b_.head.cin_extension.value, b_.memory)});
    // an element of a list is two octets at least
    if (b_.notes_cut || (lost_ && out.unknown.full()) ||
        (pdu_.length > 2 * field::list<field::text>::most && any_overflow(out)))
      note_of_record(fault_code::list_cut);
    if (header_cut_) note_of_record(fault_code::header_cut);
    out.id = element_id(element_);
    if (b_.memory.refused()) note_of_record(fault_code::memory_exceeded); // texts are missing
    (*sink_)(out);
    clear_out(); // notes and unknown members that follow become the next element's
  }

  void note_of_record(fault_code what) { b_.out.notes.add().code = name_of(what); }

  field::text element_id(std::uint32_t index) {
    if (index == 0) return pdu_.id;
    const field::text number = value::decimal_text(index, b_.memory);
    auto* const at = b_.memory.allocate(pdu_.id.size() + 1 + number.size());
    if (at == nullptr) return pdu_.id;
    char* const to = reinterpret_cast<char*>(at);
    std::copy(pdu_.id.begin(), pdu_.id.end(), to);
    to[pdu_.id.size()] = '-';
    std::copy(number.begin(), number.end(), to + pdu_.id.size() + 1);
    return {to, pdu_.id.size() + 1 + number.size()};
  }

  void event(const row_rules& rules, const place& at) {
    b_.out.event = rules.event;
    b_.out.source_event = schema::row_name(at.id);
    if (b_.in_element) b_.event_depth = b_.where->depth() + std::size_t{1};
  }

  void open(const row_rules& rules, const place& at) {
    if (saved_ == saves_.size()) return;
    save& here = saves_[saved_++];
    saved_depth_ = static_cast<std::uint16_t>(b_.where->depth() + 1);
    here = {saved_depth_, false, false, b_.in};
    bool location = false;
    for (const mark* m : {rules.type_mark, rules.mark}) { // what the member says wins
      if (m == nullptr) continue;
      if (m->address != address_of::nothing) b_.in.address = m->address;
      if (m->plmn != plmn_of::nothing) b_.in.plmn = m->plmn;
      b_.in.identifier |= m->identifier;
      b_.in.notice |= m->notice;
      b_.in.site |= m->site;
      b_.in.rule |= m->rule;
      b_.in.bearer |= m->bearer;
      if (m->bearers != bearer_state::none) b_.in.bearers = m->bearers;
      if (m->slice != slice_status::none) b_.in.slice = m->slice;
      if (m->where != location_role::none) b_.in.where = m->where;
      if (m->apart) b_.in.location = -1;
      location |= m->location;
    }
    if (rules.nobody) b_.in.nobody = true;
    if (rules.role != party_role::none) {
      b_.in.role = rules.role;
      b_.in.party = -1;
      b_.in.nobody = false;
    }
    const bool is_list = at.node.kind == schema::kind::sequence_of || at.node.kind == schema::kind::set_of;
    if (b_.in.role != party_role::none && b_.in.party < 0 && !is_list) {
      party& fresh = b_.out.parties.add();
      fresh.role = b_.in.role;
      b_.in.party = static_cast<int>(&fresh - b_.out.parties.begin());
      here.party = true;
    }
    if (location && b_.in.location < 0) {
      begin_location();
      here.location = true;
    }
  }

  void close() {
    const save& here = saves_[--saved_];
    saved_depth_ = saved_ == 0 ? 0 : saves_[saved_ - 1].depth;
    if (here.location) end_location();
    if (here.party) {
      party& done = b_.out.parties[static_cast<std::size_t>(b_.in.party)];
      const party_role role = std::exchange(done.role, {});
      if (!is_empty(done))
        done.role = role;
      else if (&done == &b_.out.parties.back())
        b_.out.parties.pop_back();
    }
    b_.in = here.before;
  }

  void begin_location() {
    location& fresh = b_.out.locations.add();
    b_.in.location = static_cast<int>(&fresh - b_.out.locations.begin());
    fresh.role = b_.in.role != party_role::none       ? location_role::other_party
                 : b_.in.where != location_role::none ? b_.in.where
                                                      : location_role::current;
    if (fresh.role == location_role::area_of_interest) fresh.presence = b_.presence;
    fresh.source = b_.path_in_event();
    b_.location_is_current.reset();
  }
  // What has nothing but its marks is none. An age, or what the sender says, makes it the last known one.
  void end_location() {
    location& done = b_.here();
    if (!done.position.latitude && done.position.points.empty()) done.position.shape = {};
    const location_role role = std::exchange(done.role, {});
    const presence_state presence = std::exchange(done.presence, {});
    const field::text source = std::exchange(done.source, {});
    if (is_empty(done)) {
      if (&done == &b_.out.locations.back()) b_.out.locations.pop_back();
      return;
    }
    const bool is_current = b_.location_is_current.value_or(done.age_minutes.value_or(0) <= 0);
    if (!done.time && b_.report_time) {
      done.time = b_.report_time;
      b_.report_time_taken = true;
    }
    done.role = role == location_role::current && !is_current ? location_role::last_known : role;
    done.presence = presence;
    done.source = source;
  }

  build b_;
  envelope_cache envelopes_;
  Detail detail_;
  const function_ref<void(const record&)>* sink_ = nullptr;
  const rule_table& rules_;
  pdu_place pdu_;
  std::array<save, schema::walk_state::most_levels + 1> saves_;
  std::size_t saved_ = 0;
  std::uint16_t saved_depth_ = 0; // of the last of them; 0: there is none
  std::uint64_t defects_ = 0;
  error lost_;
  std::uint32_t element_ = 0;
  std::uint16_t element_depth_ = 0;
  bool unfinished_ = false; // a PDU broke off: something of it is left
  bool header_cut_ = false;
  arena::position scratch_; // where the element's own texts begin
};

} // namespace lihi::normalize
