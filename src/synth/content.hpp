// The content octets of a primitive value that a scenario writes down.
#pragma once

#include "schema/tables.hpp"
#include "synth/names.hpp"

namespace lihi::synth {

using octets = std::vector<std::uint8_t>;

class content {
 public:
  // `value` of the member `as`, or with a tag (!udp) that says how it is coded. Throws mistake.
  content(schema::row_id as, const YAML::Node& value, const names& known);

  // Whether it is the same in every PDU.
  [[nodiscard]] bool constant() const noexcept;
  // Appends the octets. Throws mistake: only what stands for "$name" shows whether it is right.
  void put(octets& to, const names& known, const occasion& now) const;

 private:
  struct coding;
  static const coding codings[];

  void put_any(octets& to, const names& known, const occasion& now) const;

  schema::row_id row_;
  const coding* how_ = nullptr; // nothing: as the type says
  std::vector<phrase> texts_;   // the value itself, or the fields of the tag
  std::vector<YAML::Mark> marks_;
};

// The number of an ENUMERATED's value. Throws mistake.
[[nodiscard]] std::int64_t enumerated(schema::node_id type, std::string_view name, const YAML::Mark& at);
// Whether a value has a tag of ours, as !udp.
[[nodiscard]] bool has_tag(const YAML::Node& value);

} // namespace lihi::synth
