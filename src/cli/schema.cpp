// lihi schema
#include "cli/commands.hpp"
#include "core/nearest.hpp"
#include "cli/output.hpp"
#include "cli/terminal.hpp"
#include "normalize/rules.hpp"
#include "schema_ids.hpp"

#include <algorithm>
#include <fmt/format.h>
#include <iterator>
#include <set>
#include <string>
#include <strings.h>

namespace lihi::cli {
namespace {

using namespace schema;

std::string tag_of(const row& member) {
  if (member.tag == any_tag) return "";
  if (ber::class_of(member.tag) == ber::tag_class::context)
    return fmt::format("[{}]", ber::number_of(member.tag));
  return "";
}

std::string range_of(const row& member) {
  if (!member.has(bounded)) return "";
  const auto [low, high] = bounds_of(member);
  const bool open =
      member.has(wide) ? high == unlimited : member.kind != kind::integer && member.high == 0xFFFFFFFF;
  const std::string upper = open ? "MAX" : std::to_string(high);
  const std::string range = low == high && !open ? std::to_string(low) : fmt::format("{}..{}", low, upper);
  const char* const more = member.has(extensible) ? ",..." : "";
  return member.kind == kind::integer ? fmt::format(" ({}{})", range, more)
                                      : fmt::format(" (SIZE({}{}))", range, more);
}

void show(node_id id, std::string& out) {
  const auto to = std::back_inserter(out);
  const node& type = nodes[id];
  fmt::format_to(to, "{}  {}{}\n", node_name(id), kind_name(type.kind), range_of(rows[self_row(id)]));
  if (type.kind == kind::enumerated)
    for (const enumerator& each : enumerators_of(type))
      fmt::format_to(to, "  {:<40} {}\n", pool_name(each.name), each.value);
  const normalize::rule_table& rules = normalize::rule_table::get();
  for (std::uint16_t i = 0; i < type.row_count; ++i) {
    const auto member = static_cast<row_id>(type.first_row + i);
    const row& r = rows[member];
    const std::string_view name = row_name(member);
    std::string line = fmt::format("  {:<32} {:<6} {}{}{}", name.empty() ? "(element)" : name, tag_of(r),
                                   node_name(r.node), range_of(r), r.has(optional) ? " OPTIONAL" : "");
    if (r.has(contains)) line += fmt::format(" CONTAINING {}", node_name(static_cast<node_id>(r.low)));
    if (const auto event = name_of(rules[member].event); !event.empty())
      line += fmt::format("  -> event {}", event);
    if (!rules[member].feeds.empty()) line += fmt::format("  -> {}", rules[member].feeds);
    fmt::format_to(to, "{}\n", line);
  }
  for (const release_overlay* each = release_overlays; each->release != 0; ++each)
    if (each->node == id)
      fmt::format_to(to, "  differs in release {}: {}\n", each->release, node_name(each->overlay));
}

// Names as in the modules, or with letters of another case.
bool same_name(std::string_view a, std::string_view b) {
  return a.size() == b.size() && ::strncasecmp(a.data(), b.data(), a.size()) == 0;
}

std::vector<std::string> all_names() {
  std::set<std::string> out;
  for (std::uint32_t id = 0; id < node_count; ++id) out.emplace(node_name(static_cast<node_id>(id)));
  for (std::uint32_t id = 1; id < first_self_row; ++id) out.emplace(row_name(static_cast<row_id>(id)));
  out.erase("");
  return {out.begin(), out.end()};
}

// Of the type with that name, else of the members with it, else of those that differ in case alone.
bool describe(const std::string& name, std::string& out) {
  const auto to = std::back_inserter(out);
  if (name.empty()) {
    for (std::uint32_t id = 0; id < node_count; ++id)
      fmt::format_to(to, "{:<56} {}\n", node_name(static_cast<node_id>(id)), kind_name(nodes[id].kind));
    return true;
  }
  const auto members = [&](const auto& same) {
    for (std::uint32_t id = 1; id < first_self_row; ++id) {
      const auto row = static_cast<row_id>(id);
      if (same(row_name(row), name))
        fmt::format_to(to, "{}.{} {} {}\n", node_name(row_parents[id]), row_name(row), tag_of(rows[id]),
                       node_name(rows[id].node));
    }
    return !out.empty();
  };
  if (const node* const found = find_node(name)) {
    show(id_of(*found), out);
    return true;
  }
  if (members(std::equal_to<std::string_view>())) return true;
  for (std::uint32_t id = 0; id < node_count; ++id)
    if (same_name(node_name(static_cast<node_id>(id)), name)) show(static_cast<node_id>(id), out);
  return members(same_name);
}

} // namespace

int show_schema(const schema_options& options) {
  std::string text;
  if (!describe(options.name, text)) {
    tell("the schema has no type and no member called " + visible(options.name) +
         did_you_mean(options.name, all_names()));
    return 2;
  }
  output out;
  if (out.write(text) || out.closed()) return 0;
  tell(out.error());
  return 2;
}

} // namespace lihi::cli
