#include "export/jer_line.hpp"

#include "schema_ids.hpp"

namespace lihi {
namespace {

constexpr std::size_t most_notes = 256;

void write_string(text_buffer& out, std::string_view text) {
  out.put('"');
  append_json_escaped(out, text);
  out.put('"');
}

void write_place(text_buffer& out, const frame& piece) {
  out.put("{\"offset\":");
  append_number(out, piece.offset);
  out.put(",\"length\":");
  append_number(out, static_cast<std::uint64_t>(piece.octets.size()));
}

} // namespace

void write_error(text_buffer& out, code what, std::uint64_t offset, std::string_view path) {
  out.put("\"error\":{\"code\":\"");
  out.put(name(what));
  out.put("\",\"offset\":");
  append_number(out, offset);
  if (!path.empty()) {
    out.put(",\"path\":");
    write_string(out, path);
  }
  out.put(",\"message\":\"");
  out.put(message(what));
  out.put("\"}");
}

void write_reject(text_buffer& out, const frame& piece) {
  write_place(out, piece);
  out.put(',');
  write_error(out, piece.fault, piece.offset, {});
  out.put('}');
}

void jer_line::visitor::unknown(const schema::place&, ber::tag tag, bytes element) {
  arena memory;
  unknown_text.put(unknown_text.empty() ? "{\"path\":" : ",{\"path\":");
  write_string(unknown_text, where->path());
  unknown_text.put(",\"tag\":\"");
  unknown_text.put(normalize::tag_text(memory, tag));
  unknown_text.put("\",\"octets\":\"");
  append_hex(unknown_text, element);
  unknown_text.put("\"}");
}

void jer_line::visitor::note(code what, const std::uint8_t* at) {
  defects += is_defect(what) ? 1 : 0;
  if (what == code::unknown_member || what == code::unknown_alternative || ++notes > most_notes) return;
  note_text.put(note_text.empty() ? "{\"code\":\"" : ",{\"code\":\"");
  note_text.put(name(what));
  note_text.put("\",\"offset\":");
  append_number(note_text, where->offset_of(at));
  note_text.put(",\"path\":");
  write_string(note_text, where->path());
  note_text.put('}');
}

error jer_line::write(text_buffer& out, const frame& pdu) {
  memory_.reset();
  value_.clear();
  visitor_.unknown_text.clear();
  visitor_.note_text.clear();
  visitor_.fault_path.clear();
  visitor_.defects = visitor_.notes = 0;
  error fault = walk_.walk(pdu.octets, pdu.offset, schema::type::PS_PDU);
  if (pdu.fault != code::none && (!fault || fault.code == code::truncated))
    fault = {pdu.offset, 0, pdu.fault, 0};
  visitor_.finish();
  write_place(out, pdu);
  if (fault) {
    out.put(',');
    write_error(out, fault.code, fault.offset, visitor_.fault_path);
  }
  out.put(",\"pdu\":");
  out.put(value_.empty() ? std::string_view("{}") : value_.view());
  if (!visitor_.unknown_text.empty()) {
    out.put(",\"unknown\":[");
    out.put(visitor_.unknown_text.view());
    out.put(']');
  }
  if (!visitor_.note_text.empty()) {
    out.put(",\"notes\":[");
    out.put(visitor_.note_text.view());
    out.put(']');
  }
  out.put('}');
  return fault;
}

} // namespace lihi
