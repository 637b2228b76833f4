// What a line has that is no record: its JSON Schema and its description.
#include "tools/docs.hpp"
#include "tools/json_schema.hpp"

#include <fmt/format.h>

namespace lihi::docs {
namespace {

// A reject is written by jer_line, with what could be read of the PDU.
constexpr auto reject_schema = R"json(
    {
      "description": "octets that were rejected",
      "type": "object",
      "required": [
        "record",
        "kind",
        "source",
        "code",
        "offset",
        "message"
      ],
      "additionalProperties": false,
      "properties": {
        "record": {
          "enum": [
            "lihi-event/1"
          ],
          "description": "name and version of this format"
        },
        "kind": {
          "enum": [
            "reject"
          ],
          "description": "what happened: octets were rejected"
        },
        "source": {
          "type": "object",
          "description": "the octets: where they stand",
          "required": [
            "offset",
            "length"
          ],
          "additionalProperties": false,
          "properties": {
            "name": {
              "type": "string",
              "minLength": 1,
              "description": "file or link: the path as given, or --source"
            },
            "offset": {
              "type": "integer",
              "minimum": 0,
              "description": "octets from the start of the stream"
            },
            "length": {
              "type": "integer",
              "minimum": 0,
              "description": "octets"
            }
          }
        },
        "code": {
          "type": "string",
          "pattern": "^[a-z_]+$",
          "description": "what is wrong: a code of include/lihi/error.hpp"
        },
        "offset": {
          "type": "integer",
          "minimum": 0,
          "description": "where it is wrong: octets from the start of the stream"
        },
        "path": {
          "type": "string",
          "minLength": 1,
          "description": "ASN.1 path; absent of octets that begin no PS-PDU"
        },
        "message": {
          "type": "string",
          "minLength": 1,
          "description": "a sentence about the code, without a value"
        },
        "pdu": {
          "type": "object",
          "description": "what could be read, in JER (ITU-T X.697); absent of octets that begin no PS-PDU, and when it does not fit the budget of memory"
        },
        "unknown": {
          "type": "array",
          "minItems": 1,
          "description": "members that the schema does not know",
          "items": {
            "type": "object",
            "required": [
              "path",
              "tag",
              "octets"
            ],
            "additionalProperties": false,
            "properties": {
              "path": {
                "type": "string"
              },
              "tag": {
                "type": "string"
              },
              "octets": {
                "type": "string",
                "pattern": "^([0-9a-f][0-9a-f])*$"
              }
            }
          }
        },
        "notes": {
          "type": "array",
          "minItems": 1,
          "description": "what else was odd about it",
          "items": {
            "type": "object",
            "required": [
              "code"
            ],
            "additionalProperties": false,
            "properties": {
              "code": {
                "type": "string"
              },
              "offset": {
                "type": "integer",
                "minimum": 0
              },
              "path": {
                "type": "string"
              }
            }
          }
        }
      }
    })json";

} // namespace

std::string event_schema() {
  link_event whole;
  return "{\n  \"$schema\": \"http://json-schema.org/draft-07/schema#\",\n"
         "  \"title\": \"lihi-event/1\",\n"
         "  \"description\": \"A line that is no record: a reject, or what the stream says besides.\",\n"
         "  \"oneOf\": [" +
         std::string(reject_schema) + ",\n    " +
         json_schema("lihi-event/1", R"("record", "kind")").of(whole, 3) + "\n  ]\n}\n";
}

std::string event_format() {
  std::string out =
      "# Lines that are no record: `lihi-event/1`\n\n"
      "`lihi decode` writes one JSON object a line. A record has `\"record\":\"lihi/1\"` "
      "([record-format.md](record-format.md)); in JER a\nPDU has `\"pdu\"`. All else has "
      "`\"record\":\"lihi-event/1\"` and a `kind`. The JSON Schema is "
      "[event.schema.json](event.schema.json).\n\n"
      "## What was rejected\n\n"
      "`\"kind\":\"reject\"`, in records and in JER:\n\n"
      "| field | what |\n| --- | --- |\n"
      "| `source` | `name`: the file's path as given, or `--source`; `-` is standard input. `offset`, "
      "`length`: "
      "the octets that were rejected |\n"
      "| `code` | what is wrong: a code of `include/lihi/error.hpp`, as `truncated` or `not_ps_pdu` |\n"
      "| `offset` | where: octets from the start of the stream |\n"
      "| `path` | the ASN.1 path there; absent of octets that begin no PS-PDU |\n"
      "| `message` | a sentence about the code; it holds no value |\n"
      "| `pdu` | what could be read, in JER; absent of octets that begin no PS-PDU, and of a PDU that does "
      "not "
      "fit the budget of memory |\n"
      "| `unknown`, `notes` | as in a record: members that the schema does not know, and what else was odd "
      "|\n\n"
      "Records of a rejected PDU that were complete before the fault stand before its line. The octets "
      "themselves "
      "are kept by\n`--rejects`. With `--to tree` the same is said in words.\n\n"
      "## What the stream says besides\n\n"
      "With records, in line, before the record with which it shows; `--events FILE` puts these lines into a "
      "file, "
      "`--events none`\nleaves them out. [link.md](link.md) says how each is found.\n\n"
      "| kind | what |\n| --- | --- |\n";
  for (const auto& each : terms_of<link_event_kind>)
    out += fmt::format("| `{}` | {} |\n", each.name, each.about);
  out += "\n| field | what |\n| --- | --- |\n";
  const link_event whole;
  link_event::fields([&out](const char* name, const auto&,
                            const char* about) { out += fmt::format("| `{}` | {} |\n", name, about); },
                     whole);
  out += "\nAn `orphan` is one of these:\n\n| word | what |\n| --- | --- |\n";
  for (const auto& each : terms_of<orphan_state>)
    out += fmt::format("| `{}` | {} |\n", each.name, each.about);
  return out;
}

} // namespace lihi::docs
