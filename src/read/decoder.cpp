#include "core/hash.hpp"
#include "etsi/reader.hpp"
#include "normalize/normalizer.hpp"
#include "write/jer_writer.hpp"

#include <array>
#include <lihi/decoder.hpp>

namespace lihi {
namespace {

// The element as one JER object: a record's detail.
class jer_detail : public jer_writer {
 public:
  explicit jer_detail(std::size_t most) noexcept : jer_writer(out_), out_(most) {}
  void begin() {
    out_.clear();
    out_.put('{');
  }
  [[nodiscard]] field::text end() {
    finish();
    out_.put('}');
    return out_.view();
  }
  // What was large is given back.
  void clear() noexcept { out_.clear(); }

 private:
  text_buffer out_;
};
using plain_reader = reader<normalize::normalizer<normalize::no_detail>>;
using detailed_reader = reader<normalize::normalizer<jer_detail>>;

// JER alone: notes and unknown members are not its business.
struct jer_visitor : jer_writer, schema::values_only {
  explicit jer_visitor(std::size_t most) noexcept : jer_writer(text), text(most) {}
  const schema::walk_state* where = nullptr;
  text_buffer text;
};

// Equal octets, equal id: 128 bits of XXH3 over the whole PS-PDU, in hex.
class pdu_id {
 public:
  explicit pdu_id(bytes octets) noexcept { // NOLINT: all of it is filled
    (void)put_hex(digits_.data(), hash_128(octets));
  }
  [[nodiscard]] field::text view() const noexcept { return {digits_.data(), digits_.size()}; }

 private:
  std::array<char, 2 * sizeof(hash_128({}))> digits_;
};

} // namespace

struct decoder::parts {
  explicit parts(const decoder_options& options) : jer(options.bounds, options.bounds.text) {
    if (options.detail)
      detailed.emplace(options.bounds, options.bounds.text);
    else
      plain.emplace(options.bounds);
  }

  std::optional<plain_reader> plain;
  std::optional<detailed_reader> detailed;
  reader<jer_visitor> jer;
  std::uint64_t defects = 0;

  template <class Reader>
  error records(Reader& with, const frame& pdu, const stream_source& source, const record_sink& each) {
    auto& to = with.visitor();
    const std::uint64_t before = to.defects();
    const pdu_id id(pdu.octets);
    to.begin({source, pdu.offset, pdu.octets.size(), id.view()}, each);
    error fault;
    try {
      fault = with.walk(pdu);
      if (!fault) to.end();
      if (!fault) fault = to.lost();
    } catch (const text_buffer::exceeded&) {
      fault = {pdu.offset, 0, fault_code::memory_exceeded, 0};
    }
    to.detail().clear();
    defects = to.defects() - before;
    return fault_of(fault, pdu);
  }
};

decoder::decoder(const decoder_options& options) : parts_(std::make_unique<parts>(options)) {}
decoder::~decoder() = default;
decoder::decoder(decoder&&) noexcept = default;
decoder& decoder::operator=(decoder&&) noexcept = default;

error decoder::read(const frame& pdu, const stream_source& source, record_sink each) & {
  return parts_->plain ? parts_->records(*parts_->plain, pdu, source, each)
                       : parts_->records(*parts_->detailed, pdu, source, each);
}

error decoder::jer(const frame& pdu, std::string_view& text) & {
  jer_visitor& to = parts_->jer.visitor();
  to.text.clear();
  error fault;
  try {
    fault = parts_->jer.read(pdu);
    to.finish();
  } catch (const text_buffer::exceeded&) {
    to.text.clear(); // a part of it would be no JSON
    fault = {pdu.offset, 0, fault_code::memory_exceeded, 0};
  }
  text = to.text.view();
  return fault;
}

std::uint64_t decoder::defects() const noexcept { return parts_->defects; }
std::uint64_t decoder::header_number() const noexcept {
  return parts_->plain ? parts_->plain->visitor().header_number()
                       : parts_->detailed->visitor().header_number();
}

} // namespace lihi
