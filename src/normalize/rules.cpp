#include "normalize/rules.hpp"

#include <algorithm>

namespace lihi::normalize {
namespace {

bool is_mark(const mark& m) noexcept {
  return m.address != address_of::nothing || m.plmn != plmn_of::nothing || m.identifier || m.notice ||
         m.location || m.apart || m.site || m.rule || m.bearer || m.bearers != bearer_state::none ||
         m.slice != slice_status::none || m.where != location_role::none;
}

void apply(row_rules& to, const rule& from) {
  if (from.on_value != nullptr) to.on_value = from.on_value;
  if (from.on_enter != nullptr) to.on_enter = from.on_enter;
  if (from.on_leave != nullptr) to.on_leave = from.on_leave;
  if (is_mark(from.mark)) (from.kind == key_kind::type ? to.type_mark : to.mark) = &from.mark;
  if (!from.feeds.empty()) to.feeds = from.feeds;
}

// Not of types, which stand elsewhere too.
bool is_envelope(const rule& of) {
  const std::span<const rule> all = envelope_rules();
  return of.kind == key_kind::member && &of >= all.data() && &of < all.data() + all.size();
}

// Types that have identities somewhere inside.
std::vector<bool> with_identities(const std::vector<row_rules>& rules) {
  std::vector<bool> out(schema::node_count);
  for (bool more = true; more;) {
    more = false;
    for (std::uint32_t row = 0; row < schema::first_self_row; ++row) {
      const schema::node_id around = schema::row_parents[row];
      if (out[around] || (!rules[row].identity && !out[schema::rows[row].node])) continue;
      out[around] = more = true;
    }
  }
  return out;
}

// All types inside of these.
std::vector<bool> inside(std::vector<schema::node_id> left) {
  std::vector<bool> out(schema::node_count);
  while (!left.empty()) {
    const schema::node_id node = left.back();
    left.pop_back();
    if (out[node] || schema::is_primitive(schema::nodes[node].kind)) continue;
    out[node] = true;
    for (const schema::row& each : schema::rows_of(schema::nodes[node])) left.push_back(each.node);
  }
  return out;
}

// Whose the identities are. What is in no table is nobody's: never the target's by default.
void classify(std::vector<row_rules>& rules) {
  for (row_rules& each : rules) each.identity = feeds_identity(each.feeds);
  const std::vector<bool> leading = with_identities(rules);
  std::vector<schema::node_id> arms; // which say nothing themselves
  for (const schema::row& each : schema::rows_of(schema::nodes[schema::type::IRIEvent]))
    arms.push_back(each.node);
  const std::vector<bool> events = inside(std::move(arms));
  const std::vector<whose_class> classes = classes_of_rows();
  for (std::uint32_t row = 0; row < schema::first_self_row; ++row) {
    if (!rules[row].identity && !leading[schema::rows[row].node]) continue;
    rules[row].role = classes[row].role;
    rules[row].nobody = classes[row].is == whose::nobody ||
                        (classes[row].is == whose::not_said && events[schema::row_parents[row]]);
  }
}

// What a notice says without a field for it.
void keep_of_notice(build& b, const place& at) {
  if (b.keep_all) keep(b, at, true);
}

// Every value of a notice is kept: what no rule takes, as an attribute.
void keep_notices(std::vector<row_rules>& rules) {
  namespace type = schema::type;
  const std::vector<bool> notices = inside(
      {type::HI1_Operation, type::ThreeGPP_HI1_Operation, type::HI4Payload, type::LINotificationPayload});
  for (std::uint32_t row = 0; row < schema::first_self_row; ++row)
    if (notices[schema::row_parents[row]] && schema::is_primitive(schema::rows[row].kind) &&
        rules[row].on_value == nullptr)
      rules[row].on_value = keep_of_notice;
}

std::vector<row_rules> make() {
  std::vector<row_rules> out(schema::row_count);
  const auto tables = rule_tables();
  for (const key_kind kind : {key_kind::type, key_kind::name, key_kind::member})
    for (const auto& table : tables)
      for (const rule& each : table) {
        if (each.kind != kind) continue;
        if (kind == key_kind::member) {
          apply(out[each.id], each);
          out[each.id].envelope = is_envelope(each);
          continue;
        }
        for (std::uint32_t row = 0; row < schema::first_self_row; ++row) {
          const std::uint32_t has = kind == key_kind::name ? schema::row_names[row] : schema::rows[row].node;
          if (has == each.id) apply(out[row], each);
        }
      }
  for (const event_rule& each : event_rules()) out[each.id].event = each.event;
  keep_notices(out);
  classify(out);
  for (const schema::overlay_row& each : schema::overlay_rows) out[each.overlay] = out[each.origin];
  return out;
}

} // namespace

std::vector<std::span<const rule>> rule_tables() {
  return {envelope_rules(), identity_rules(), location_rules(), position_rules(), session_rules(),
          network_rules(),  message_rules(),  sip_rules(),      content_rules()};
}

rule_table::rule_table() : index_(schema::row_count), distinct_(1) {
  const std::vector<row_rules> all = make();
  for (std::size_t row = 0; row < all.size(); ++row) {
    if (all[row].empty()) continue;
    const auto known = std::find(distinct_.begin(), distinct_.end(), all[row]);
    index_[row] = static_cast<std::uint16_t>(known - distinct_.begin());
    if (known == distinct_.end()) distinct_.push_back(all[row]);
  }
}

const rule_table& rule_table::get() {
  static const rule_table all;
  return all;
}

} // namespace lihi::normalize
