// lihi schema
#include "cli/commands.hpp"
#include "normalize/rules.hpp"
#include "schema_ids.hpp"

#include <algorithm>
#include <cstdio>
#include <fmt/format.h>
#include <string>

namespace lihi::cli {
namespace {

using namespace schema;

std::string tag_of(const row& member) {
  if (member.tag == any_tag) return "";
  if (ber::class_of(member.tag) == ber::tag_class::context)
    return fmt::format("[{}]", ber::number_of(member.tag));
  return "";
}

std::string bounds_of(row_id id, const row& member) {
  if (!member.has(bounded)) return "";
  std::int64_t low = member.low, high = member.high;
  bool open = !is_primitive(member.kind) ? member.high == 0xFFFFFFFF
                                         : member.kind != kind::integer && member.high == 0xFFFFFFFF;
  if (const wide_bound* const wide_one = member.has(wide) ? find_wide_bound(id) : nullptr) {
    low = wide_one->low;
    high = wide_one->high;
    open = high == unlimited;
  }
  const std::string upper = open ? "MAX" : std::to_string(high);
  const std::string range = low == high && !open ? std::to_string(low) : fmt::format("{}..{}", low, upper);
  const char* const more = member.has(extensible) ? ",..." : "";
  return member.kind == kind::integer ? fmt::format(" ({}{})", range, more)
                                      : fmt::format(" (SIZE({}{}))", range, more);
}

void show(node_id id) {
  const node& type = nodes[id];
  fmt::print("{}  {}{}\n", node_name(id), kind_name(type.kind), bounds_of(self_row(id), rows[self_row(id)]));
  if (type.kind == kind::enumerated)
    for (const enumerator& each : enumerators_of(type))
      fmt::print("  {:<40} {}\n", pool_name(each.name), each.value);
  const normalize::rule_table& rules = normalize::rule_table::get();
  for (std::uint16_t i = 0; i < type.row_count; ++i) {
    const auto member = static_cast<row_id>(type.first_row + i);
    const row& r = rows[member];
    const std::string_view name = row_name(member);
    std::string line =
        fmt::format("  {:<32} {:<6} {}{}{}", name.empty() ? "(element)" : name, tag_of(r), node_name(r.node),
                    bounds_of(member, r), r.has(optional) ? " OPTIONAL" : "");
    if (r.has(contains)) line += fmt::format(" CONTAINING {}", node_name(static_cast<node_id>(r.low)));
    if (!rules[member].event.empty()) line += fmt::format("  -> event {}", rules[member].event);
    if (!rules[member].feeds.empty()) line += fmt::format("  -> {}", rules[member].feeds);
    fmt::print("{}\n", line);
  }
  for (const release_overlay* each = release_overlays; each->release != 0; ++each)
    if (each->node == id)
      fmt::print("  differs in release {}: {}\n", each->release, node_name(each->overlay));
}

} // namespace

int show_schema(const schema_options& options) {
  if (options.name.empty()) {
    for (std::uint32_t id = 0; id < node_count; ++id)
      fmt::print("{:<56} {}\n", node_name(static_cast<node_id>(id)), kind_name(nodes[id].kind));
    return 0;
  }
  if (const node* const found = find_node(options.name)) {
    show(static_cast<node_id>(found - nodes));
    return 0;
  }
  // not a type: a member's name?
  bool any = false;
  for (std::uint32_t id = 1; id < first_self_row; ++id) {
    if (row_name(static_cast<row_id>(id)) != options.name) continue;
    any = true;
    const row& r = rows[id];
    fmt::print("{}.{} {} {}\n", node_name(row_parents[id]), options.name, tag_of(r), node_name(r.node));
  }
  if (!any) fmt::print(stderr, "lihi: the schema has no type and no member called that\n");
  return any ? 0 : 2;
}

} // namespace lihi::cli
