// Who: identities of the target and of the parties (3GPP TS 33.128, formats of ETSI TS 103 280).
#include "normalize/rules.hpp"
#include "value/address.hpp"
#include "value/sms.hpp"

#include <array>

namespace lihi::normalize {
namespace {

namespace m = schema::member;
namespace n = schema::name;
namespace type = schema::type;

// ---- plain identities

template <text subject::*field, const char* kind>
void identity(build& b, const place& at) {
  set_identity(b, field, kind, text_of(b, at));
}
constexpr char imsi_kind[] = "imsi", supi_kind[] = "supi", imei_kind[] = "imei", imeisv_kind[] = "imeisv",
               msisdn_kind[] = "msisdn", gpsi_kind[] = "gpsi", impi_kind[] = "impi", nai_kind[] = "nai",
               email_kind[] = "email", username_kind[] = "username";

void supi_imsi(build& b, const place& at) {
  set_identity(b, &subject::supi, supi_kind, text_of(b, at));
  if (!b.in.notice && !b.in.identifier)
    set_identity(b, &subject::imsi, imsi_kind, text_of(b, at));
  else if (b.in.identifier && b.who().imsi.empty())
    b.who().imsi = text_of(b, at);
}
void gpsi_msisdn(build& b, const place& at) {
  set_identity(b, &subject::gpsi, gpsi_kind, text_of(b, at));
  if (!b.in.notice && !b.in.identifier)
    set_identity(b, &subject::msisdn, msisdn_kind, text_of(b, at));
  else if (b.in.identifier && b.who().msisdn.empty())
    b.who().msisdn = text_of(b, at);
}
void mac_address(build& b, const place& at) {
  set_identity(b, &subject::mac_address, "mac_address", hex_of(b, at));
}
void eui64(build& b, const place& at) { set_identity(b, &subject::eui64, "eui64", hex_of(b, at)); }

void impu(build& b, const place& at) {
  const text value = text_of(b, at);
  if (value.empty()) return;
  if (b.in.notice) return set_notice_target(b, "impu", value);
  subject& who = b.who();
  if (b.in.identifier) who.identifiers.add({"impu", value, {}});
  for (const text known : who.impu)
    if (known == value) return;
  who.impu.add(value);
}

// Identifiers that have no field of their own: kept under the member's name.
void other_identifier(build& b, const place& at) {
  const text value = text_of(b, at);
  if (value.empty()) return;
  if (b.in.notice) return set_notice_target(b, member_of(b, at), value);
  const text kind = schema::row_name(at.id).empty() ? member_of(b, at) : schema::row_name(at.id);
  for (const identifier& known : b.who().identifiers)
    if (known.kind == kind && known.value == value) return;
  b.who().identifiers.add({kind, value, {}});
}

void provenance(build& b, const place& at) {
  if (b.out.target.identifiers.empty()) return;
  if (const auto how = word_of<lihi::provenance>(b, at); how != lihi::provenance::none)
    b.out.target.identifiers.back().provenance = how;
}

// TP-Address octets of TS 23.040 for a party of a short message.
void sms_address(build& b, const place& at) {
  const auto address = value::read_sms_address(at.content, b.memory);
  if (!address) return note(b, code::bad_value, at);
  if (address->nature == number_nature::alphanumeric) {
    b.who().identifiers.add({"alphanumeric", address->number, {}});
  } else {
    set_identity(b, &subject::msisdn, msisdn_kind, address->number);
  }
  if (b.in.party) b.out.parties.back().nature = address->nature;
}

// ---- addresses

void ip_address(build& b, const place& at) { add_address(b, at, value::ip_address(at.content, b.memory)); }
void endpoint_mac(build& b, const place& at) {
  if (b.in.address == address_of::session)
    add_address(b, at, hex_of(b, at));
  else
    mac_address(b, at);
}
void named_hex(build& b, const place& at) { add_attribute(b, member_of(b, at), hex_of(b, at)); }
void named_text(build& b, const place& at) { add_attribute(b, member_of(b, at), text_of(b, at)); }

// ---- temporary and concealed identities

temporary_identity& guti_of(build& b) {
  return b.in.plmn == plmn_of::old_guti ? b.who().old_guti : b.who().guti;
}
void guti_begin(build& b, const place&) { guti_of(b).kind = guti_kind::guti; }
void five_g_guti_begin(build& b, const place&) { guti_of(b).kind = guti_kind::five_g_guti; }

template <text plmn::*part>
void guti_plmn(build& b, const place& at) {
  guti_of(b).plmn.*part = text_of(b, at);
}
template <number temporary_identity::*field>
void guti_part(build& b, const place& at) {
  guti_of(b).*field = integer_of(b, at);
}
template <number temporary_identity::*field>
void guti_octets(build& b, const place& at) {
  if (const auto value = big_endian_of(at.content)) guti_of(b).*field = static_cast<std::int64_t>(*value);
}

template <text plmn::*part>
void suci_plmn(build& b, const place& at) {
  b.who().suci.plmn.*part = text_of(b, at);
}
void suci_begin(build& b, const place&) { b.routing_indicator.reset(); }
void suci_routing(build& b, const place& at) {
  b.routing_indicator = integer_of(b, at);
  if (b.routing_indicator && *b.routing_indicator >= 0)
    b.who().suci.routing_indicator =
        value::decimal_text(static_cast<std::uint64_t>(*b.routing_indicator), b.memory);
}
// An INTEGER loses leading zeros; its length, sent beside it, gives them back.
void suci_routing_length(build& b, const place& at) {
  const std::int64_t width = integer_of(b, at).value_or(0);
  if (!b.routing_indicator || *b.routing_indicator < 0 || width < 1 || width > 4) return;
  char digits[4];
  auto rest = *b.routing_indicator;
  for (auto i = static_cast<std::size_t>(width); i-- > 0; rest /= 10)
    digits[i] = static_cast<char>('0' + rest % 10);
  b.who().suci.routing_indicator = b.memory.copy({digits, static_cast<std::size_t>(width)});
}
void suci_scheme(build& b, const place& at) { b.who().suci.protection_scheme = integer_of(b, at); }
void suci_key(build& b, const place& at) { b.who().suci.public_key = hex_of(b, at); }
void suci_output(build& b, const place& at) { b.who().suci.scheme_output.value = at.content; }

constexpr mark originating{.role = party_role::originating}, terminating{.role = party_role::terminating},
    participant{.role = party_role::participant};

constexpr auto rules = std::to_array<rule>({
    of_type(type::IMSI, identity<&subject::imsi, imsi_kind>, "imsi"),
    of_type(type::CP_IMSI, identity<&subject::imsi, imsi_kind>, "imsi"),
    of_member(m::SUPI_::iMSI, supi_imsi, "supi, imsi"),
    of_member(m::SUPI_::nAI, identity<&subject::supi, supi_kind>, "supi"),
    of_type(type::MSISDN, identity<&subject::msisdn, msisdn_kind>, "msisdn"),
    // a number of its own type may be anybody's: only these two are a subscriber's
    of_type(type::E164Number, named_text, "attributes"),
    of_member(m::MMSPartyID_::e164Number, identity<&subject::msisdn, msisdn_kind>, "msisdn"),
    of_member(m::TargetIdentifier_::e164Number, identity<&subject::msisdn, msisdn_kind>, "msisdn"),
    of_name(n::correlationMSISDN, named_text, "attributes"),
    of_name(n::aKID, named_text, "attributes"),
    of_member(m::GPSI_::mSISDN, gpsi_msisdn, "gpsi, msisdn"),
    of_member(m::GPSI_::nAI, identity<&subject::gpsi, gpsi_kind>, "gpsi"),
    of_type(type::IMEI, identity<&subject::imei, imei_kind>, "imei"),
    of_type(type::IMEISV, identity<&subject::imeisv, imeisv_kind>, "imeisv"),
    of_type(type::NAI, identity<&subject::nai, nai_kind>, "nai"),
    of_type(type::IMPI, identity<&subject::impi, impi_kind>, "impi"),
    of_type(type::SIPURI, impu, "impu"),
    of_type(type::TELURI, impu, "impu"),
    of_type(type::EmailAddress, identity<&subject::email, email_kind>, "email"),
    of_type(type::EUI64, eui64, "eui64"),
    of_member(m::PEI_::mACAddress, mac_address, "mac_address"),
    of_member(m::TargetIdentifier_::ethernetAddress, mac_address, "mac_address"),
    of_type(type::MACAddress, named_hex, "attributes"),
    of_member(m::UEEndpointAddress_::ethernetAddress, endpoint_mac, "session.addresses, mac_address"),
    of_type(type::SMSAddress, sms_address, "msisdn"),

    of_type(type::AFID, other_identifier, "identifiers"),
    of_type(type::SCSASID, other_identifier, "identifiers"),
    of_type(type::MCServiceID, other_identifier, "identifiers"),
    of_type(type::MCServiceGroupID, other_identifier, "identifiers"),
    of_name(n::mCPTTID, other_identifier, "identifiers"),
    of_name(n::deprecatedMCPTTID, other_identifier, "identifiers"),
    of_name(n::instanceIdentifierURN, other_identifier, "identifiers"),
    of_name(n::groupIdentity, other_identifier, "identifiers"),
    of_name(n::externalGroupID, other_identifier, "identifiers"),
    of_member(m::IPAccess_IPIRIContents_::targetUsername, identity<&subject::username, username_kind>,
              "username"),

    of_type(type::IPv4Address, ip_address, "the address of the member around it, else attributes"),
    of_type(type::IPv6Address, ip_address, "the address of the member around it, else attributes"),
    of_type(type::FQDN, named_text, "attributes"),

    marked_member(m::IRIPayload_::targetIdentifiers, {.identifier = true}),
    of_member(m::IRITargetIdentifier_::provenance, provenance, "target.identifiers"),

    around_type(type::FiveGGUTI, five_g_guti_begin, nullptr, "guti"),
    around_type(type::GUTI, guti_begin, nullptr, "guti"),
    of_member(m::FiveGGUTI_::mCC, guti_plmn<&plmn::mcc>, "guti.plmn"),
    of_member(m::FiveGGUTI_::mNC, guti_plmn<&plmn::mnc>, "guti.plmn"),
    of_member(m::FiveGGUTI_::aMFRegionID, guti_part<&temporary_identity::amf_region>, "guti"),
    of_member(m::FiveGGUTI_::aMFSetID, guti_part<&temporary_identity::amf_set>, "guti"),
    of_member(m::FiveGGUTI_::aMFPointer, guti_part<&temporary_identity::amf_pointer>, "guti"),
    of_member(m::FiveGGUTI_::fiveGTMSI, guti_part<&temporary_identity::tmsi>, "guti.tmsi"),
    of_member(m::GUTI_::mCC, guti_plmn<&plmn::mcc>, "guti.plmn"),
    of_member(m::GUTI_::mNC, guti_plmn<&plmn::mnc>, "guti.plmn"),
    of_member(m::GUTI_::mMEGroupID, guti_octets<&temporary_identity::mme_group>, "guti"),
    of_member(m::GUTI_::mMECode, guti_octets<&temporary_identity::mme_code>, "guti"),
    of_member(m::GUTI_::mTMSI, guti_octets<&temporary_identity::tmsi>, "guti.tmsi"),
    marked_name(n::oldGUTI, {.plmn = plmn_of::old_guti}),

    around_type(type::SUCI, suci_begin, nullptr, "suci"),
    of_member(m::SUCI_::mCC, suci_plmn<&plmn::mcc>, "suci.plmn"),
    of_member(m::SUCI_::mNC, suci_plmn<&plmn::mnc>, "suci.plmn"),
    of_member(m::SUCI_::routingIndicator, suci_routing, "suci"),
    of_member(m::SUCI_::routingIndicatorLength, suci_routing_length, "suci"),
    of_member(m::SUCI_::protectionSchemeID, suci_scheme, "suci"),
    of_member(m::SUCI_::homeNetworkPublicKeyID, suci_key, "suci"),
    of_member(m::SUCI_::schemeOutput, suci_output, "suci"),

    // ---- whose identity it is
    marked_name(n::originatingSMSParty, originating),
    marked_name(n::terminatingSMSParty, terminating),
    marked_name(n::originatingMMSParty, originating),
    marked_name(n::terminatingMMSParty, terminating),
    marked_name(n::cCRecipients, {.role = party_role::copy}),
    marked_name(n::bCCRecipients, {.role = party_role::blind_copy}),
    marked_name(n::previouslySentByParty, {.role = party_role::previous}),
    marked_name(n::pTCOriginatingID, originating),
    marked_name(n::pTCParticipants, participant),
    marked_member(m::PTCPartyDrop_::pTCPartyDrop, participant),
    marked_name(n::pTCIPAPartyID, participant),
    marked_name(n::pTCGroupAdSender, originating),
    marked_name(n::pTCPartyID, participant),
    marked_name(n::pTCOther, participant),
    marked_name(n::callingIdentity, originating),
    marked_name(n::calledIdentity, terminating),
    marked_name(n::calledIdentities, terminating),
    marked_name(n::originatingId, originating),
    marked_name(n::terminatingId, terminating),
    marked_name(n::originatingIdentity, originating),
    marked_name(n::destinationIdentities, terminating),
    marked_name(n::participants, participant),
    marked_name(n::mCServiceOriginatingID, originating),
    marked_name(n::mCServiceParticipants, participant),
    marked_name(n::diversionIdentity, {.role = party_role::forwarded}),
    marked_name(n::rCSTargetContactIdentities, participant),
    marked_name(n::translationInput, {.role = party_role::translated}),
    marked_name(n::oldSUPI, {.role = party_role::former}),
    marked_name(n::oldPEI, {.role = party_role::former}),
    marked_name(n::oldGPSI, {.role = party_role::former}),
    marked_name(n::previousIMEI, {.role = party_role::former}),
    marked_name(n::previousIMEISV, {.role = party_role::former}),
    around_type(type::RemoteUEID, nullptr, nullptr, "parties", {.role = party_role::remote_ue}),
    around_type(type::PINEIdentity, nullptr, nullptr, "parties", {.role = party_role::pin_element}),
    marked_member(m::PASSporTPayload_::originator, originating),
    marked_member(m::PASSporTPayload_::destination, terminating),
});

} // namespace

std::span<const rule> identity_rules() { return rules; }

} // namespace lihi::normalize
