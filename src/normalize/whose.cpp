#include "normalize/whose.hpp"

#include "schema_ids.hpp"

#include <algorithm>
#include <array>
#include <lihi/record.hpp>

namespace lihi::normalize {
namespace {

namespace m = schema::member;
namespace n = schema::name;
namespace type = schema::type;

// What the types of IRIEvent's alternatives call the subject's own identities (3GPP TS 33.128). Elsewhere the
// same names may be anybody's.
constexpr auto subjects_in_events = std::to_array<std::uint32_t>({
    n::sUPI,
    n::sUPIUnauthenticated,
    n::sUCI,
    n::pEI,
    n::deprecatedPEI,
    n::nonIMEISVPEI,
    n::gPSI,
    n::gUTI,
    n::oldGUTI,
    n::deprecatedOldGUTI,
    n::iMSI,
    n::iMEI,
    n::mSISDN,
    n::mSISDNs,
    n::iMPU,
    n::externalIdentifier,
    n::externalIdentifie,
    n::fiveGTMSI,
    n::mTMSI,
    n::userIdentifiers,
    n::additionalUserIdentifiers,
    n::ePSSubscriberIDs,
    n::ePSIdentities,
    n::ePS5GSComboInfo,
    n::hSSIdentities,
    n::authorizationRequest,
    n::subscriberRecordChangePayload,
    n::pTCTargetInformation,
    n::rCSTargetIdentities,
    n::targetIdentity,
    n::aFSecurityParams,
    n::kAFParamList,
    n::mCServiceIdentities,
    n::mCServiceIdentitiesOrGroupID,
    n::mCServiceIDOrGroupID,
    n::mcXIdMMessage,
    n::mCXCMMessage,
    n::mCXGMMessage,
    n::mCXKMMessage,
    n::mCXLMMessage,
    n::mCDataFileUpload,
    n::mCDataFileDownload,
    n::uASTargetIdentifiers,
    // the same event as the EPS has it
    n::ePSPDNConnectionEstablishment,
    n::ePSPDNConnectionModification,
    n::ePSPDNConnectionRelease,
    n::ePSStartOfInterceptionWithEstablishedPDNConnection,
    n::ePSPDNUnsuccessfulProcedure,
    n::failedProcedure,
});

// Names of the subject's own wherever they stand: the temporary identifier of an AKMA user (TS 33.535 6.1).
constexpr auto subjects = std::to_array<std::uint32_t>({n::aKID});

// Names that mean somebody else wherever they stand.
struct named_role {
  std::uint32_t name;
  party_role role;
};
constexpr auto roles = std::to_array<named_role>({
    {n::originatingSMSParty, party_role::originating},
    {n::terminatingSMSParty, party_role::terminating},
    {n::originatingMMSParty, party_role::originating},
    {n::terminatingMMSParty, party_role::terminating},
    {n::cCRecipients, party_role::copy},
    {n::bCCRecipients, party_role::blind_copy},
    {n::previouslySentByParty, party_role::previous},
    {n::pTCOriginatingID, party_role::originating},
    {n::pTCParticipants, party_role::participant},
    {n::pTCHost, party_role::host},
    {n::pTCHoldID, party_role::holder},
    {n::pTCIPAPartyID, party_role::participant},
    {n::pTCGroupAdSender, party_role::originating},
    {n::pTCFloorSpeakerID, party_role::speaker},
    {n::pTCContactID, party_role::contact},
    {n::pTCPartyID, party_role::contact},
    {n::presenceID, party_role::presentity},
    {n::callingIdentity, party_role::originating},
    {n::calledIdentity, party_role::terminating},
    {n::calledIdentities, party_role::terminating},
    {n::originatingId, party_role::originating},
    {n::terminatingId, party_role::terminating},
    {n::diversionIdentity, party_role::diverting},
    {n::originatingIdentity, party_role::originating},
    {n::destinationIdentities, party_role::terminating},
    {n::participants, party_role::participant},
    {n::mCServiceOriginatingID, party_role::originating},
    {n::mCServiceParticipants, party_role::participant},
    {n::rCSTargetContactIdentities, party_role::contact},
    {n::translationInput, party_role::translated},
    {n::oldSUPI, party_role::former},
    {n::oldPEI, party_role::former},
    {n::oldGPSI, party_role::former},
    {n::previousIMEI, party_role::former},
    {n::previousIMEISV, party_role::former},
    {n::externalGroupID, party_role::group},
});

// What a name does not tell.
struct member_class {
  schema::row_id row;
  whose is;
  party_role role = {};
};
constexpr auto members = std::to_array<member_class>({
    {m::PTCPartyDrop_::pTCPartyDrop, whose::party, party_role::participant},
    {m::PTCGroupAdvertisement_::pTCIDList, whose::party, party_role::recipient},
    {m::PTCIDList_::pTCChatGroupID, whose::party, party_role::group},
    {m::PTCListManagement_::pTCIDList, whose::party, party_role::contact},
    {m::PASSporTPayload_::originator, whose::party, party_role::originating},
    {m::PASSporTPayload_::destination, whose::party, party_role::terminating},
    {m::PASSporTPayload_::diversion, whose::party, party_role::diverting},
    {m::MCDataFileUpload_::mCServiceID, whose::subject},
    {m::MCDataFileUpload_::mCServiceGroupID, whose::party, party_role::group},
    {m::MCDataFileDownload_::mCServiceID, whose::subject},
    {m::MCDataFileDownload_::mCServiceGroupID, whose::party, party_role::group},
    {m::MCXIdMMessage_::mCServiceID, whose::subject},
    {m::MCXKMMessage_::mCServiceID, whose::subject},
    {m::MCXLMMessage_::mCServiceID, whose::subject},
    {m::MCXCMMessage_::mCServiceIdentities, whose::subject},
    {m::MCXGMMessage_::mCServiceIdentitiesOrGroupID, whose::subject},
    {m::MCXCMMessage_::mcServiceClient, whose::nobody}, // a client program
    {m::MCXGMMessage_::mCServiceClient, whose::nobody},
    {m::IMEIUpdateInfo_::iMSI, whose::subject},
    {m::IMEIUpdateInfo_::iMEI, whose::subject},
    {m::IMEIUpdateInfo_::iMEISV, whose::subject},
    {m::RoamingStatusUpdateInfo_::iMSI, whose::subject},
    {m::AuthorizationRequest_::iMPI, whose::subject},
    // of a residential gateway
    {m::UDMAuthenticationInfoRequest_::rGAuthCtx, whose::nobody},
    {m::SMSMessage_::peerNFAddress, whose::nobody},
    {m::IRIPayload_::targetIdentifiers, whose::subject},
    {m::LINotification_::appliedTargetID, whose::subject},
    {m::IPAccess_IPIRIContents_::targetUsername, whose::subject},
    // MMS boxes: their messages have parties of their own
    {m::MMSMBoxUpload_::mMessages, whose::same},
    {m::MMSMBoxViewResponse_::mMessages, whose::same},
});

// Types whose members are of whom the type is.
constexpr auto of_whom_they_are = std::to_array<schema::node_id>({
    type::SUPI,
    type::GPSI,
    type::PEI,
    type::IMPU,
    type::SUCI,
    type::FiveGGUTI,
    type::GUTI,
    type::EPS5GGUTI,
    type::NonIMEISVPEI,
    type::UserIdentifiers,
    type::FiveGSSubscriberIDs,
    type::FiveGSSubscriberID,
    type::EPSSubscriberIDs,
    type::EPS5GSComboInfo,
    type::IMSSubscriberIDs,
    type::IMSSubscriberIdentity,
    type::HSSIdentities,
    type::RCSIdentity,
    type::SMSParty,
    type::MMSParty,
    type::MMSPartyID,
    type::MMSPreviouslySent,
    type::MMBoxDescription,
    type::PTCTargetInformation,
    type::PTCIdentifiers,
    type::PTCChatGroupID,
    type::PTCParticipantPresenceStatus,
    type::PTCIDList,
    type::STIRSHAKENOriginator,
    type::STIRSHAKENDestination,
    type::STIRSHAKENTN,
    type::PASSporT,
    type::NumberTranslation,
    type::TranslationInput,
    type::MCServiceIdentity,
    type::MCServiceIdentitiesOrGroupID,
    type::MCServiceIDOrGroupID,
    type::SubscriberIdentifier,
    type::UASTargetIdentifier,
    type::TargetIdentifier,
    type::IRITargetIdentifier,
    type::SubscriberRecordChangePayload,
    type::EPSPDNFailedProcedure,
    type::RemoteUEID,
    type::PINEIdentity,
});

// Types that are somebody else wherever they stand.
struct type_class {
  schema::node_id type;
  whose is;
  party_role role = {};
};
constexpr auto types = std::to_array<type_class>({
    {type::RemoteUEID, whose::party, party_role::remote_ue},
    {type::PINEIdentity, whose::party, party_role::pin_element},
    {type::AFID, whose::nobody},
    {type::SCSASID, whose::nobody},
});

} // namespace

std::vector<whose_class> classes_of_rows() {
  std::vector<whose_class> out(schema::row_count);
  std::vector<bool> in_events(schema::node_count);
  for (const schema::row& each : schema::rows_of(schema::nodes[type::IRIEvent])) in_events[each.node] = true;
  // from what is weakest to what is strongest
  for (std::uint32_t row = 0; row < schema::first_self_row; ++row) {
    const schema::node_id around = schema::row_parents[row];
    whose_class& to = out[row];
    if (in_events[around] && std::find(subjects_in_events.begin(), subjects_in_events.end(),
                                       schema::row_names[row]) != subjects_in_events.end())
      to = {whose::subject};
    if (std::find(of_whom_they_are.begin(), of_whom_they_are.end(), around) != of_whom_they_are.end())
      to = {whose::same};
    // the element of a list, and the alternatives of IRIEvent, which say nothing
    const schema::kind kind = schema::nodes[around].kind;
    if (kind == schema::kind::sequence_of || kind == schema::kind::set_of) to = {whose::same};
    for (const type_class& each : types)
      if (each.type == schema::rows[row].node) to = {each.is, each.role};
    if (std::find(subjects.begin(), subjects.end(), schema::row_names[row]) != subjects.end())
      to = {whose::subject};
    for (const named_role& each : roles)
      if (each.name == schema::row_names[row]) to = {whose::party, each.role};
  }
  for (const member_class& each : members) out[each.row] = {each.is, each.role};
  for (const schema::overlay_row& each : schema::overlay_rows) out[each.overlay] = out[each.origin];
  return out;
}

bool feeds_identity(std::string_view feeds) {
  const std::string_view first = feeds.substr(0, feeds.find_first_of(",."));
  bool found = false;
  const subject sample;
  subject::fields([&](const char* name, const auto&, const char*) { found |= first == name; }, sample);
  return found;
}

} // namespace lihi::normalize
