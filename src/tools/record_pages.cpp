// What a record has: its JSON Schema and its description.
#include "tools/docs.hpp"
#include "tools/json_schema.hpp"

#include <fmt/format.h>
#include <set>
#include <typeindex>

namespace lihi::docs {
namespace {

class format_page {
 public:
  std::string page() {
    rows("", record{});
    return "# The record\n\n"
           "One JSON object a line, one line for every IRI or CC element, TRI, HI1 or HI4 message. Keys come "
           "in the order\n"
           "below; what is absent is left out. Times are RFC 3339 in UTC with microseconds (without the `Z`: "
           "the sender's\n"
           "own clock, whose offset was not sent). Octets are lower-case hex. Numbers that may pass 2^53 are "
           "strings.\n\n"
           "What it says follows these rules:\n\n"
           "- `target` holds the subject alone, and only what the event says is the subject's. Everyone else "
           "is in\n"
           "  `parties`, with a role. Where a direction tells which party the subject is (short and "
           "multimedia\n"
           "  messages, SIP), that party's identities are in `target` too. What nobody vouches for sets\n"
           "  `identity_unauthenticated`.\n"
           "- A place has a role. Only `current` is where the subject is now; with an age above 0, or when "
           "the\n"
           "  sender says that it is not current, it is `last_known`.\n"
           "- Nothing that is there is replaced. Another value of a field is an attribute, with the note\n"
           "  `second_value`; so is, as hex, what its field cannot hold. A pair of coordinates is taken "
           "whole or not.\n"
           "- `event_time` is the element's time; when the element has none, the PSHeader's. `pdu_time` is "
           "the\n"
           "  PSHeader's when both are there and differ. `direction` is what the event says, else the "
           "payload's;\n"
           "  `payload_direction` stands beside it when they differ.\n"
           "- Areas and cells each have their own PLMN. `position` is an estimate of where the subject is, "
           "`site`\n"
           "  where the antenna stands.\n\n"
           "This page is made from the code (`lihi_docs format`); `record.schema.json` is its JSON Schema. "
           "The events are\n"
           "listed in [events.md](events.md).\n\n"
           "| field | type | meaning |\n| --- | --- | --- |\n" +
           out_ +
           "\n## Words\n\nA field of the type \"word\" has one of these. The words of `event` are listed in "
           "[events.md](events.md).\n\n| field | word | meaning |\n| --- | --- | --- |\n" +
           words_;
  }

 private:
  template <described T>
  void rows(const std::string& prefix, const T& value) {
    T::fields(
        [&](const char* name, const auto& field, const char* about) { row(prefix + name, field, about); },
        value);
  }
  template <class T>
  void row(const std::string& path, const T& value, const char* about) {
    out_ += fmt::format("| `{}` | {} | {} |\n", path, type_of(value), about);
    if constexpr (vocabulary<T> && !std::is_same_v<T, event_type>)
      if (described_.insert(typeid(T)).second)
        for (const auto& each : terms_of<T>)
          words_ += fmt::format("| `{}` | {} | {} |\n", path, each.name, each.about);
    if constexpr (described<T>)
      rows(path + ".", value);
    else
      children(path, value);
  }
  template <class T>
  void children(const std::string&, const T&) {}
  template <described T>
  void children(const std::string& path, const field::list<T>&) {
    rows(path + "[].", T{});
  }
  template <class T>
  static const char* type_of(const T&) {
    if constexpr (std::is_same_v<T, lihi::field::text>)
      return "text";
    else if constexpr (vocabulary<T>)
      return "word";
    else if constexpr (std::is_same_v<T, field::number> || std::is_same_v<T, std::optional<std::uint64_t>>)
      return "integer";
    else if constexpr (std::is_same_v<T, field::decimal>)
      return "number";
    else if constexpr (std::is_same_v<T, field::flag>)
      return "true or false";
    else if constexpr (std::is_same_v<T, field::timestamp>)
      return "time";
    else if constexpr (std::is_same_v<T, field::counter>)
      return "number as text";
    else if constexpr (std::is_same_v<T, field::octets>)
      return "hex";
    else if constexpr (std::is_same_v<T, field::unwritten_octets>)
      return "octets, in no JSON";
    else if constexpr (described<T> || std::is_same_v<T, field::json_text>)
      return "object";
    else
      return "list";
  }

  std::string out_, words_;
  std::set<std::type_index> described_; // vocabularies
};

} // namespace

std::string record_schema() {
  const std::string body =
      json_schema("lihi/1", R"("record", "id", "source", "kind", "event")").of(record{}, 1);
  return "{\n  \"$schema\": \"http://json-schema.org/draft-07/schema#\",\n"
         "  \"title\": \"lihi/1\",\n"
         "  \"description\": \"One record of lihi: an IRI or CC element, a TRI, HI1 or HI4 message.\",\n" +
         body.substr(body.find('\n') + 1) + "\n";
}

std::string record_format() { return format_page().page(); }

} // namespace lihi::docs
