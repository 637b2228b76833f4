#include "synth/encoder.hpp"

#include "core/nearest.hpp"
#include "yaml/values.hpp"

#include <algorithm>
#include <map>
#include <yaml-cpp/yaml.h>

namespace lihi::synth {
namespace {

using schema::kind;
using schema::row;
using schema::row_id;

std::vector<std::string> names_in(const schema::node& type) {
  std::vector<std::string> out;
  for (std::uint16_t i = 0; i < type.row_count; ++i)
    out.emplace_back(schema::row_name(static_cast<row_id>(type.first_row + i)));
  return out;
}

// Strings that may come in segments (X.690 clauses 8.7 and 8.23; times are short).
bool is_string(kind of) noexcept {
  return of == kind::octet_string || (of >= kind::utf8_string && of <= kind::general_string);
}

} // namespace

row_id member_of(schema::node_id of, const std::string& name, const YAML::Mark& at) {
  const schema::node& type = schema::nodes[of];
  const std::vector<std::string> names = names_in(type);
  const auto known = std::find(names.begin(), names.end(), name);
  if (known == names.end())
    throw mistake(name + " is no member of " + std::string(schema::node_name(of)) + did_you_mean(name, names),
                  at);
  return static_cast<row_id>(type.first_row + (known - names.begin()));
}

// Looks values up in the schema.
class prepared::reader {
 public:
  reader(ber::form form, const names& known) : known_(known), form_(form) {}

  [[nodiscard]] prepared member(row_id id, const YAML::Node& value) {
    if (depth_ == 0) throw mistake("values stand too deep inside of each other", value.Mark());
    if (values_-- == 0) throw mistake("there are too many values in a step", value.Mark());
    --depth_;
    prepared out = inside_of(id, value);
    ++depth_;
    return out;
  }

  [[nodiscard]] prepared alternative(const schema::node& type, const YAML::Node& value) {
    if (!value.IsMap() || value.size() != 1)
      throw mistake("a map with one of the alternatives is needed", value.Mark());
    const auto only = *value.begin();
    return member(member_of(schema::id_of(type), text_of(only.first), only.first.Mark()), only.second);
  }

  [[nodiscard]] prepared holding(row_id id, std::vector<prepared> inside) const {
    constexpr ber::tag sequence = 16;
    const row& as = schema::rows[id];
    if (as.kind == kind::choice && !as.has(schema::explicit_tag)) return std::move(inside[0]);
    if (as.kind != kind::octet_string) return around(shape::constructed, as.tag, std::move(inside));
    if (schema::nodes[as.low].kind != kind::choice)
      inside = one(around(shape::constructed, sequence, std::move(inside)));
    return around(shape::containing, as.tag, std::move(inside));
  }

 private:
  [[nodiscard]] prepared inside_of(row_id id, const YAML::Node& value) {
    const row& as = schema::rows[id];
    const schema::node& type = schema::nodes[as.node];
    if (as.kind == kind::choice) return holding(id, one(alternative(type, value)));
    if (!schema::is_primitive(as.kind)) return holding(id, members(type, value));
    if (as.kind == kind::octet_string && as.has(schema::contains) && value.IsMap() && !has_tag(value)) {
      const schema::node& inside = schema::nodes[as.low];
      return holding(id,
                     inside.kind == kind::choice ? one(alternative(inside, value)) : members(inside, value));
    }
    prepared out;
    out.is_ = is_string(as.kind) ? shape::string : shape::primitive;
    out.tag_ = as.tag;
    out.content_.emplace_back(id, value, known_);
    return out.content_[0].constant() ? encoded(out) : out;
  }

  [[nodiscard]] std::vector<prepared> members(const schema::node& type, const YAML::Node& value) {
    std::vector<prepared> out;
    if (type.kind == kind::sequence_of || type.kind == kind::set_of) {
      if (!value.IsSequence()) throw mistake("a list is needed", value.Mark());
      for (const auto& each : value) out.push_back(member(type.first_row, each));
      return out;
    }
    if (!value.IsMap() && !value.IsNull()) throw mistake("a map of members is needed", value.Mark());
    // never assigned to, nor sorted: assigning a node changes the value that it stands for
    std::map<row_id, YAML::Node> given;
    if (value.IsMap())
      for (const auto& each : value)
        if (!given
                 .emplace(member_of(schema::id_of(type), text_of(each.first), each.first.Mark()), each.second)
                 .second)
          throw mistake("comes twice", each.first.Mark());
    for (std::uint16_t i = 0; i < type.row_count; ++i) {
      const auto id = static_cast<row_id>(type.first_row + i);
      if (const auto known = given.find(id); known != given.end())
        out.push_back(member(id, known->second));
      else if (!schema::rows[id].has(schema::optional))
        throw mistake(std::string(schema::row_name(id)) + " is missing", value.Mark());
    }
    return out;
  }

  [[nodiscard]] prepared around(shape is, ber::tag tag, std::vector<prepared> inside) const {
    prepared out;
    out.is_ = is;
    out.tag_ = tag;
    for (prepared& each : inside) { // neighbours that are encoded become one
      if (each.is_ == shape::elements && !out.inside_.empty() && out.inside_.back().is_ == shape::elements)
        out.inside_.back().octets_.insert(out.inside_.back().octets_.end(), each.octets_.begin(),
                                          each.octets_.end());
      else
        out.inside_.push_back(std::move(each));
    }
    const bool all =
        out.inside_.empty() || (out.inside_.size() == 1 && out.inside_[0].is_ == shape::elements);
    return all ? encoded(out) : out;
  }

  // A value that needs no name, as octets.
  [[nodiscard]] prepared encoded(const prepared& whole) const {
    ber::encoder made(form_);
    whole.put(made, known_, {});
    prepared out;
    out.octets_ = made.take();
    return out;
  }

  [[nodiscard]] static std::vector<prepared> one(prepared inside) {
    std::vector<prepared> out;
    out.push_back(std::move(inside));
    return out;
  }

  const names& known_;
  ber::form form_;
  // Aliases of YAML may make a small file large: values in a step, and how deep they stand.
  std::size_t values_ = 20'000;
  int depth_ = 64;
};

prepared prepared::member(row_id as, const YAML::Node& value, ber::form form, const names& known) {
  return reader(form, known).member(as, value);
}

prepared prepared::holding(row_id as, std::vector<prepared> inside, ber::form form, const names& known) {
  return reader(form, known).holding(as, std::move(inside));
}

prepared prepared::choice(schema::node_id type, const YAML::Node& value, ber::form form, const names& known) {
  return reader(form, known).alternative(schema::nodes[type], value);
}

void prepared::put(ber::encoder& to, const names& known, const occasion& now) const {
  const auto all = [&] {
    for (const prepared& each : inside_) each.put(to, known, now);
  };
  const auto value = [&](octets& here) { content_[0].put(here, known, now); };
  switch (is_) {
  case shape::elements: return to.elements(octets_);
  case shape::constructed: return to.constructed(tag_, all);
  case shape::containing: return to.containing(tag_, all);
  case shape::primitive: return to.primitive_of(tag_, value);
  case shape::string: return to.string_of(tag_, value);
  }
}

} // namespace lihi::synth
