// From values that a scenario writes down to BER, by the schema tables: one encoder for every type.
//
// A SEQUENCE is a map of its members by their ASN.1 names, a CHOICE a map of one, a SEQUENCE OF a list;
// INTEGER a number, ENUMERATED a name, BOOLEAN true or false, NULL ~, OIDs as "0.4.0.2.2", BIT STRING "hex"
// or "hex/bits", OCTET STRING hex, or what it contains. Of OCTET STRINGs tags say otherwise: !text TEXT, !ip
// ADDRESS, !tbcd DIGITS, !sms_submit {to, text}, !sms_deliver {from, text}, !udp {from, from_port, to,
// to_port, size}, !rtp {the same, number}. "$name" in a value is what the scenario says it is for the
// subscriber at hand.
#pragma once

#include "schema/tables.hpp"
#include "synth/mistake.hpp"

#include <memory>
#include <vector>

namespace lihi::synth {

using octets = std::vector<std::uint8_t>;

// What "$name" in a scalar stands for just now.
class meanings {
 public:
  // Throws mistake when there is no such name.
  [[nodiscard]] virtual std::string of(const std::string& name, const YAML::Mark& at) const = 0;

 protected:
  ~meanings() = default;
};

// A value that was looked up in the schema, and encoded but for what "$name" stands for.
class prepared {
 public:
  // A member with its tag; of a CHOICE without one, that of its alternative. Throws mistake.
  [[nodiscard]] static prepared member(schema::row_id as, const YAML::Node& value);
  // An element that holds others.
  [[nodiscard]] static prepared around(ber::tag tag, std::vector<prepared> inside);

  // Adds its octets. Throws mistake.
  void put(octets& to, const meanings& now) const;

 private:
  enum class form : std::uint8_t { constant, element, leaf };
  // Aliases of YAML may make a small file large: values in a step, and how deep they stand.
  struct budget {
    std::size_t values = 20'000;
    int depth = 64;
    void spend(const YAML::Node& at);
  };

  [[nodiscard]] static prepared constant(octets all);
  [[nodiscard]] static prepared element(ber::tag tag, bool constructed, std::vector<prepared> inside);
  [[nodiscard]] static prepared member(schema::row_id as, const YAML::Node& value, budget& left);
  [[nodiscard]] static prepared member_inside(schema::row_id as, const YAML::Node& value, budget& left);
  [[nodiscard]] static prepared alternative(const schema::node& type, const YAML::Node& value, budget& left);
  [[nodiscard]] static std::vector<prepared> members(const schema::node& type, const YAML::Node& value,
                                                     budget& left);
  [[nodiscard]] static bool has_names(const YAML::Node& value, budget& left);

  form is_ = form::constant;
  bool constructed_ = false;
  ber::tag tag_ = 0;
  octets octets_;                // constant
  std::vector<prepared> inside_; // element
  schema::row_id row_ = 0;       // leaf
  std::shared_ptr<const YAML::Node> value_;
};

} // namespace lihi::synth
