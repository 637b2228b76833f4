// What a PS-PDU carries: the alternatives of Payload (ETSI TS 102 232-1 annex A), in one table.
#pragma once

#include "schema_ids.hpp"

#include <algorithm>
#include <array>
#include <lihi/peek.hpp>
#include <lihi/record/words.hpp>

namespace lihi::etsi {

struct payload {
  schema::row_id arm;      // of Payload
  schema::node_id element; // what a record is made of
  payload_kind kind;
  element_kind record;
  handover_interface interface;
};

inline constexpr auto payloads = [] {
  namespace arm = schema::member::Payload_;
  namespace type = schema::type;
  using enum element_kind;
  using hi = handover_interface;
  return std::to_array<payload>({
      {arm::iRIPayloadSequence, type::PS_IRIPayload, payload_kind::iri, iri, hi::hi2},
      {arm::cCPayloadSequence, type::PS_CCPayload, payload_kind::cc, cc, hi::hi3},
      {arm::tRIPayload, type::TRIPayload, payload_kind::tri, tri, hi::tri},
      {arm::hI1_Operation, type::HI1_Operation, payload_kind::hi1, hi1, hi::hi1},
      {arm::encryptionContainer, type::EncryptionContainer, payload_kind::encrypted, encrypted, hi::none},
      {arm::threeGPP_HI1_Operation, type::ThreeGPP_HI1_Operation, payload_kind::hi1, hi1, hi::hi1},
      {arm::iLHIPayload, type::ILHIPayload, payload_kind::ilhi, ilhi, hi::ilhi},
      {arm::hI4Payload, type::HI4Payload, payload_kind::hi4, hi4, hi::hi4},
  });
}();

// The payload of an alternative, or of an element's type; null when it is none.
[[nodiscard]] constexpr const payload* payload_of_arm(schema::row_id arm) noexcept {
  const auto* const found =
      std::find_if(payloads.begin(), payloads.end(), [arm](const payload& each) { return each.arm == arm; });
  return found == payloads.end() ? nullptr : found;
}
[[nodiscard]] constexpr const payload* payload_of_element(schema::node_id type) noexcept {
  const auto* const found = std::find_if(payloads.begin(), payloads.end(),
                                         [type](const payload& each) { return each.element == type; });
  return found == payloads.end() ? nullptr : found;
}

} // namespace lihi::etsi
