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

template <field::text subject::*field, const char* kind>
void identity(build& b, const place& at) {
  set_identity(b, field, kind, text_of(b, at));
}
constexpr char imsi_kind[] = "imsi", supi_kind[] = "supi", imei_kind[] = "imei", imeisv_kind[] = "imeisv",
               msisdn_kind[] = "msisdn", gpsi_kind[] = "gpsi", impi_kind[] = "impi", nai_kind[] = "nai",
               email_kind[] = "email", username_kind[] = "username";

// A SUPI that is an IMSI, and a GPSI that is an MSISDN, are that too.
template <field::text subject::*field, const char* kind, field::text subject::*plain, const char* plain_kind>
void both_identities(build& b, const place& at) {
  set_identity(b, field, kind, text_of(b, at));
  if (b.in.notice) return;
  if (!b.in.identifier)
    set_identity(b, plain, plain_kind, text_of(b, at));
  else if ((b.who().*plain).empty())
    b.who().*plain = text_of(b, at);
}
void mac_address(build& b, const place& at) {
  set_identity(b, &subject::mac_address, "mac_address", hex_of(b, at));
}
void eui64(build& b, const place& at) { set_identity(b, &subject::eui64, "eui64", hex_of(b, at)); }

void impu(build& b, const place& at) {
  const field::text value = text_of(b, at);
  if (value.empty()) return;
  if (b.in.notice) return add_notice_target(b, "impu", value);
  subject& who = b.who();
  if (b.in.identifier) add_identifier(b, "impu", value);
  for (const field::text known : who.impu)
    if (known == value) return;
  who.impu.add(value);
}

// Identifiers that have no field of their own: kept under the member's name.
void other_identifier(build& b, const place& at) {
  const field::text value = text_of(b, at);
  if (value.empty()) return;
  if (b.in.notice) return add_notice_target(b, member_of(b, at), value);
  const field::text kind = schema::row_name(at.id).empty() ? member_of(b, at) : schema::row_name(at.id);
  add_identifier(b, kind, value);
}

void hex_identifier(build& b, const place& at) {
  add_identifier(b, schema::row_name(at.id),
                 value::hex(schema::read_bit_string(at.content).octets, b.memory));
}

// Provenance stands behind the identifier that it is of (TS 33.128 IRITargetIdentifier).
void target_identifier(build& b, const place&) { b.identifier_at.reset(); }
void provenance(build& b, const place& at) {
  if (!b.identifier_at) return keep(b, at, true);
  b.out.target.identifiers[*b.identifier_at].provenance = word_of<lihi::provenance>(b, at);
}

// TP-Address octets of TS 23.040 for a party of a short message.
void sms_address(build& b, const place& at) {
  const auto address = value::read_sms_address(at.content, b.memory);
  if (!address || b.in.party < 0) return keep(b, at);
  put_number(b, b.out.parties[static_cast<std::size_t>(b.in.party)], *address);
}

// ---- addresses

void ip_address(build& b, const place& at) { add_address(b, at, value::ip_address(at.content, b.memory)); }
void endpoint_mac(build& b, const place& at) {
  if (b.in.address == address_of::session)
    add_address(b, at, hex_of(b, at));
  else
    mac_address(b, at);
}
void other_mac(build& b, const place& at) { add_other_address(b, at, hex_of(b, at)); }
void named_text(build& b, const place& at) { add_attribute(b, at, text_of(b, at)); }

// ---- temporary and concealed identities: a second one does not replace the first

template <guti_kind kind>
void guti_begin(build& b, const place&) {
  subject& who = b.who();
  temporary_identity& first = b.in.plmn == plmn_of::old_guti ? who.old_guti : who.guti;
  b.guti = is_empty(first) ? &first : &who.additional_gutis.add();
  b.guti->kind = kind;
}
void guti_end(build& b, const place&) {
  subject& who = b.who();
  if (who.additional_gutis.empty() || b.guti != &who.additional_gutis.back()) return;
  if (*b.guti == who.guti || *b.guti == who.old_guti) who.additional_gutis.pop_back();
}
template <field::text plmn::*part>
void guti_plmn(build& b, const place& at) {
  b.guti->plmn.*part = text_of(b, at);
}
template <field::number temporary_identity::*field>
void guti_part(build& b, const place& at) {
  b.guti->*field = integer_of(b, at);
}
template <field::number temporary_identity::*field>
void guti_octets(build& b, const place& at) {
  if (const auto value = big_endian_of(at.content)) b.guti->*field = static_cast<std::int64_t>(*value);
}
// A TMSI alone: of the GUTI that the subject has.
void five_g_tmsi(build& b, const place& at) {
  guti_begin<guti_kind::five_g_guti>(b, at);
  b.guti->tmsi = integer_of(b, at);
}
void m_tmsi(build& b, const place& at) {
  guti_begin<guti_kind::guti>(b, at);
  guti_octets<&temporary_identity::tmsi>(b, at);
}

void suci_begin(build& b, const place&) {
  subject& who = b.who();
  b.suci = is_empty(who.suci) ? &who.suci : &who.additional_sucis.add();
  b.routing_indicator.reset();
}
void suci_end(build& b, const place&) {
  subject& who = b.who();
  if (!who.additional_sucis.empty() && b.suci == &who.additional_sucis.back() && *b.suci == who.suci)
    who.additional_sucis.pop_back();
}
template <field::text plmn::*part>
void suci_plmn(build& b, const place& at) {
  b.suci->plmn.*part = text_of(b, at);
}
void suci_routing(build& b, const place& at) {
  b.routing_indicator = integer_of(b, at);
  if (b.routing_indicator && *b.routing_indicator >= 0)
    b.suci->routing_indicator =
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
  b.suci->routing_indicator = b.memory.copy({digits, static_cast<std::size_t>(width)});
}
void suci_scheme(build& b, const place& at) { b.suci->protection_scheme = integer_of(b, at); }
void suci_key(build& b, const place& at) { b.suci->public_key = hex_of(b, at); }
void suci_output(build& b, const place& at) { b.suci->scheme_output.value = at.content; }

