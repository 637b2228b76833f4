#include "export/jer_writer.hpp"
#include "export/record_writer.hpp"
#include "normalize/normalizer.hpp"
#include "schema_ids.hpp"

#define XXH_INLINE_ALL
#include <xxhash.h>

#include <lihi/decoder.hpp>

namespace lihi {
namespace {

struct erased_sink {
  void (*call)(void*, const record&) = nullptr;
  void* self = nullptr;
  void operator()(const record& one) const { call(self, one); }
};

// The element as one JER object: a record's detail.
class jer_detail : public jer_writer {
 public:
  explicit jer_detail(text_buffer& out) noexcept : jer_writer(out), out_(out) {}
  void begin() {
    out_.clear();
    out_.put('{');
  }
  [[nodiscard]] text end() {
    finish();
    out_.put('}');
    return out_.view();
  }

 private:
  text_buffer& out_;
};
using plain_normalizer = normalize::normalizer<erased_sink, normalize::no_detail>;
using detailed_normalizer = normalize::normalizer<erased_sink, jer_detail>;

// JER alone: notes and unknown members are not its business.
struct jer_visitor : jer_writer, schema::values_only {
  using jer_writer::jer_writer;
};

// Keeps the path of the first fault.
struct path_visitor : schema::values_only {
  const schema::walk_state* where = nullptr;
  error of;
  std::string path;
  bool enter(const schema::place&) noexcept { return true; }
  void leave(const schema::place&) noexcept {}
  void value(const schema::place&, code) noexcept {}
  void fault(const error&) { path = where->path(); }
  void unknown(const schema::place&, ber::tag, bytes element) {
    if (of.code == code::unknown_exceeded && where->offset_of(element.data()) == of.offset)
      path = where->path();
  }
};

// Equal octets, equal id: 128 bits of XXH3 over the whole PS-PDU.
text pdu_id(bytes octets, arena& memory) {
  const XXH128_hash_t hash = XXH3_128bits(octets.data(), octets.size());
  XXH128_canonical_t canonical;
  XXH128_canonicalFromHash(&canonical, hash);
  return value::hex({canonical.digest, sizeof canonical.digest}, memory);
}

} // namespace

struct decoder::parts {
  explicit parts(const decoder_options& wanted)
      : options(wanted), memory(wanted.bounds.arena), detail_text(wanted.bounds.text),
        jer_text(wanted.bounds.text), build(memory), detail(detail_text), plain(build, no_detail, sink),
        detailed(build, detail, sink), plain_walker(plain, memory, options.bounds),
        detailed_walker(detailed, memory, options.bounds), jer(jer_text),
        jer_walker(jer, memory, options.bounds) {}

  decoder_options options;
  arena memory;
  erased_sink sink;
  text_buffer detail_text, jer_text;
  normalize::build build;
  normalize::no_detail no_detail;
  jer_detail detail;
  plain_normalizer plain;
  detailed_normalizer detailed;
  schema::walker<plain_normalizer> plain_walker;
  schema::walker<detailed_normalizer> detailed_walker;
  jer_visitor jer;
  schema::walker<jer_visitor> jer_walker;
  std::uint64_t defects = 0;

  template <class Normalizer, class Walker>
  error run(Normalizer& to, Walker& walk, const frame& pdu, std::string_view source) {
    memory.reset();
    const std::uint64_t before = to.defects();
    to.begin(walk, {source, pdu.offset, pdu.octets.size(), pdu_id(pdu.octets, memory)});
    error fault;
    try {
      fault = walk.walk(pdu.octets, pdu.offset, schema::type::PS_PDU);
      if (!fault) to.end();
      if (!fault) fault = to.lost();
    } catch (const text_buffer::exceeded&) {
      fault = {pdu.offset, 0, code::memory_exceeded, 0};
    }
    detail_text.clear(); // what was large is given back
    defects = to.defects() - before;
    return fault_of(fault, pdu);
  }
};

decoder::decoder(const decoder_options& options) : parts_(std::make_unique<parts>(options)) {}
decoder::~decoder() = default;
decoder::decoder(decoder&&) noexcept = default;
decoder& decoder::operator=(decoder&&) noexcept = default;

error decoder::read_into(const frame& pdu, std::string_view source, sink call, void* self) {
  parts_->sink = {call, self};
  return parts_->options.detail ? parts_->run(parts_->detailed, parts_->detailed_walker, pdu, source)
                                : parts_->run(parts_->plain, parts_->plain_walker, pdu, source);
}

error decoder::jer(const frame& pdu, std::string_view& text) & {
  parts_->memory.reset();
  parts_->jer_text.clear();
  error fault;
  try {
    fault = parts_->jer_walker.walk(pdu.octets, pdu.offset, schema::type::PS_PDU);
    parts_->jer.finish();
  } catch (const text_buffer::exceeded&) {
    parts_->jer_text.clear(); // a part of it would be no JSON
    fault = {pdu.offset, 0, code::memory_exceeded, 0};
  }
  text = parts_->jer_text.view();
  return fault_of(fault, pdu);
}

std::uint64_t decoder::defects() const noexcept { return parts_->defects; }

std::string path_of(const error& fault, const frame& pdu, const limits& bounds) {
  if (!fault || !pdu.is_pdu) return {};
  if (fault.depth == 0 && fault.row == 0) return std::string(schema::node_name(schema::type::PS_PDU));
  arena memory(bounds.arena);
  path_visitor visitor;
  visitor.of = fault;
  schema::walker<path_visitor> walk(visitor, memory, bounds);
  visitor.where = &walk;
  (void)walk.walk(pdu.octets, pdu.offset, schema::type::PS_PDU);
  return visitor.path;
}

std::string explain(const error& found, const frame& pdu, const limits& bounds) {
  const error fault = fault_of(found, pdu);
  if (!fault) return {};
  std::string out(name(fault.code));
  out += " at " + std::to_string(fault.offset);
  if (const std::string path = path_of(fault, pdu, bounds); !path.empty()) out += ": " + path;
  out += ": ";
  out += message(fault.code);
  return out;
}

void write_json(const record& from, std::string& out) {
  text_buffer text;
  write_record(text, from, {});
  out += text.view();
}

// ---- owned_record

namespace {

// Visits every view in a record. The two passes of copying differ only in what they do with one.
template <class Take>
struct view_visitor {
  Take take;

  template <class T>
  void operator()(const char*, T& value, const char*) {
    visit(value);
  }

  void visit(text& value) { take(value); }
  void visit(octets& value) {
    std::string_view view = as_text(value.value);
    take(view);
    value.value = as_bytes(view);
  }
  void visit(json_text& value) { take(value.value); }
  template <class T>
  void visit(std::optional<T>&) {}
  void visit(counter&) {}
  template <vocabulary E>
  void visit(E&) {}
  template <class T>
  void visit(list<T>& value) {
    for (T& each : value) visit(each);
  }
  template <described T>
  void visit(T& value) {
    T::fields(*this, value);
  }
};

template <class Take>
view_visitor(Take) -> view_visitor<Take>;

} // namespace

owned_record::owned_record(const record& from) : record_(from) {
  std::size_t total = 0;
  view_visitor measure{[&total](std::string_view& view) { total += view.size(); }};
  measure.visit(record_);
  storage_ = std::make_unique<char[]>(total + 1);
  char* to = storage_.get();
  view_visitor copy{[&to](std::string_view& view) {
    if (!view.empty()) std::memcpy(to, view.data(), view.size());
    view = {to, view.size()};
    to += view.size();
  }};
  copy.visit(record_);
}

} // namespace lihi
