// From values that a scenario writes down to BER, by the schema tables: one encoder for every type.
//
// A SEQUENCE is a map of its members by their ASN.1 names, a CHOICE a map of one, a SEQUENCE OF a list;
// INTEGER a number, ENUMERATED a name, BOOLEAN true or false, NULL ~, OIDs as "0.4.0.2.2", BIT STRING "hex"
// or "hex/bits", OCTET STRING hex, or what it contains. Of OCTET STRINGs tags say otherwise: !text TEXT, !ip
// ADDRESS, !tbcd DIGITS, !sms_submit {to, text}, !sms_deliver {from, text}, and IP packets: !udp {from,
// from_port, to, to_port, size}, !rtp {the same, number}, !dns_query {from, from_port, to, to_port, id,
// name}, !dns_answer {the same, address}. "$name" in a value is what the scenario says it is for the
// subscriber at hand.
#pragma once

#include "ber/encoder.hpp"
#include "synth/content.hpp"

namespace lihi::synth {

// A value that was looked up in the schema, and encoded but for what "$name" stands for.
class prepared {
 public:
  // Of a member, with its tag. Throws mistake.
  [[nodiscard]] static prepared member(schema::row_id as, const YAML::Node& value, ber::form form,
                                       const names& known);
  // Of a member that holds others, which stand in the order of the schema.
  [[nodiscard]] static prepared holding(schema::row_id as, std::vector<prepared> inside, ber::form form,
                                        const names& known);
  // Of a CHOICE without a tag. Throws mistake.
  [[nodiscard]] static prepared choice(schema::node_id type, const YAML::Node& value, ber::form form,
                                       const names& known);

  // Writes it; `to` has the form that was given. Throws mistake.
  void put(ber::encoder& to, const names& known, const occasion& now) const;

 private:
  class reader;
  enum class shape : std::uint8_t { elements, constructed, containing, primitive, string };

  shape is_ = shape::elements;
  ber::tag tag_ = 0;
  octets octets_;                // elements
  std::vector<prepared> inside_; // constructed, containing
  std::vector<content> content_; // primitive, string: one
};

// The member of a type by its name. Throws mistake.
[[nodiscard]] schema::row_id member_of(schema::node_id type, const std::string& name, const YAML::Mark& at);

} // namespace lihi::synth
