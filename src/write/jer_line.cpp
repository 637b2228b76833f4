#include "write/jer_line.hpp"

#include "ber/tag_text.hpp"
#include "core/time.hpp"

#include <lihi/explain.hpp>

namespace lihi {
namespace {

constexpr std::size_t most_notes = 256;

void write_string(text_buffer& out, std::string_view text) {
  out.put('"');
  append_json_escaped(out, text);
  out.put('"');
}

void write_place(text_buffer& out, const frame& piece) {
  out.put("\"offset\":");
  append_number(out, piece.offset);
  out.put(",\"length\":");
  append_number(out, static_cast<std::uint64_t>(piece.octets.size()));
}

void write_source(text_buffer& out, const frame& piece, const stream_source& source) {
  out.put("\"source\":{");
  if (!source.name.empty()) {
    out.put("\"name\":");
    write_string(out, source.name);
    out.put(',');
  }
  if (!source.link.empty()) {
    out.put("\"link\":");
    write_string(out, source.link);
    out.put(',');
  }
  write_place(out, piece);
  if (source.arrived && in_rfc3339(*source.arrived)) {
    out.put(",\"arrived\":\"");
    append_rfc3339(out, *source.arrived);
    out.put('"');
  }
  out.put('}');
}

} // namespace

bool jer_line::visitor::enter(const schema::place& at) {
  if (out->size() > end) throw text_buffer::exceeded();
  return jer_writer::enter(at);
}

void jer_line::visitor::value(const schema::place& at, fault_code fault) {
  jer_writer::value(at, fault);
  if (out->size() > end) throw text_buffer::exceeded();
}

void jer_line::visitor::unknown(const schema::place&, ber::tag tag, bytes element) {
  const ber::tag_text shown(tag);
  unknown_text.put(unknown_text.empty() ? "{\"path\":" : ",{\"path\":");
  write_string(unknown_text, where->path());
  unknown_text.put(",\"tag\":\"");
  unknown_text.put(shown.view());
  unknown_text.put("\",\"octets\":\"");
  append_hex(unknown_text, element);
  unknown_text.put("\"}");
}

void jer_line::visitor::note(fault_code what, const std::uint8_t* at) {
  defects += is_defect(what) ? 1 : 0;
  if (what == fault_code::unknown_member || what == fault_code::unknown_alternative || ++notes > most_notes)
    return;
  note_text.put(note_text.empty() ? "{\"code\":\"" : ",{\"code\":\"");
  note_text.put(name_of(what));
  note_text.put("\",\"offset\":");
  append_number(note_text, where->offset_of(at));
  note_text.put(",\"path\":");
  write_string(note_text, where->path());
  note_text.put('}');
}

// "pdu":{...},"unknown":[...],"notes":[...]
error jer_line::write_value(text_buffer& out, const frame& pdu) {
  visitor& with = reader_.visitor();
  with.unknown_text.clear();
  with.note_text.clear();
  with.defects = with.notes = 0;
  out.put("\"pdu\":");
  const std::size_t begin = out.size();
  with.out = &out;
  with.end = begin + reader_.bounds().text;
  with.write_to(out);
  const error fault = reader_.walk(pdu);
  with.finish();
  if (out.size() == begin) out.put("{}");
  if (!with.unknown_text.empty()) {
    out.put(",\"unknown\":[");
    out.put(with.unknown_text.view());
    out.put(']');
  }
  if (with.notes > most_notes) with.note_text.put(",{\"code\":\"list_cut\"}");
  if (!with.note_text.empty()) {
    out.put(",\"notes\":[");
    out.put(with.note_text.view());
    out.put(']');
  }
  out.put('}');
  return fault;
}

error jer_line::write(text_buffer& out, const frame& pdu, const stream_source& source) {
  const std::size_t mark = out.size();
  error fault;
  try {
    out.put('{');
    write_place(out, pdu);
    out.put(',');
    write_source(out, pdu, source);
    out.put(',');
    fault = fault_of(write_value(out, pdu), pdu);
  } catch (const text_buffer::exceeded&) {
    fault = {pdu.offset, 0, fault_code::memory_exceeded, 0};
  }
  if (fault) {
    const std::uint64_t defects = reader_.visitor().defects;
    out.truncate(mark);
    write_reject(out, pdu, source, fault);
    reader_.visitor().defects = defects;
  }
  return fault;
}

void jer_line::write_reject(text_buffer& out, const frame& piece, const stream_source& source,
                            const error& fault) {
  out.put("{\"record\":\"lihi-event/1\",\"kind\":\"reject\",");
  write_source(out, piece, source);
  out.put(",\"code\":\"");
  out.put(name_of(fault.code));
  out.put("\",\"offset\":");
  append_number(out, fault.offset);
  if (const std::string path = path_of(fault, piece, reader_.bounds()); !path.empty()) {
    out.put(",\"path\":");
    write_string(out, path);
  }
  out.put(",\"message\":\"");
  out.put(message_of(fault.code));
  out.put('"');
  const std::size_t mark = out.size();
  try {
    out.put(piece.is_pdu ? "," : "}");
    if (piece.is_pdu) (void)write_value(out, piece);
  } catch (const text_buffer::exceeded&) {
    out.truncate(mark); // its octets are all that can be kept of it
    out.put('}');
  }
}

} // namespace lihi
