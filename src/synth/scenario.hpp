// Scenarios: what happens to a subscriber and when, as a file in YAML (docs/synth.md).
#pragma once

#include "synth/encoder.hpp"
#include "synth/protection.hpp"

#include <lihi/moment.hpp>
#include <optional>
#include <string>
#include <string_view>

namespace lihi::synth {

// Microseconds that a scenario may last for a subscriber: 31 years.
inline constexpr std::int64_t longest = 1'000'000'000'000'000;

enum class step_kind : std::uint8_t { iri, cc, other };

struct step {
  step_kind kind = step_kind::other;
  std::int64_t at = 0, every = 0; // microseconds from the subscriber's start; between repetitions
  std::uint64_t times = 1;
  std::string session; // which CIN; "" none
  std::string event;   // the arm, for the truth
  ber::form form = ber::form::definite;
  std::int64_t part = 1;    // EncryptedPayloadType: which part of TS 102 232 the contents are of
  prepared header, payload; // PSHeader, and Payload without the tag that it has in a PS-PDU
};

struct scenario {
  std::string name, about;
  moment start;
  std::int64_t spread = 0; // microseconds from one subscriber's start to the next one's
  synth::names names;
  std::size_t liid = 0; // which of them
  std::vector<step> steps;

  integrity_rule integrity;
  std::optional<encryption_rule> encryption;
  ber::form form = ber::form::definite;         // of integrity checks
  prepared check_header, check_header_with_cin; // theirs

  // `form` is that of steps that say none; nothing: the scenario's own. Throws mistake. All values are tried
  // for the first subscriber.
  [[nodiscard]] static scenario read(const std::string& yaml, std::optional<ber::form> form = {});
};

// Scenarios that come with lihi, by name; empty when there is none.
[[nodiscard]] std::string_view scenario_text(std::string_view name) noexcept;
[[nodiscard]] std::vector<std::string> scenario_names();

} // namespace lihi::synth
