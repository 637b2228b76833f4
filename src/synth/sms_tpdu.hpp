// Short messages as TPDUs (3GPP TS 23.040 clauses 9.2.2.1 and 9.2.2.2), in the default alphabet of TS 23.038.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace lihi::synth {

// Two digits an octet, the first in the lower half; a filler behind an odd number (TBCD of TS 29.002,
// addresses of TS 23.040).
[[nodiscard]] std::vector<std::uint8_t> semi_octets(const std::string& digits);
// Whether the text has at most 160 characters, all of which are letters, digits, space or . , ? ! - : '.
[[nodiscard]] bool sms_may_hold(const std::string& text);
// `number` in digits, of an international number.
[[nodiscard]] std::vector<std::uint8_t> sms_submit(const std::string& number, const std::string& text);
[[nodiscard]] std::vector<std::uint8_t> sms_deliver(const std::string& number, const std::string& text);

} // namespace lihi::synth
