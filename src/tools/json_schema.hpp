// The JSON Schema (draft 7) of a struct that lists its fields: closed objects, so that a field without a
// description is an error.
#pragma once

#include <lihi/link_event.hpp>

#include <string>

namespace lihi::docs {

inline std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + "\"";
}

class json_schema {
 public:
  json_schema(std::string_view version, std::string_view required) : version_(version), required_(required) {}

  // Of a struct, to stand `depth` levels deep.
  template <described T>
  std::string of(const T& whole, int depth) {
    return object(whole, depth, {}, true);
  }

 private:
  template <described T>
  std::string object(const T& value, int depth, const std::string& description, bool whole = false) {
    const std::string pad(static_cast<std::size_t>(2 * depth), ' ');
    std::string out = "{\n";
    if (!description.empty()) out += pad + "\"description\": " + quoted(description) + ",\n";
    out += pad + "\"type\": \"object\",\n" + pad + "\"additionalProperties\": false,\n";
    if (whole) out += pad + "\"required\": [" + required_ + "],\n";
    out += pad + "\"properties\": {\n";
    bool first = true;
    T::fields(
        [&](const char* name, const auto& field, const char* about) {
          if constexpr (!std::is_same_v<std::remove_cvref_t<decltype(field)>, field::unwritten_octets>) {
            out +=
                (first ? "" : ",\n") + pad + "  " + quoted(name) + ": " + type_of(name, field, about, depth);
            first = false;
          }
        },
        value);
    return out + "\n" + pad + "}\n" + pad.substr(2) + "}";
  }

  static std::string leaf(const std::string& type, std::string_view about) {
    return "{" + type + ", \"description\": " + quoted(about) + "}";
  }
  [[nodiscard]] std::string string_of(std::string_view name) const {
    if (name == "record") return "\"enum\": [" + quoted(version_) + "]";
    return "\"type\": \"string\", \"minLength\": 1";
  }
  template <vocabulary E>
  static std::string words() {
    std::string out = "\"enum\": [";
    for (const auto& each : terms_of<E>) out += (out.back() == '[' ? "" : ", ") + quoted(each.name);
    return out + "]";
  }
  template <class T>
  std::string type_of(std::string_view name, const T& value, std::string_view about, int depth) {
    if constexpr (std::is_same_v<T, lihi::field::text>)
      return leaf(string_of(name), about);
    else if constexpr (vocabulary<T>)
      return leaf(words<T>(), about);
    else if constexpr (std::is_same_v<T, field::number>)
      return leaf("\"type\": \"integer\"", about);
    else if constexpr (std::is_same_v<T, std::optional<std::uint64_t>>)
      return leaf("\"type\": \"integer\", \"minimum\": 0", about);
    else if constexpr (std::is_same_v<T, field::decimal>)
      return leaf("\"type\": \"number\"", about);
    else if constexpr (std::is_same_v<T, field::flag>)
      return leaf("\"type\": \"boolean\"", about);
    else if constexpr (std::is_same_v<T, field::timestamp>)
      return leaf(
          R"("type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\\.[0-9]{6}Z?$")",
          about);
    else if constexpr (std::is_same_v<T, field::counter>)
      return leaf(R"("type": "string", "pattern": "^[0-9]+$")", about);
    else if constexpr (std::is_same_v<T, field::octets>)
      return leaf(R"("type": "string", "pattern": "^([0-9a-f]{2})+$")", about);
    else if constexpr (std::is_same_v<T, field::json_text>)
      return leaf("\"type\": \"object\"", about);
    else if constexpr (described<T>)
      return object(value, depth + 2, std::string(about));
    else
      return list_of(name, value, about, depth);
  }
  template <class T>
  std::string list_of(std::string_view name, const field::list<T>&, std::string_view about, int depth) {
    const T element{};
    const std::string pad(static_cast<std::size_t>(2 * depth + 4), ' ');
    return "{\n" + pad + "\"description\": " + quoted(about) + ",\n" + pad +
           "\"type\": \"array\", \"minItems\": 1,\n" + pad +
           "\"items\": " + type_of(name, element, "", depth + 1) + "\n" + pad.substr(2) + "}";
  }

  std::string version_, required_;
};

} // namespace lihi::docs
