// The walker against asn1c's ber_decode: what the walker reads without a remark, asn1c reads with the same
// values; what asn1c reads, the walker does not reject. known_disagreements.txt has the exceptions.
#include "differential/asn1c_reference.hpp"
#include "write/jer_writer.hpp"
#include "fuzz/fuzz.hpp"
#include "schema_ids.hpp"

#include <lihi/decoder.hpp>
#include <string>
#include <vector>

namespace {

using namespace lihi;

// Members with a DEFAULT, which asn1c fills in: the marks of each type.
std::vector<std::uint64_t> all_defaults() {
  std::vector<std::uint64_t> marks(schema::node_count);
  for (std::uint32_t node = 0; node < schema::node_count; ++node)
    for (unsigned i = 0; i < schema::nodes[node].row_count && i < schema::seen_members; ++i) {
      const auto id = static_cast<schema::row_id>(schema::nodes[node].first_row + i);
      for (const std::string_view name : {"version", "iRITransaction", "end-of-sequence", "mapDatum"})
        if (schema::rows[id].has(schema::optional) && schema::row_name(id) == name)
          marks[node] |= std::uint64_t{1} << i;
    }
  return marks;
}
const std::vector<std::uint64_t> defaults = all_defaults();

// Limits of ours (known_disagreements.txt: limits).
bool is_limit(fault_code fault) {
  return fault == fault_code::depth_exceeded || fault == fault_code::elements_exceeded ||
         fault == fault_code::unknown_exceeded || fault == fault_code::memory_exceeded;
}
// asn1c does not see these everywhere (known_disagreements.txt: form, end-of-contents, lengths, unused bits).
bool is_overlooked(fault_code fault) {
  return fault == fault_code::constructed_expected || fault == fault_code::primitive_expected ||
         fault == fault_code::bad_end_of_contents || fault == fault_code::length_past_parent ||
         fault == fault_code::bad_bit_string || fault == fault_code::length_too_big ||
         fault == fault_code::indefinite_primitive;
}

struct watcher : jer_writer {
  using jer_writer::jer_writer;
  const schema::walk_state* where = nullptr;
  bytes pdu;
  bool clean = true;    // nothing was noticed
  bool excused = false; // known_disagreements.txt tells why asn1c does not see the fault
  bool special = false; // something that known_disagreements.txt names came along

  bool enter(const schema::place& at) {
    const schema::node_id node = schema::id_of(at.node);
    if (schema::node_origins[node] != node) special = true; // release overlays
    return jer_writer::enter(at);
  }
  void leave(const schema::place& at) {
    if (at.node.kind == schema::kind::sequence &&
        (defaults[schema::id_of(at.node)] & ~where->top().seen) != 0)
      special = true; // defaults
    jer_writer::leave(at);
  }
  void value(const schema::place& at, fault_code fault) {
    const bool segmented_text = (*at.begin & 0x20) != 0 && at.row.kind >= schema::kind::utf8_string;
    const bool big_integer =
        at.row.kind == schema::kind::integer && at.content.size() > 8 && !at.row.has(schema::bounded);
    const bool unused_bits = at.row.kind == schema::kind::bit_string && at.content.size() > 1 &&
                             (at.content.back() & ((1u << (at.content[0] & 7)) - 1)) != 0;
    special = special || segmented_text || big_integer || unused_bits;
    jer_writer::value(at, fault);
  }
  void unknown(const schema::place&, ber::tag, bytes) noexcept { clean = false; }
  void note(fault_code, const std::uint8_t*) noexcept { clean = false; }
  void fault(const error& what) noexcept {
    excused =
        !clean || is_limit(what.code) || is_overlooked(what.code) || is_skipped(what) || is_contained(what);
    clean = false;
  }

 private:
  // The element is one that asn1c skips as an extension.
  [[nodiscard]] bool is_skipped(const error& what) const noexcept {
    if (what.offset >= pdu.size() || where->depth() == 0) return false;
    ber::header head;
    // the tag, whatever the length
    (void)ber::read_header(pdu.data() + what.offset, pdu.data() + pdu.size(), head);
    const schema::node& around = *where->top().node;
    const bool list = around.kind == schema::kind::sequence_of || around.kind == schema::kind::set_of;
    const schema::node& skipper = list ? schema::nodes[schema::rows_of(around)[0].node] : around;
    return skipper.extensible && schema::find_member_slow(around, head.tag, 0) < 0;
  }
  [[nodiscard]] bool is_contained(const error& what) const noexcept {
    bool contained = schema::rows[what.row].has(schema::contains);
    for (std::size_t depth = 1; depth <= where->depth(); ++depth)
      contained = contained || schema::rows[where->at_depth(depth).id].has(schema::contains);
    return contained;
  }
};

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const fuzz::exact octets({data, size});
  const bytes pdu = octets.get();
  std::size_t measured = 0;
  if (size > 20'000 || ber::measure(pdu.data(), pdu.data() + size, 64, measured) != fault_code::none ||
      measured != size)
    return 0; // not one element
  text_buffer jer;
  watcher visitor(jer);
  arena memory(1u << 20);
  const limits bounds;
  schema::walker<watcher> walk(visitor, memory, bounds);
  visitor.where = &walk;
  visitor.pdu = pdu;
  const error fault = walk.walk(pdu, 0, schema::type::PS_PDU);
  visitor.finish();
  if (visitor.special) return 0;
  const auto [theirs, allocated, over_budget] = test::asn1c_read(pdu, test::asn1c_budget(size));
  fuzz::require(!over_budget, "asn1c allocates within its budget");
  if (theirs && fault && !visitor.excused) {
    std::fprintf(stderr, "%s\n", explain(fault, {pdu, 0, true, fault_code::none}).c_str());
    fuzz::require(false, "what asn1c reads is not rejected");
  }
  if (!visitor.clean) return 0;
  fuzz::require(theirs.has_value(), "what is read without a remark is read by asn1c");
  if (jer.view() == *theirs || fuzz::same_json(jer.view(), *theirs)) return 0;
  std::fprintf(stderr, "walker %.*s\nasn1c  %s\n", static_cast<int>(jer.view().size()), jer.view().data(),
               theirs->c_str());
  fuzz::require(false, "and both read the same values");
  return 0;
}
