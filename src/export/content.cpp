#include "export/header_visitor.hpp"
#include "normalize/rules.hpp"

#include <algorithm>
#include <lihi/content.hpp>
#include <vector>

namespace lihi {
namespace {

// The rules for content, by row.
std::vector<normalize::handler> content_handlers() {
  std::vector<normalize::handler> out(schema::row_count);
  const auto& rules = normalize::rule_table::get();
  for (std::uint32_t row = 0; row < schema::row_count; ++row) {
    const normalize::row_rules& all = rules[static_cast<schema::row_id>(row)];
    if (all.feeds.starts_with("content")) out[row] = all.on_value;
  }
  return out;
}

class content_visitor {
 public:
  explicit content_visitor(normalize::build& b) : b_(b) {
    static const std::vector<normalize::handler> all = content_handlers();
    handlers_ = all.data();
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
  void value(const schema::place& at, code fault) {
    if (element_depth_ == 0) return header_->value(at, fault);
    if (const normalize::handler apply = handlers_[at.id]; apply != nullptr && !schema::unreadable(fault))
      apply(b_, at);
  }
  void unknown(const schema::place&, ber::tag, bytes) noexcept {}
  void note(code, const std::uint8_t*) noexcept {}
  void fault(const error&) noexcept {}

  const schema::walk_state* where = nullptr;

 private:
  normalize::build& b_;
  const normalize::handler* handlers_;
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
  header = {};
  header_visitor to(header);
  to.where = &p.walk;
  p.visitor.begin(to, call, self);
  const error fault = p.walk.walk(pdu.octets, pdu.offset, schema::type::PS_PDU);
  return fault ? fault : to.too_long;
}

} // namespace lihi
