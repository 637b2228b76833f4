// What follows from an element as a whole, once all of it was read.
#include "normalize/rules.hpp"

namespace lihi::normalize {
namespace {

// A message on its way names its parties, and its direction says which of them is the target
// (TS 33.128 6.2.5, 7.4). Of several recipients it does not say which; nor of reports and boxes, whose
// messages are others' too.
void target_by_direction(record& out) {
  switch (out.event) {
  case event_type::sms_message:
  case event_type::mms_send:
  case event_type::mms_notify:
  case event_type::mms_retrieve:
  case event_type::mms_forward: break;
  default: return;
  }
  const party* found = nullptr;
  for (const party& each : out.parties) {
    const bool sender = each.role == party_role::originating;
    const bool recipient = each.role == party_role::terminating || each.role == party_role::copy ||
                           each.role == party_role::blind_copy;
    if (!(out.direction == direction::from_target && sender) &&
        !(out.direction == direction::to_target && recipient))
      continue;
    if (found != nullptr) return;
    found = &each;
  }
  if (found != nullptr) add_missing(out.target, found->who);
}

// The network of the AMF or MME, when nothing else names the serving one.
void serving_plmn_of_functions(network& of) {
  if (!is_empty(of.serving_plmn)) return;
  for (const network_function& each : of.functions)
    if (each.name != "oldAMF" && !is_empty(each.plmn)) {
      of.serving_plmn = each.plmn;
      return;
    }
}

} // namespace

void conclude(build& b) {
  target_by_direction(b.out);
  subject_of_sip(b);
  serving_plmn_of_functions(b.out.network);
}

} // namespace lihi::normalize
