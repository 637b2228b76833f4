// The steps of a scenario: a PDU each, or several.
#pragma once

#include "synth/encoder.hpp"

#include <map>
#include <optional>
#include <set>
#include <string>

namespace lihi::synth {

enum class step_kind : std::uint8_t { iri, cc, other };

struct step {
  step_kind kind = step_kind::other;
  std::int64_t at = 0, every = 0; // microseconds from the subscriber's start; between repetitions
  std::uint64_t times = 1;
  std::optional<std::uint32_t> cin;
  std::optional<std::uint32_t> number; // sequence number of the first repetition; nothing: it is counted
  std::string event;                   // the arm, for the truth
  ber::form form = ber::form::definite;
  std::int64_t part = 1;    // EncryptedPayloadType: which part of TS 102 232 the contents are of
  prepared header, payload; // PSHeader, and Payload without the tag that it has in a PS-PDU
};

// CINs of sessions by their names.
class session_cins {
 public:
  void add(const std::string& session, std::uint32_t cin);
  [[nodiscard]] bool has(const std::string& session) const { return all_.contains(session); }
  // The one that was given, or the lowest above 0 that no other session has.
  [[nodiscard]] std::uint32_t of(const std::string& session);

 private:
  std::map<std::string, std::uint32_t> all_;
  std::set<std::uint32_t> taken_;
  std::uint32_t lowest_ = 1; // all below are taken
};

// What holds for all steps that say nothing else.
struct step_defaults {
  YAML::Node operated, header;
  std::string release;
  ber::form form = ber::form::definite;
  session_cins sessions;
};

// Throws mistake.
[[nodiscard]] step read_step(const YAML::Node& from, step_defaults& common, const names& known);
// A PSHeader of no step.
[[nodiscard]] prepared read_header(const step_defaults& common, bool with_cin, const names& known);
[[nodiscard]] ber::form form_of(const YAML::Node& value, ber::form otherwise);

} // namespace lihi::synth
