// Whose an identity is: each member that leads to one is classed once, by hand.
#pragma once

#include "schema/tables.hpp"

#include <lihi/record/words.hpp>

#include <string_view>
#include <vector>

namespace lihi::normalize {

enum class whose : std::uint8_t {
  not_said, // in no table: the identity is kept as an attribute, and a test fails
  same,     // of whom the members around it are
  subject,  // the target's
  party,    // somebody else's, with a role
  nobody,   // of no person: an application, a network function
};

struct whose_class {
  whose is = whose::not_said;
  party_role role = {}; // of a party
};

// The class of every row, by row.
[[nodiscard]] std::vector<whose_class> classes_of_rows();

// Whether the fields that a rule feeds are a subject's: "imsi", "guti.plmn", ...
[[nodiscard]] bool feeds_identity(std::string_view feeds);

} // namespace lihi::normalize
