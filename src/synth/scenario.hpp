// Scenarios: what happens to a subscriber and when, as a file in YAML (docs/synth.md).
#pragma once

#include "synth/protection.hpp"
#include "synth/steps.hpp"

#include <lihi/moment.hpp>
#include <optional>
#include <string>
#include <string_view>

namespace lihi::synth {

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
