// A walker's visitor that takes the PSHeader fields which routing needs, and steps over the payload.
#pragma once

#include "etsi/payloads.hpp"
#include "etsi/reader.hpp"

#include <lihi/peek.hpp>

namespace lihi {

// The field that a member of the header goes to; neither for members that routing does not need.
struct header_field {
  short_octets header_fields::*octets = nullptr;
  std::optional<std::uint32_t> header_fields::*number = nullptr;

  [[nodiscard]] explicit operator bool() const noexcept { return octets != nullptr || number != nullptr; }
};

[[nodiscard]] inline header_field header_field_of(schema::row_id id) noexcept {
  namespace ps = schema::member::PSHeader_;
  namespace cid = schema::member::PS_CommunicationIdentifier_;
  namespace nid = schema::member::NetworkIdentifier_;
  switch (id) {
  case ps::lawfulInterceptionIdentifier: return {.octets = &header_fields::liid};
  case ps::authorizationCountryCode: return {.octets = &header_fields::authorization_country};
  case ps::sequenceNumber: return {.number = &header_fields::sequence};
  case cid::communicationIdentityNumber: return {.number = &header_fields::cin};
  case cid::deliveryCountryCode: return {.octets = &header_fields::delivery_country};
  case nid::operatorIdentifier: return {.octets = &header_fields::operator_id};
  case nid::networkElementIdentifier: return {.octets = &header_fields::network_element_id};
  default: return {};
  }
}

class header_visitor : public schema::values_only {
 public:
  explicit header_visitor(header_fields& to) noexcept : to_(to) {}

  bool enter(const schema::place& at) noexcept {
    const etsi::payload* const payload = etsi::payload_of_arm(at.id);
    if (payload == nullptr) return at.id != schema::member::PS_CommunicationIdentifier_::cINExtension;
    to_.payload = payload->kind;
    return false;
  }
  void leave(const schema::place&) noexcept {}
  [[nodiscard]] bool wants(schema::row_id id) const noexcept { return bool(header_field_of(id)); }
  void value(const schema::place& at, fault_code fault) noexcept {
    if (schema::unreadable(fault)) return;
    const header_field field = header_field_of(at.id);
    if (field.number != nullptr) to_.*field.number = number(at.content);
    if (field.octets != nullptr && !(to_.*field.octets).assign(at.content) && !too_long)
      too_long = {where->offset_of(at.begin), at.id, fault_code::out_of_bounds, where->depth()};
  }

  const schema::walk_state* where = nullptr;
  error too_long;

 private:
  static std::optional<std::uint32_t> number(bytes content) noexcept {
    if (content.size() <= 4) return static_cast<std::uint32_t>(schema::read_unsigned(content));
    const auto value = schema::unsigned_of(content);
    if (!value || *value > 0xFFFFFFFF) return std::nullopt;
    return static_cast<std::uint32_t>(*value);
  }

  header_fields& to_;
};

} // namespace lihi
