#include "value/cause_names.hpp"

#include "value/sms.hpp"

#include <algorithm>
#include <span>

namespace lihi::value {
namespace {

struct named {
  std::uint8_t code;
  std::string_view name;
};

// TS 24.301, TS 24.501: of all NAS protocols
constexpr named nas[] = {{95, "semantically incorrect message"},
                         {96, "invalid mandatory information"},
                         {97, "message type not implemented"},
                         {98, "message type not compatible with the protocol state"},
                         {99, "information element not implemented"},
                         {100, "conditional information element wrong"},
                         {101, "message not compatible with the protocol state"},
                         {111, "protocol error"}};

// TS 24.501 9.11.3.2
constexpr named five_gmm[] = {{3, "illegal UE"},
                              {5, "PEI not accepted"},
                              {6, "illegal ME"},
                              {7, "5GS services not allowed"},
                              {9, "UE identity cannot be derived by the network"},
                              {10, "implicitly deregistered"},
                              {11, "PLMN not allowed"},
                              {12, "tracking area not allowed"},
                              {13, "roaming not allowed in this tracking area"},
                              {15, "no suitable cells in tracking area"},
                              {20, "MAC failure"},
                              {21, "synchronization failure"},
                              {22, "congestion"},
                              {23, "UE security capabilities mismatch"},
                              {24, "security mode rejected"},
                              {26, "non-5G authentication unacceptable"},
                              {27, "N1 mode not allowed"},
                              {28, "restricted service area"},
                              {31, "redirection to EPC required"},
                              {36, "IAB node operation not authorized"},
                              {43, "LADN not available"},
                              {62, "no network slices available"},
                              {65, "maximum number of PDU sessions reached"},
                              {67, "insufficient resources for slice and DNN"},
                              {69, "insufficient resources for slice"},
                              {71, "ngKSI already in use"},
                              {72, "non-3GPP access to 5GCN not allowed"},
                              {73, "serving network not authorized"},
                              {74, "temporarily not authorized for this SNPN"},
                              {75, "permanently not authorized for this SNPN"},
                              {76, "not authorized for this CAG, or for CAG cells only"},
                              {77, "wireline access area not allowed"},
                              {78, "PLMN not allowed to operate at the present location"},
                              {79, "UAS services not allowed"},
                              {80, "disaster roaming not allowed"},
                              {81, "N3IWF not compatible with the allowed slices"},
                              {82, "TNGF not compatible with the allowed slices"},
                              {90, "payload was not forwarded"},
                              {91, "DNN not supported or not subscribed in the slice"},
                              {92, "insufficient user plane resources for the PDU session"},
                              {93, "onboarding services terminated"}};

// TS 24.501 9.11.4.2
constexpr named five_gsm[] = {{8, "operator determined barring"},
                              {26, "insufficient resources"},
                              {27, "missing or unknown DNN"},
                              {28, "unknown PDU session type"},
                              {29, "user authentication or authorization failed"},
                              {31, "request rejected"},
                              {32, "service option not supported"},
                              {33, "requested service option not subscribed"},
                              {35, "PTI already in use"},
                              {36, "regular deactivation"},
                              {37, "5GS QoS not accepted"},
                              {38, "network failure"},
                              {39, "reactivation requested"},
                              {41, "semantic error in the TFT operation"},
                              {42, "syntactical error in the TFT operation"},
                              {43, "invalid PDU session identity"},
                              {44, "semantic errors in packet filters"},
                              {45, "syntactical error in packet filters"},
                              {46, "out of LADN service area"},
                              {47, "PTI mismatch"},
                              {50, "PDU session type IPv4 only allowed"},
                              {51, "PDU session type IPv6 only allowed"},
                              {54, "PDU session does not exist"},
                              {57, "PDU session type IPv4v6 only allowed"},
                              {58, "PDU session type unstructured only allowed"},
                              {59, "unsupported 5QI value"},
                              {61, "PDU session type Ethernet only allowed"},
                              {67, "insufficient resources for slice and DNN"},
                              {68, "SSC mode not supported"},
                              {69, "insufficient resources for slice"},
                              {70, "missing or unknown DNN in a slice"},
                              {81, "invalid PTI value"},
                              {82, "data rate for user plane integrity protection too low"},
                              {83, "semantic error in the QoS operation"},
                              {84, "syntactical error in the QoS operation"},
                              {85, "invalid mapped EPS bearer identity"},
                              {86, "UAS services not allowed"}};

// TS 24.301 9.9.3.9
constexpr named emm[] = {{2, "IMSI unknown in HSS"},
                         {3, "illegal UE"},
                         {5, "IMEI not accepted"},
                         {6, "illegal ME"},
                         {7, "EPS services not allowed"},
                         {8, "EPS and non-EPS services not allowed"},
                         {9, "UE identity cannot be derived by the network"},
                         {10, "implicitly detached"},
                         {11, "PLMN not allowed"},
                         {12, "tracking area not allowed"},
                         {13, "roaming not allowed in this tracking area"},
                         {14, "EPS services not allowed in this PLMN"},
                         {15, "no suitable cells in tracking area"},
                         {16, "MSC temporarily not reachable"},
                         {17, "network failure"},
                         {18, "CS domain not available"},
                         {19, "ESM failure"},
                         {20, "MAC failure"},
                         {21, "synchronization failure"},
                         {22, "congestion"},
                         {23, "UE security capabilities mismatch"},
                         {24, "security mode rejected"},
                         {25, "not authorized for this CSG"},
                         {26, "non-EPS authentication unacceptable"},
                         {31, "redirection to 5GCN required"},
                         {35, "requested service option not authorized in this PLMN"},
                         {36, "IAB node operation not authorized"},
                         {39, "CS service temporarily not available"},
                         {40, "no EPS bearer context activated"},
                         {42, "severe network failure"},
                         {78, "PLMN not allowed to operate at the present location"}};

// TS 24.301 9.9.4.4
constexpr named esm[] = {{8, "operator determined barring"},
                         {26, "insufficient resources"},
                         {27, "missing or unknown APN"},
                         {28, "unknown PDN type"},
                         {29, "user authentication or authorization failed"},
                         {30, "request rejected by serving or PDN gateway"},
                         {31, "request rejected"},
                         {32, "service option not supported"},
                         {33, "requested service option not subscribed"},
                         {34, "service option temporarily out of order"},
                         {35, "PTI already in use"},
                         {36, "regular deactivation"},
                         {37, "EPS QoS not accepted"},
                         {38, "network failure"},
                         {39, "reactivation requested"},
                         {41, "semantic error in the TFT operation"},
                         {42, "syntactical error in the TFT operation"},
                         {43, "invalid EPS bearer identity"},
                         {44, "semantic errors in packet filters"},
                         {45, "syntactical error in packet filters"},
                         {47, "PTI mismatch"},
                         {49, "last PDN disconnection not allowed"},
                         {50, "PDN type IPv4 only allowed"},
                         {51, "PDN type IPv6 only allowed"},
                         {52, "single address bearers only allowed"},
                         {53, "ESM information not received"},
                         {54, "PDN connection does not exist"},
                         {55, "several PDN connections for an APN not allowed"},
                         {56, "collision with network initiated request"},
                         {57, "PDN type IPv4v6 only allowed"},
                         {58, "PDN type non-IP only allowed"},
                         {59, "unsupported QCI value"},
                         {60, "bearer handling not supported"},
                         {61, "PDN type Ethernet only allowed"},
                         {65, "maximum number of EPS bearers reached"},
                         {66, "APN not supported in this RAT and PLMN"},
                         {81, "invalid PTI value"},
                         {112, "APN restriction incompatible with active bearers"},
                         {113, "several accesses to a PDN connection not allowed"}};

// TS 29.274 8.4
constexpr named gtpv2[] = {{2, "local detach"},
                           {3, "complete detach"},
                           {4, "RAT changed from 3GPP to non-3GPP"},
                           {5, "ISR deactivation"},
                           {6, "error indication received"},
                           {7, "IMSI detach only"},
                           {8, "reactivation requested"},
                           {9, "PDN reconnection to this APN disallowed"},
                           {10, "access changed from non-3GPP to 3GPP"},
                           {11, "PDN connection inactivity timer expired"},
                           {12, "PGW not responding"},
                           {13, "network failure"},
                           {14, "QoS parameter mismatch"},
                           {16, "request accepted"},
                           {17, "request accepted partially"},
                           {18, "new PDN type by network preference"},
                           {19, "new PDN type by single address bearers"},
                           {64, "context not found"},
                           {65, "invalid message format"},
                           {66, "version not supported by the next peer"},
                           {67, "invalid length"},
                           {68, "service not supported"},
                           {69, "mandatory IE incorrect"},
                           {70, "mandatory IE missing"},
                           {72, "system failure"},
                           {73, "no resources available"},
                           {74, "semantic error in the TFT operation"},
                           {75, "syntactical error in the TFT operation"},
                           {76, "semantic errors in packet filters"},
                           {77, "syntactical errors in packet filters"},
                           {78, "missing or unknown APN"},
                           {80, "GRE key not found"},
                           {81, "relocation failure"},
                           {82, "denied in RAT"},
                           {83, "preferred PDN type not supported"},
                           {84, "all dynamic addresses are occupied"},
                           {85, "UE context without TFT already activated"},
                           {86, "protocol type not supported"},
                           {87, "UE not responding"},
                           {88, "UE refuses"},
                           {89, "service denied"},
                           {90, "unable to page UE"},
                           {91, "no memory available"},
                           {92, "user authentication failed"},
                           {93, "APN access denied: no subscription"},
                           {94, "request rejected"},
                           {95, "P-TMSI signature mismatch"},
                           {96, "IMSI or IMEI not known"},
                           {97, "semantic error in the TAD operation"},
                           {98, "syntactical error in the TAD operation"},
                           {100, "remote peer not responding"},
                           {101, "collision with network initiated request"},
                           {102, "unable to page UE: suspended"},
                           {103, "conditional IE missing"},
                           {104, "APN restriction incompatible with active connections"},
                           {106, "data forwarding not supported"},
                           {107, "invalid reply from remote peer"},
                           {108, "fallback to GTPv1"},
                           {109, "invalid peer"},
                           {110, "temporarily rejected: mobility procedure in progress"},
                           {111, "modifications not limited to S1-U bearers"},
                           {113, "APN congestion"},
                           {114, "bearer handling not supported"},
                           {115, "UE already attached again"},
                           {116, "several PDN connections for an APN not allowed"},
                           {117, "target access restricted for the subscriber"},
                           {119, "refused by VPLMN policy"},
                           {120, "GTP-C entity congestion"},
                           {121, "late overlapping request"},
                           {122, "timed out request"},
                           {123, "UE temporarily not reachable: power saving"},
                           {124, "relocation failure: NAS message redirection"},
                           {125, "UE not authorized by OCS or external AAA server"},
                           {126, "several accesses to a PDN connection not allowed"},
                           {127, "request rejected: UE capability"},
                           {128, "S1-U path failure"}};

// ITU-T Q.850 2.2.7
constexpr named q850[] = {{1, "unallocated number"},
                          {2, "no route to transit network"},
                          {3, "no route to destination"},
                          {6, "channel unacceptable"},
                          {16, "normal call clearing"},
                          {17, "user busy"},
                          {18, "no user responding"},
                          {19, "no answer from user"},
                          {20, "subscriber absent"},
                          {21, "call rejected"},
                          {22, "number changed"},
                          {26, "non-selected user clearing"},
                          {27, "destination out of order"},
                          {28, "invalid number format"},
                          {29, "facility rejected"},
                          {30, "response to status enquiry"},
                          {31, "normal, unspecified"},
                          {34, "no circuit available"},
                          {38, "network out of order"},
                          {41, "temporary failure"},
                          {42, "switching equipment congestion"},
                          {43, "access information discarded"},
                          {44, "requested circuit not available"},
                          {47, "resource unavailable"},
                          {50, "facility not subscribed"},
                          {55, "incoming calls barred within closed user group"},
                          {57, "bearer capability not authorized"},
                          {58, "bearer capability not available"},
                          {63, "service or option not available"},
                          {65, "bearer capability not implemented"},
                          {69, "facility not implemented"},
                          {79, "service or option not implemented"},
                          {81, "invalid call reference"},
                          {87, "user not in closed user group"},
                          {88, "incompatible destination"},
                          {95, "invalid message"},
                          {96, "mandatory information element missing"},
                          {97, "message type not implemented"},
                          {99, "information element not implemented"},
                          {100, "invalid information element contents"},
                          {101, "message not compatible with call state"},
                          {102, "recovery on timer expiry"},
                          {111, "protocol error"},
                          {127, "interworking"}};

// TS 24.501 9.11.3.46
constexpr named slices[] = {{0, "not available in this PLMN or SNPN"},
                            {1, "not available in this registration area"},
                            {2, "slice authentication failed or revoked"},
                            {3, "maximum number of UEs reached"}};

std::span<const named> names_of(cause_space space) noexcept {
  switch (space) {
  case cause_space::five_gmm: return five_gmm;
  case cause_space::five_gsm: return five_gsm;
  case cause_space::emm: return emm;
  case cause_space::esm: return esm;
  case cause_space::gtpv2: return gtpv2;
  case cause_space::q850: return q850;
  case cause_space::slice: return slices;
  default: return {};
  }
}

bool is_nas(cause_space space) noexcept {
  return space == cause_space::five_gmm || space == cause_space::five_gsm || space == cause_space::emm ||
         space == cause_space::esm;
}

std::string_view find(std::span<const named> all, std::int64_t code) noexcept {
  const auto found = std::lower_bound(all.begin(), all.end(), code,
                                      [](const named& each, std::int64_t of) { return each.code < of; });
  return found != all.end() && found->code == code ? found->name : std::string_view{};
}

} // namespace

std::string_view cause_name(cause_space space, std::int64_t code) noexcept {
  if (space == cause_space::sms && code >= 0 && code <= 255) return failure_text(static_cast<int>(code));
  const std::span<const named> all = names_of(space);
  const std::string_view own = find(all, code);
  return own.empty() && is_nas(space) ? find(nas, code) : own;
}

} // namespace lihi::value
