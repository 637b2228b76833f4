#include "support/json.hpp"

#include "support/files.hpp"

#include <algorithm>
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wpedantic"
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>
#pragma GCC diagnostic pop
#include <stdexcept>

namespace lihi::test {

json parse(std::string_view text) {
  json out;
  out.Parse<rapidjson::kParseValidateEncodingFlag | rapidjson::kParseFullPrecisionFlag>(text.data(),
                                                                                        text.size());
  if (out.HasParseError()) throw std::runtime_error("no JSON: " + std::string(text.substr(0, 200)));
  return out;
}

decoded decode(bytes stream, std::size_t chunk) {
  decoded out;
  framer frames;
  decoder read_records;
  const std::size_t step = chunk == 0 ? std::max<std::size_t>(stream.size(), 1) : chunk;
  std::size_t at = 0;
  do {
    const std::size_t size = std::min(step, stream.size() - at);
    const std::vector<std::uint8_t> piece(stream.begin() + static_cast<std::ptrdiff_t>(at),
                                          stream.begin() + static_cast<std::ptrdiff_t>(at + size));
    at += size;
    if (at == stream.size()) frames.finish();
    frames.feed(bytes(piece));
    while (auto frame = frames.next()) {
      if (frame->is_pdu) {
        const error fault = read_records.read(*frame, "test", [&out](const record& one) {
          std::string text;
          write_json(one, text);
          out.records.push_back(text);
        });
        out.defects += read_records.defects();
        std::string_view text;
        (void)read_records.jer(*frame, text);
        out.jer.emplace_back(text);
        out.errors.push_back(fault);
      }
      frame->octets = stream.subspan(frame->offset, frame->octets.size());
      out.frames.push_back(*frame);
    }
  } while (at < stream.size());
  return out;
}

const std::vector<sample_pdu>& all_pdus() {
  static std::vector<std::vector<std::uint8_t>> streams;
  static const std::vector<sample_pdu> all = [] {
    std::vector<sample_pdu> out;
    for (const auto& path : all_streams()) {
      const bytes stream = streams.emplace_back(read_file(path));
      for (const frame& each : decode(stream).frames)
        if (each.is_pdu) out.push_back({each, path.string() + " at " + std::to_string(each.offset)});
    }
    return out;
  }();
  return all;
}

std::string at(const json& value, const std::string& pointer) {
  const rapidjson::Value* const found = rapidjson::Pointer(pointer.c_str()).Get(value);
  if (found == nullptr) return "(absent)";
  if (found->IsString()) return {found->GetString(), found->GetStringLength()};
  rapidjson::StringBuffer buffer;
  rapidjson::Writer<rapidjson::StringBuffer> writer(buffer);
  found->Accept(writer);
  return buffer.GetString();
}

std::string at(const std::string& text, const std::string& pointer) { return at(parse(text), pointer); }

void lower_hex(rapidjson::Value& value) {
  if (value.IsObject())
    for_each_member(value, [](const auto&, auto& inner) { lower_hex(inner); });
  else if (value.IsArray())
    for (auto* each = value.Begin(); each != value.End(); ++each) lower_hex(*each);
  else if (value.IsString()) {
    char* const begin = const_cast<char*>(value.GetString()); // the document is ours
    char* const end = begin + value.GetStringLength();
    const bool hex = std::all_of(begin, end, [](char c) {
      return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    });
    if (hex)
      std::transform(begin, end, begin,
                     [](char c) { return c >= 'A' && c <= 'F' ? static_cast<char>(c + 32) : c; });
  }
}

} // namespace lihi::test
