#include "export/header_visitor.hpp"
#include "normalize/rules.hpp"

#include <algorithm>
#include <lihi/content.hpp>
#include <vector>

namespace lihi {
namespace {

// What is done about a value, by row.
struct row_use {
  normalize::handler content = nullptr;
  bool wanted = false;
};

std::vector<row_use> row_uses() {
  std::vector<row_use> out(schema::row_count);
  for (const normalize::rule& each : normalize::content_rules())
    if (each.kind == normalize::key_kind::member) out[each.id].content = each.on_value;
  for (const schema::overlay_row& each : schema::overlay_rows) out[each.overlay] = out[each.origin];
  for (std::uint32_t i = 0; i < schema::row_count; ++i) {
    const auto row = static_cast<schema::row_id>(i);
    out[i].wanted =
        out[i].content != nullptr || header_field_of(row) || schema::rows[i].has(schema::contains);
  }
  return out;
}

class content_visitor : public schema::values_only {
 public:
  explicit content_visitor(normalize::build& b) : b_(b) {
    static const std::vector<row_use> all = row_uses();
    uses_ = all.data();
  }

  void begin(header_visitor& header, void (*call)(void*, const content_data&), void* self) noexcept {
    header_ = &header;
    call_ = call;
    self_ = self;
    element_depth_ = 0;
  }

  bool enter(const schema::place& at) noexcept {
    if (element_depth_ != 0) return true;
    if (at.row.node == schema::type::PS_CCPayload || at.row.node == schema::type::EncryptionContainer) {
      if (at.row.node == schema::type::EncryptionContainer) (void)header_->enter(at);
      element_depth_ = static_cast<std::uint16_t>(where->depth() + 1);
      return true;
    }
    return header_->enter(at) || at.id == schema::member::Payload_::cCPayloadSequence;
  }
  void leave(const schema::place&) {
    if (element_depth_ == 0 || where->depth() != element_depth_) return;
    element_depth_ = 0;
    if (!where->broken() && !is_empty(b_.out.content)) call_(self_, b_.out.content);
    clear_value(b_.out.content);
  }
  [[nodiscard]] bool wants(schema::row_id id) const noexcept { return uses_[id].wanted; }
  [[gnu::always_inline]] void value(const schema::place& at, code fault) {
    if (element_depth_ == 0) return header_->value(at, fault);
    if (const normalize::handler apply = uses_[at.id].content; apply != nullptr && !schema::unreadable(fault))
      apply(b_, at);
  }

  const schema::walk_state* where = nullptr;

 private:
  normalize::build& b_;
  const row_use* uses_;
  header_visitor* header_ = nullptr;
  void (*call_)(void*, const content_data&) = nullptr;
  void* self_ = nullptr;
  std::uint16_t element_depth_ = 0;
};

} // namespace

struct content_reader::parts {
  explicit parts(const limits& wanted)
      : bounds(wanted), memory(bounds.arena), build(memory), visitor(build), walk(visitor, memory, bounds) {
    visitor.where = &walk;
    build.where = &walk;
  }

  limits bounds;
  arena memory;
  normalize::build build;
  content_visitor visitor;
  schema::walker<content_visitor> walk;
};

content_reader::content_reader(const limits& bounds) : parts_(std::make_unique<parts>(bounds)) {}
content_reader::~content_reader() = default;
content_reader::content_reader(content_reader&&) noexcept = default;
content_reader& content_reader::operator=(content_reader&&) noexcept = default;

error content_reader::read_into(const frame& pdu, header_fields& header, sink call, void* self) {
  parts& p = *parts_;
  p.memory.reset();
  clear_value(p.build.out.content);
  header.clear();
  header_visitor to(header);
  to.where = &p.walk;
  p.visitor.begin(to, call, self);
  const error fault = p.walk.walk(pdu.octets, pdu.offset, schema::type::PS_PDU);
  return fault ? fault : to.too_long;
}

} // namespace lihi
