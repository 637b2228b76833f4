// Who: the target of an interception, and the other parties.
#pragma once

#include <lihi/record/fields.hpp>

namespace lihi {

struct identifier {
  field::text kind, value;
  lihi::provenance provenance = {};
  template <class V, class S>
  static constexpr void fields(V&& v, S& s) {
    v("kind", s.kind, "what it is: the name of the field it would stand in, or of the ASN.1 alternative");
    v("value", s.value, "text, or hex of octets");
    v("provenance", s.provenance, "how the identifier came to be known (TS 33.128 5.5.5)");
  }
};

struct temporary_identity {
  guti_kind kind = {};
  lihi::plmn plmn;
  field::number amf_region, amf_set, amf_pointer, mme_group, mme_code, tmsi;
  friend bool operator==(const temporary_identity&, const temporary_identity&) = default;
  template <class V, class S>
  static constexpr void fields(V&& v, S& s) {
    v("kind", s.kind, "of which generation");
    v("plmn", s.plmn, "of the network that gave it out");
    v("amf_region", s.amf_region, "AMF region id");
    v("amf_set", s.amf_set, "AMF set id");
    v("amf_pointer", s.amf_pointer, "AMF pointer");
    v("mme_group", s.mme_group, "MME group id");
    v("mme_code", s.mme_code, "MME code");
    v("tmsi", s.tmsi, "5G-TMSI or M-TMSI");
  }
};

struct concealed_identity {
  lihi::plmn plmn;
  field::text routing_indicator, public_key;
  field::number protection_scheme;
  field::octets scheme_output;
  friend bool operator==(const concealed_identity&, const concealed_identity&) = default;
  template <class V, class S>
  static constexpr void fields(V&& v, S& s) {
    v("plmn", s.plmn, "home network");
    v("routing_indicator", s.routing_indicator, "digits, leading zeros kept where their number was sent");
    v("protection_scheme", s.protection_scheme, "0 none, 1 profile A, 2 profile B");
    v("public_key", s.public_key, "home network public key id, hex");
    v("scheme_output", s.scheme_output, "the concealed part");
  }
};

// Who: the target, or a party.
struct subject {
  field::text imsi, supi, imei, imeisv, msisdn, gpsi, impi, nai, mac_address, eui64, email, username;
  field::list<field::text> impu;
  field::list<field::text> addresses;
  concealed_identity suci;
  temporary_identity guti, old_guti;
  field::list<concealed_identity> additional_sucis;
  field::list<temporary_identity> additional_gutis;
  field::flag identity_unauthenticated;
  field::list<identifier> identifiers;

  template <class V, class S>
  static constexpr void fields(V&& v, S& s) {
    v("imsi", s.imsi, "6 to 15 digits");
    v("supi", s.supi, "TS 103 280 SUPIIMSI (digits) or SUPINAI");
    v("suci", s.suci, "concealed identity");
    v("imei", s.imei, "14 or 15 digits");
    v("imeisv", s.imeisv, "16 digits");
    v("msisdn", s.msisdn, "digits of the international number, without +");
    v("gpsi", s.gpsi, "TS 103 280 GPSIMSISDN (digits) or GPSINAI");
    v("impu", s.impu, "SIP and tel URIs");
    v("impi", s.impi, "IMS private identity");
    v("nai", s.nai, "network access identifier");
    v("mac_address", s.mac_address, "12 hex digits");
    v("eui64", s.eui64, "16 hex digits");
    v("email", s.email, "e-mail address");
    v("username", s.username, "name at an access server");
    v("guti", s.guti, "temporary identity");
    v("old_guti", s.old_guti, "temporary identity before this event");
    v("additional_sucis", s.additional_sucis, "further concealed identities of the same subject");
    v("additional_gutis", s.additional_gutis, "further temporary identities of the same subject");
    v("identity_unauthenticated", s.identity_unauthenticated, "the network has not checked the SUPI");
    v("addresses", s.addresses, "IP addresses that identify the subject");
    v("identifiers", s.identifiers, "target identifiers as sent, and further values of the fields above");
  }
};

// A number that is no international one.
struct phone_number {
  field::text value;
  number_nature type = {};
  numbering_plan plan = {};
  template <class V, class S>
  static constexpr void fields(V&& v, S& s) {
    v("value", s.value, "digits, or text of an alphanumeric address");
    v("type", s.type, "type of number");
    v("plan", s.plan, "numbering plan");
  }
};

struct party {
  party_role role = {};
  phone_number number;
  field::timestamp time;
  subject who;
  template <class V, class S>
  static constexpr void fields(V&& v, S& s) {
    v("role", s.role, "its part in what happened");
    v("number", s.number, "an address that is no international number: else it is the msisdn");
    v("time", s.time, "when it did its part, if that was before");
    subject::fields(v, s.who);
  }
};

} // namespace lihi
