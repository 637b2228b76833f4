// What the arguments of the program mean.
#include "cli/commands.hpp"

#include <CLI/CLI.hpp>
#include <map>

namespace lihi::cli {
namespace {

constexpr auto about =
    "Reads the lawful-interception handover interface (HI2, HI3) into vendor-neutral records.";
constexpr auto statuses =
    "Exit status: 0 all read; 1 something was rejected, or a value breaks its specification\n"
    "(all else was delivered); 2 wrong usage, or input that cannot be opened.";

} // namespace

int run(int argc, char** argv) {
  CLI::App app{about, "lihi"};
  app.set_version_flag("--version", LIHI_VERSION);
  app.require_subcommand(1);
  app.footer(statuses);

  decode_options decoding;
  bool no_detail = false, no_content = false;
  auto* const decode_command =
      app.add_subcommand("decode", "PS-PDUs of files as JSON Lines on standard output");
  const std::map<std::string, format> formats{
      {"records", format::records}, {"jer", format::jer}, {"tree", format::tree}};
  decode_command->add_option("--to", decoding.to, "records (default), jer (ITU-T X.697) or tree")
      ->transform(CLI::CheckedTransformer(formats).description(""));
  decode_command->add_option("--jobs", decoding.jobs, "threads that decode (1); the output stays in order")
      ->check(CLI::Range(1, 256));
  decode_command->add_flag("--no-detail", no_detail, "leave the JER of each element out of its record");
  decode_command->add_flag("--no-content", no_content, "leave the octets of content out of the records");
  decode_command->add_option("--rejects", decoding.rejects,
                             "keep the octets of what was rejected in this file");
  decode_command->add_option("FILE", decoding.files, "files to read; - or none is standard input");
  decode_command->footer(std::string("Example: lihi decode --no-detail samples/story/hi2.ber | jq .event\n") +
                         statuses);

  inspect_options inspecting;
  auto* const inspect_command = app.add_subcommand("inspect", "one PDU after the other as a tree");
  inspect_command->add_option("FILE", inspecting.file, "file to read; - is standard input")->required();
  inspect_command->add_option("--colour", inspecting.colour, "auto (default), always or never")
      ->check(CLI::IsMember({"auto", "always", "never"}));
  inspect_command->footer(std::string("Example: lihi inspect samples/story/hi2.ber | less\n") + statuses);

  schema_options showing;
  auto* const schema_command =
      app.add_subcommand("schema", "what the schema holds, and which record fields it feeds");
  schema_command->add_option("NAME", showing.name, "a type or a member; none lists all types");
  schema_command->footer("Example: lihi schema AMFRegistration\n");

  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& problem) {
    return app.exit(problem) == 0 ? 0 : 2;
  }
  decoding.detail = !no_detail;
  decoding.content = !no_content;
  if (decoding.files.empty()) decoding.files.emplace_back("-");
  if (decode_command->parsed()) return decode(decoding);
  if (inspect_command->parsed()) return inspect(inspecting);
  return show_schema(showing);
}

} // namespace lihi::cli
