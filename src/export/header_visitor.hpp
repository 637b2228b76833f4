// A walker's visitor that takes the PSHeader fields which routing needs, and steps over the payload.
#pragma once

#include "schema/walker.hpp"
#include "schema_ids.hpp"

#include <lihi/peek.hpp>

namespace lihi {

[[nodiscard]] inline payload_kind payload_kind_of(schema::row_id id) noexcept {
  namespace arm = schema::member::Payload_;
  switch (id) {
  case arm::iRIPayloadSequence: return payload_kind::iri;
  case arm::cCPayloadSequence: return payload_kind::cc;
  case arm::tRIPayload: return payload_kind::tri;
  case arm::hI1_Operation:
  case arm::threeGPP_HI1_Operation: return payload_kind::hi1;
  case arm::encryptionContainer: return payload_kind::encrypted;
  case arm::iLHIPayload: return payload_kind::ilhi;
  case arm::hI4Payload: return payload_kind::hi4;
  default: return payload_kind::none;
  }
}

class header_visitor {
 public:
  explicit header_visitor(header_fields& to) noexcept : to_(to) {}

  bool enter(const schema::place& at) noexcept {
    const payload_kind kind = payload_kind_of(at.id);
    if (kind == payload_kind::none) return at.id != schema::member::PS_CommunicationIdentifier_::cINExtension;
    to_.payload = kind;
    return false;
  }
  void leave(const schema::place&) noexcept {}
  [[nodiscard]] static bool wants(schema::row_id id) noexcept {
    namespace ps = schema::member::PSHeader_;
    namespace cid = schema::member::PS_CommunicationIdentifier_;
    namespace nid = schema::member::NetworkIdentifier_;
    switch (id) {
    case ps::lawfulInterceptionIdentifier:
    case ps::authorizationCountryCode:
    case ps::sequenceNumber:
    case cid::communicationIdentityNumber:
    case cid::deliveryCountryCode:
    case nid::operatorIdentifier:
    case nid::networkElementIdentifier: return true;
    default: return false;
    }
  }
  void value(const schema::place& at, code fault) noexcept {
    if (schema::unreadable(fault)) return;
    namespace ps = schema::member::PSHeader_;
    namespace cid = schema::member::PS_CommunicationIdentifier_;
    namespace nid = schema::member::NetworkIdentifier_;
    switch (at.id) {
    case ps::lawfulInterceptionIdentifier: keep(to_.liid, at); break;
    case ps::authorizationCountryCode: keep(to_.authorization_country, at); break;
    case ps::sequenceNumber: to_.sequence = number(at.content); break;
    case cid::communicationIdentityNumber: to_.cin = number(at.content); break;
    case cid::deliveryCountryCode: keep(to_.delivery_country, at); break;
    case nid::operatorIdentifier: keep(to_.operator_id, at); break;
    case nid::networkElementIdentifier: keep(to_.network_element_id, at); break;
    default: break;
    }
  }
  void unknown(const schema::place&, ber::tag, bytes) noexcept {}
  void note(code, const std::uint8_t*) noexcept {}
  void fault(const error&) noexcept {}

  const schema::walk_state* where = nullptr;
  error too_long;

 private:
  void keep(short_octets& to, const schema::place& at) noexcept {
    if (to.assign(at.content) || too_long) return;
    too_long = {where->offset_of(at.begin), at.id, code::out_of_bounds, where->depth()};
  }
  static std::optional<std::uint32_t> number(bytes content) noexcept {
    const std::uint64_t value = schema::read_unsigned(content);
    if (content.size() > 5 || value > 0xFFFFFFFF) return std::nullopt;
    return static_cast<std::uint32_t>(value);
  }

  header_fields& to_;
};

} // namespace lihi
