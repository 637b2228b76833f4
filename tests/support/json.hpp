// Decoding for tests, and JSON as the tests look at it.
#pragma once

#include <lihi/decoder.hpp>
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wpedantic"
#include <rapidjson/document.h>
#include <rapidjson/pointer.h>
#pragma GCC diagnostic pop
#include <string>
#include <vector>

namespace lihi::test {

using json = rapidjson::Document;

[[nodiscard]] json parse(std::string_view text); // throws when it is no JSON, or not UTF-8

struct decoded {
  std::vector<frame> frames;        // octets point into the input
  std::vector<std::string> records; // JSON
  std::vector<std::string> jer;     // one a PDU
  std::vector<error> errors;        // one a PDU
  std::uint64_t defects = 0;
};

// Reads a whole stream. `chunk` octets at a time; 0: all at once.
[[nodiscard]] decoded decode(bytes stream, std::size_t chunk = 0);

// A PDU of a stream of all_streams(), and its file and offset.
struct sample_pdu {
  lihi::frame frame;
  std::string where;
};
[[nodiscard]] const std::vector<sample_pdu>& all_pdus();

// The value at a JSON pointer as text: a string as it is, anything else as JSON; "(absent)" when there is
// none.
[[nodiscard]] std::string at(const json& value, const std::string& pointer);
[[nodiscard]] std::string at(const std::string& text, const std::string& pointer);

// Calls `each(name, value)` for the members of an object. (RapidJSON's own iteration is ambiguous in C++20.)
template <class Json, class Each>
void for_each_member(Json& object, const Each& each) {
  auto member = object.MemberBegin();
  for (rapidjson::SizeType i = 0; i < object.MemberCount(); ++i, ++member) each(member->name, member->value);
}

// Lower-cases every string that is nothing but hex digits: other encoders write hex in either case.
void lower_hex(rapidjson::Value& value);

} // namespace lihi::test
