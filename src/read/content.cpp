#include "read/header_visitor.hpp"
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
  const normalize::rule_table& rules = normalize::rule_table::get();
  for (std::uint32_t i = 0; i < schema::row_count; ++i) {
    const auto row = static_cast<schema::row_id>(i);
    if (rules[row].feeds.starts_with("content")) out[i].content = rules[row].on_value;
    out[i].wanted =
        out[i].content != nullptr || header_field_of(row) || schema::rows[i].has(schema::contains);
  }
  return out;
}

class content_visitor : public schema::values_only {
 public:
  explicit content_visitor(arena& memory) : b_(memory) {
    static const std::vector<row_use> all = row_uses();
    uses_ = all.data();
  }

  // Before the walk; both must live until its end.
  void begin(header_visitor& header, const function_ref<void(const content_data&)>& each) noexcept {
    header.where = b_.where = where;
    clear_value(b_.out.content);
    header_ = &header;
    each_ = &each;
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
    if (!where->broken() && !is_empty(b_.out.content)) (*each_)(b_.out.content);
    clear_value(b_.out.content);
  }
  [[nodiscard]] bool wants(schema::row_id id) const noexcept { return uses_[id].wanted; }
  [[gnu::always_inline]] void value(const schema::place& at, fault_code fault) {
    if (element_depth_ == 0) return header_->value(at, fault);
    if (const normalize::handler apply = uses_[at.id].content; apply != nullptr && !schema::unreadable(fault))
      apply(b_, at);
  }

  const schema::walk_state* where = nullptr;

 private:
  normalize::build b_;
  const row_use* uses_;
  header_visitor* header_ = nullptr;
  const function_ref<void(const content_data&)>* each_ = nullptr;
  std::uint16_t element_depth_ = 0;
};

} // namespace

struct content_reader::parts : reader<content_visitor> {
  using reader::reader;
};

content_reader::content_reader(const limits& bounds) : parts_(std::make_unique<parts>(bounds)) {}
content_reader::~content_reader() = default;
content_reader::content_reader(content_reader&&) noexcept = default;
content_reader& content_reader::operator=(content_reader&&) noexcept = default;

error content_reader::read(const frame& pdu, header_fields& header,
                           function_ref<void(const content_data&)> each) & {
  header.clear();
  header_visitor to(header);
  parts_->visitor().begin(to, each);
  const error fault = parts_->read(pdu);
  return fault ? fault : to.too_long;
}

} // namespace lihi