void unauthenticated(build& b, const place& at) { b.who().identity_unauthenticated = at.content[0] != 0; }

constexpr auto rules = std::to_array<rule>({
    of_type(type::IMSI, identity<&subject::imsi, imsi_kind>, "imsi"),
    of_type(type::CP_IMSI, identity<&subject::imsi, imsi_kind>, "imsi"),
    of_member(m::SUPI_::iMSI, both_identities<&subject::supi, supi_kind, &subject::imsi, imsi_kind>,
              "supi, imsi"),
    of_member(m::SUPI_::nAI, identity<&subject::supi, supi_kind>, "supi"),
    of_type(type::MSISDN, identity<&subject::msisdn, msisdn_kind>, "msisdn"),
    // a number of its own type may be anybody's: only these two are a subscriber's
    of_type(type::E164Number, named_text, "attributes"),
    of_member(m::MMSPartyID_::e164Number, identity<&subject::msisdn, msisdn_kind>, "msisdn"),
    of_member(m::TargetIdentifier_::e164Number, identity<&subject::msisdn, msisdn_kind>, "msisdn"),
    of_name(n::correlationMSISDN, named_text, "attributes"),
    of_name(n::aKID, other_identifier, "identifiers"),
    of_member(m::GPSI_::mSISDN, both_identities<&subject::gpsi, gpsi_kind, &subject::msisdn, msisdn_kind>,
              "gpsi, msisdn"),
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
    of_type(type::MACAddress, other_mac, "other_addresses"),
    of_member(m::UEEndpointAddress_::ethernetAddress, endpoint_mac, "session.addresses, mac_address"),
    of_type(type::SMSAddress, sms_address, "msisdn, number"),

    of_type(type::SUPIUnauthenticatedIndication, unauthenticated, "identity_unauthenticated"),
    of_name(n::sTIRSHAKENURI, impu, "impu"),
    of_type(type::PINClientID, other_identifier, "identifiers"),
    of_member(m::PINEIdentity_::identityToken, other_identifier, "identifiers"),
    of_name(n::cAALevelUAVID, other_identifier, "identifiers"),
    of_member(m::RemoteUEID_::uPPRUKID64BitString, hex_identifier, "identifiers"),
    of_member(m::RemoteUEID_::cPPRUKID64BitString, hex_identifier, "identifiers"),
    of_type(type::AFID, other_identifier, "identifiers"),
    of_type(type::SCSASID, other_identifier, "identifiers"),
    of_type(type::MCServiceID, other_identifier, "identifiers"),
    of_type(type::MCServiceGroupID, other_identifier, "identifiers"),
    of_member(m::TargetIdentifier_::mCPTTID, other_identifier, "identifiers"),
    of_name(n::deprecatedMCPTTID, other_identifier, "identifiers"),
    of_name(n::instanceIdentifierURN, other_identifier, "identifiers"),
    of_name(n::groupIdentity, other_identifier, "identifiers"),
    of_name(n::externalGroupID, other_identifier, "identifiers"),
    of_member(m::IPAccess_IPIRIContents_::targetUsername, identity<&subject::username, username_kind>,
              "username"),

    of_type(type::IPv4Address, ip_address, "the address of the member around it, else other_addresses"),
    of_type(type::IPv6Address, ip_address, "the address of the member around it, else other_addresses"),
    of_type(type::FQDN, named_text, "attributes"),

    marked_member(m::IRIPayload_::targetIdentifiers, {.identifier = true}),
    around_type(type::IRITargetIdentifier, target_identifier, nullptr, {}),
    of_member(m::IRITargetIdentifier_::provenance, provenance, "target.identifiers"),

    around_type(type::FiveGGUTI, guti_begin<guti_kind::five_g_guti>, guti_end, "guti"),
    around_type(type::GUTI, guti_begin<guti_kind::guti>, guti_end, "guti"),
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
    marked_name(n::deprecatedOldGUTI, {.plmn = plmn_of::old_guti}),
    of_member(m::AMFUEServiceAccept_::fiveGTMSI, five_g_tmsi, "guti.tmsi"),
    of_member(m::MMEUEServiceAccept_::mTMSI, m_tmsi, "guti.tmsi"),

    around_type(type::SUCI, suci_begin, suci_end, "suci"),
    of_member(m::SUCI_::mCC, suci_plmn<&plmn::mcc>, "suci.plmn"),
    of_member(m::SUCI_::mNC, suci_plmn<&plmn::mnc>, "suci.plmn"),
    of_member(m::SUCI_::routingIndicator, suci_routing, "suci"),
    of_member(m::SUCI_::routingIndicatorLength, suci_routing_length, "suci"),
    of_member(m::SUCI_::protectionSchemeID, suci_scheme, "suci"),
    of_member(m::SUCI_::homeNetworkPublicKeyID, suci_key, "suci"),
    of_member(m::SUCI_::schemeOutput, suci_output, "suci"),
});

} // namespace

std::span<const rule> identity_rules() { return rules; }

} // namespace lihi::normalize
