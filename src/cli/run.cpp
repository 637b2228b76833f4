// What the arguments of the program mean.
#include "cli/commands.hpp"
#include "core/nearest.hpp"
#include "cli/output.hpp"
#include "cli/terminal.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <charconv>
#include <lihi/version.hpp>
#include <utility>

namespace lihi::cli {
namespace {

constexpr auto about =
    "Reads the lawful-interception handover interface (HI2, HI3) into vendor-neutral records.";
constexpr auto statuses =
    "Exit status: 0 all read; 1 something was rejected, or a value breaks its specification\n"
    "(all else was delivered); 2 wrong usage, input that cannot be read, output that cannot\n"
    "be written; 130 and 143 after SIGINT and SIGTERM, with what was read delivered.";

const std::vector<std::string> commands{"decode", "inspect", "verify", "listen", "serve",
                                        "spool",  "audit",   "replay", "synth",  "schema"};
const std::vector<std::string> formats{"records", "jer", "tree", "raw"}; // in the order of `format`

// One of these words; any other is named with the nearest.
CLI::Validator one_of(const std::vector<std::string>& words) {
  return CLI::Validator(
      [&words](const std::string& given) -> std::string {
        if (std::find(words.begin(), words.end(), given) != words.end()) return {};
        std::string all;
        for (const std::string& each : words) all += (all.empty() ? "" : ", ") + each;
        return visible(given) + " is none of " + all + did_you_mean(given, words);
      },
      "");
}

void add_capture_options(CLI::App& to, capture_reading& options) {
  to.add_option(
        "--port", options.ports,
        "of a capture: what goes to or from this TCP port is PS-PDUs, whatever it begins with; may be "
        "given again")
      ->check(CLI::Range(1, 65535))
      ->allow_extra_args(false);
  to.add_option(
      "--keylog", options.keylog,
      "of a capture with TLS: its secrets in NSS key log format, to say how tshark decrypts it; lihi "
      "does not");
}

// What decode and listen have in common, before it is put together.
struct delivery_flags {
  bool no_detail = false, no_content = false, append = false, force = false;
  std::string to = formats[0];
};

void add_output_options(CLI::App& to, decode_options& options, delivery_flags& flags) {
  to.add_option("--to", flags.to, "records (default), jer (ITU-T X.697), tree, or raw: the octets")
      ->check(one_of(formats));
  to.add_option("--jobs", options.jobs, "threads that decode (1); the output stays in order")
      ->check(CLI::Range(1, 256));
  to.add_option("--memory", options.memory, "budget of memory for all of it, as in 64M (256M)")
      ->transform(CLI::AsSizeValue(false))
      ->check(CLI::Range(memory_plan::least_budget, std::size_t{1} << 40).description(""));
  to.add_flag("--no-detail", flags.no_detail, "leave the JER of each element out of its record");
  to.add_flag("--no-content", flags.no_content, "leave the octets of content out of the records");
  to.add_option("--rejects", options.rejects, "keep the octets of what was rejected in this file, a new one");
  to.add_option("--events", options.events,
                "where gaps, duplicates and the like go: - in line (default), none, or a new file");
  to.add_option(
      "--cc-out", options.content_folder,
      "content as files in this new folder: a pcapng for each LIID and CIN, other content by itself");
  auto* const append = to.add_flag("--append", flags.append, "add to the files of --rejects and --events");
  to.add_flag("--force", flags.force, "replace these files")->excludes(append);
}

// What does not go together; empty when all does.
std::string take_flags(decode_options& options, const delivery_flags& flags) {
  options.to = static_cast<format>(std::find(formats.begin(), formats.end(), flags.to) - formats.begin());
  options.detail = !flags.no_detail;
  options.content = !flags.no_content;
  options.on_existing = flags.append ? existing::append : flags.force ? existing::replace : existing::refuse;
  if (!options.content_folder.empty() && (options.jobs != 1 || options.to != format::records))
    return "--cc-out needs records and one job";
  const bool keeps = !options.rejects.empty() || (options.events != "-" && options.events != "none");
  if ((flags.append || flags.force) && !keeps)
    return std::string(flags.append ? "--append" : "--force") + " needs a file: --rejects or --events";
  return {};
}

int wrong_usage(const std::string& what, const std::string& command) {
  tell(what + "; lihi " + (command.empty() ? "" : command + " ") + "--help tells more");
  return 2;
}

// Names of the options of a command, and the program's own.
std::vector<std::string> option_names(const CLI::App& app) {
  std::vector<std::string> out;
  for (const CLI::Option* each : app.get_options())
    for (const std::string& name : each->get_lnames()) out.push_back("--" + name);
  return out;
}

// "10x", "0.5", "max" (0). What is wrong with it, or nothing.
std::string take_speed(const std::string& text, double& out) {
  out = 0;
  if (text == "max") return {};
  const char* const end = text.data() + text.size() - (text.ends_with('x') ? 1 : 0);
  const auto [stopped, problem] = std::from_chars(text.data(), end, out);
  if (problem == std::errc() && stopped == end && out > 0 && out <= 1e9) return {};
  return "--speed: " + visible(text) + " is no speed, as 1, 10x or max are";
}

// The text that --help and --version ask for.
int print(const std::string& text) {
  output out;
  if (out.write(text) || out.closed()) return 0;
  tell(out.error());
  return 2;
}

} // namespace

int run(int argc, char** argv) {
  if (argc == 2 && argv[1] == std::string_view("sandboxed-decoder")) return decode_for_receiver();
  CLI::App app{about, "lihi"};
  app.set_version_flag("--version", LIHI_VERSION);
  app.require_subcommand(1);
  app.footer(statuses);

  decode_options decoding;
  delivery_flags decode_flags, listen_flags;
  auto* const decode_command =
      app.add_subcommand("decode", "PS-PDUs of files as JSON Lines on standard output");
  add_output_options(*decode_command, decoding, decode_flags);
  decode_command->add_option("--source", decoding.source, "name of the source, in place of the file's path");
  add_capture_options(*decode_command, decoding.capture);
  decode_command->add_option(
      "FILE", decoding.files,
      "files to read: PS-PDUs or captures (pcap, pcapng), also as gzip or zstd; - or none is standard input");
  decode_command->footer(std::string("Example: lihi decode --no-detail samples/story/hi2.ber | jq .event\n") +
                         statuses);

  listen_options listening;
  listening.output.source = "listen";
  auto* const listen_command =
      app.add_subcommand("listen", "accepts deliveries over TCP or TLS, answers keep-alives, writes records");
  listen_command->add_option("PORT", listening.port, "TCP port; 0: the system chooses, and it is told")
      ->required();
  listen_command->add_option("--address", listening.address, "address to listen on (127.0.0.1)");
  listen_command->add_flag("--allow-remote", listening.allow_remote,
                           "the address may be one that others reach");
  listen_command->add_option("--cert", listening.tls.certificate, "TLS: certificate and its chain, PEM");
  listen_command->add_option("--key", listening.tls.key, "TLS: its private key, PEM");
  listen_command->add_option("--ca", listening.tls.authorities,
                             "TLS: whose certificates senders must have, PEM; else any sender may come");
  listen_command->add_option("--connections", listening.connections,
                             "end when so many were closed by their senders");
  listen_command->add_option("--idle", listening.idle, "seconds without an octet that end a connection");
  add_output_options(*listen_command, listening.output, listen_flags);
  listen_command->add_option("--source", listening.output.source,
                             "name of the source in the records (listen)");
  listen_command->footer(std::string("Example: lihi listen 50000 --no-detail\n") + statuses);

  replay_options replaying;
  std::string speed = "1", shift;
  auto* const replay_command =
      app.add_subcommand("replay", "sends the deliveries of captures or files to a receiver");
  replay_command->add_option("--to", replaying.to, "the receiver, HOST:PORT");
  replay_command->add_flag("--allow-remote", replaying.allow_remote,
                           "the receiver may be on another machine");
  replay_command->add_flag("--dry-run", replaying.dry_run, "says what would be sent, and sends nothing");
  replay_command->add_option("--cert", replaying.tls.certificate, "TLS: own certificate and its chain, PEM");
  replay_command->add_option("--key", replaying.tls.key, "TLS: its private key, PEM");
  replay_command->add_option("--ca", replaying.tls.authorities,
                             "TLS: whose certificate the receiver must have, PEM");
  replay_command->add_option("--tls-name", replaying.tls_name,
                             "TLS: the name or address that it must be for (the host of --to)");
  replay_command->add_option("--speed", speed, "1 (as it was), 10x, 0.5x, or max");
  replay_command->add_option("--rate", replaying.rate, "Mbit/s at most")->check(CLI::PositiveNumber);
  replay_command->add_option("--loop", replaying.loop, "so many times (1)")
      ->check(CLI::Range(1U, 1'000'000'000U));
  replay_command
      ->add_option("--filter", replaying.filters,
                   "only PDUs with liid=, cin=, event= or interface=; may be given again, and all must hold")
      ->delimiter(',')
      ->allow_extra_args(false);
  replay_command->add_option("--liid", replaying.liids, "A=B: another LIID in the header; may be given again")
      ->allow_extra_args(false);
  replay_command->add_option("--shift-time", shift, "now: the first PDU's time becomes now, others follow");
  replay_command->add_flag("--renumber", replaying.renumber, "sequence numbers anew, from 0 on");
  replay_command->add_option(
      "--chunk", replaying.chunk,
      "each write has 1 to so many octets, at random (as captured; with --speed max, as many as there are)");
  replay_command->add_option("--seed", replaying.seed, "of what is at random (1)");
  replay_command
      ->add_option("--resend-window", replaying.resend_window,
                   "octets sent last, as in 64K, that are sent again behind a loss (0)")
      ->transform(CLI::AsSizeValue(false));
  replay_command->add_option(
      "--fault", replaying.faults,
      "how likely each is for a PDU, as in drop=0.01,reset=0.001: drop, duplicate, reorder, "
      "truncate, corrupt, stall, reset");
  replay_command->add_option("--time1", replaying.time1, "seconds of silence before a keep-alive (300)")
      ->check(CLI::PositiveNumber);
  replay_command->add_option("--time3", replaying.time3, "seconds for its answer (60)")
      ->check(CLI::PositiveNumber);
  replay_command->add_option("--attempts", replaying.attempts, "to connect, in a row, before it gives up (8)")
      ->check(CLI::Range(1U, 1000U));
  add_capture_options(*replay_command, replaying.capture);
  replay_command->add_option("FILE", replaying.files,
                             "captures or streams of PS-PDUs; - or none is standard input");
  replay_command->footer("Example: lihi replay samples/story/hi2.ber --to 127.0.0.1:50000 --speed max\n"
                         "Exit status: 0 all sent; 1 the receiver answered wrongly or broke connections, or "
                         "the input is damaged;\n"
                         "2 wrong usage, input that cannot be read, or a receiver that cannot be reached; "
                         "130, 143 as of decode.\n");

  synth_options making;
  double seconds = 0;
  auto* const synth_command = app.add_subcommand("synth", "makes synthetic deliveries by scenarios");
  synth_command->add_option("--scenario", making.scenario, "its name (day), or a file (docs/synth.md)");
  synth_command->add_flag("--list", making.list, "names the scenarios that there are");
  synth_command->add_option("--subscribers", making.subscribers, "so many (1)")
      ->check(CLI::Range(1, 1'000'000'000));
  synth_command
      ->add_option("--duration", seconds, "seconds from the start, of the scenario's time (all of it)")
      ->check(CLI::Range(0.0, 1e9));
  const std::vector<std::string> forms(ber::form_names.begin(), ber::form_names.end());
  synth_command
      ->add_option_function<std::string>(
          "--ber",
          [&](const std::string& word) {
            making.form = static_cast<ber::form>(std::find(forms.begin(), forms.end(), word) - forms.begin());
          },
          "how lengths are written: definite, indefinite, padded, signed or segmented (as the scenario says)")
      ->check(one_of(forms));
  const std::vector<std::string> ports{"hi2", "hi3"};
  synth_command->add_option("--only", making.only, "hi2 or hi3: what goes there alone (both)")
      ->check(one_of(ports));
  synth_command->add_option("--seed", making.seed, "of what is at random (1)");
  synth_command->add_option(
      "--to", making.to,
      "a new file, a capture (*.pcapng), or a receiver, HOST:PORT; - is standard output (-)");
  synth_command->add_option("--truth", making.truth,
                            "a line for each PDU goes to this new file: what was made");
  synth_command->add_flag("--force", making.force, "replace these files");
  synth_command->add_flag("--allow-remote", making.allow_remote, "the receiver may be on another machine");
  synth_command->footer("Example: lihi synth --subscribers 10 --to day.pcapng --truth day.jsonl\n");

  inspect_options inspecting;
  const std::vector<std::string> colours{"auto", "always", "never"};
  auto* const inspect_command = app.add_subcommand("inspect", "one PDU after the other as a tree");
  inspect_command->add_option("FILE", inspecting.file, "file to read; - is standard input")->required();
  inspect_command->add_option("--colour", inspecting.colour, "auto (default), always or never")
      ->check(one_of(colours));
  add_capture_options(*inspect_command, inspecting.capture);
  inspect_command->footer(std::string("Example: lihi inspect samples/story/hi2.ber | less\n") + statuses);

  verify_options verifying;
  auto* const verify_command = app.add_subcommand(
      "verify", "what is missing from a delivery, came twice, or does not belong together");
  verify_command->add_flag("--json", verifying.json, "one JSON object in place of a table");
  add_capture_options(*verify_command, verifying.capture);
  verify_command->add_option("FILE", verifying.files,
                             "files of one delivery, in order; - or none is standard input");
  verify_command->footer("Example: lihi verify samples/hole/delivery.ber\n"
                         "Exit status: 0 complete; 1 something is missing, broken or was rejected, or PDUs "
                         "are encrypted; 2, 130, 143 as of decode.\n");

  serve_options serving;
  auto* const serve_command = app.add_subcommand(
      "serve", "the receiver: keeps what comes, answers keep-alives, and hands records on");
  serve_command->add_option("CONFIG", serving.file,
                            "what it is to do, as YAML (docs/receiver.md); none: links on 127.0.0.1:7102");
  serve_command->add_option("--data", serving.data, "folder of all that is kept, in place of the file's");
  serve_command->add_flag("--check", serving.check, "say what is wrong with CONFIG, and end");
  serve_command->footer("Example: lihi serve --data received\n"
                        "Exit status: 0 ended by SIGINT or SIGTERM; 2 wrong usage, or it cannot run.\n");

  spool_options looking;
  auto* const spool_command = app.add_subcommand("spool", "looks at what a receiver keeps");
  spool_command->require_subcommand(1);
  auto* const spool_verify = spool_command->add_subcommand(
      "verify", "every checksum, every seal, and that each segment vouches for the one before");
  spool_verify->add_flag("--json", looking.json, "a JSON object for each segment in place of a line");
  spool_verify->add_option("--contains", looking.contains,
                           "a segment's SHA-256 that was noted elsewhere: it must be there");
  auto* const spool_list =
      spool_command->add_subcommand("list", "the streams: where they begin, whose, how long");
  auto* const spool_cat = spool_command->add_subcommand("cat", "the octets of a stream, as they came");
  spool_cat->add_option("--from", looking.from, "where it begins, as list says")->required();
  for (auto* const each : {spool_verify, spool_list, spool_cat})
    each->add_option("FOLDER", looking.folder, "the spool: the folder spool in that of serve")->required();
  spool_command->footer(
      "Example: lihi spool verify lihi-data/spool\n"
      "Exit status: 0 whole; 1 something is damaged, missing or was changed; 2 wrong usage, or a\n"
      "folder that cannot be read.\n");

  audit_options auditing;
  auto* const audit_command = app.add_subcommand("audit", "the log of who looked at what");
  audit_command->require_subcommand(1);
  auto* const audit_verify =
      audit_command->add_subcommand("verify", "whether a line was changed or taken out of it");
  audit_verify->add_option("FILE", auditing.file, "audit.jsonl in the folder of serve")->required();
  audit_verify->add_option("--contains", auditing.contains,
                           "a line's hash that was noted elsewhere: it must be there");
  audit_command->footer("Example: lihi audit verify lihi-data/audit.jsonl\n"
                        "Exit status: 0 whole; 1 not whole; 2 wrong usage, or a file that cannot be read.\n");

  schema_options showing;
  auto* const schema_command =
      app.add_subcommand("schema", "what the schema holds, and which record fields it feeds");
  schema_command->add_option("NAME", showing.name, "a type or a member; none lists all types");
  schema_command->footer("Example: lihi schema AMFRegistration\n");

  const std::string first = argc > 1 ? argv[1] : "";
  if (first.empty())
    return wrong_usage(
        "a command is needed: decode, inspect, verify, listen, serve, spool, audit, replay, synth or schema",
        "");
  if (first[0] != '-' && std::find(commands.begin(), commands.end(), first) == commands.end())
    return wrong_usage(visible(first) + " is no command" + did_you_mean(first, commands), "");
  const std::string command = first[0] == '-' ? "" : first;
  try {
    app.parse(argc, argv);
  } catch (const CLI::CallForHelp&) {
    const auto chosen = app.get_subcommands();
    return print(chosen.empty() ? app.help() : chosen.front()->help());
  } catch (const CLI::CallForVersion&) {
    return print(LIHI_VERSION "\n");
  } catch (const CLI::ExtrasError&) {
    const auto chosen = app.get_subcommands();
    const std::vector<std::string> extras = app.remaining(true);
    if (extras.empty()) return wrong_usage("an argument too many", command);
    const std::string option = extras.front().substr(0, extras.front().find('='));
    if (option[0] != '-') return wrong_usage(visible(option) + " is an argument too many", command);
    return wrong_usage(visible(option) + " is no option" +
                           did_you_mean(option, option_names(chosen.empty() ? app : *chosen.front())),
                       command);
  } catch (const CLI::ParseError& problem) {
    return wrong_usage(visible(problem.what()), command);
  }
  for (const auto& [options, flags] :
       {std::pair(&decoding, &decode_flags), std::pair(&listening.output, &listen_flags)})
    if (const std::string useless = take_flags(*options, *flags); !useless.empty())
      return wrong_usage(useless, command);
  for (std::vector<std::string>* files : {&decoding.files, &verifying.files, &replaying.files})
    if (files->empty()) files->emplace_back("-");
  if (decode_command->parsed()) return decode(decoding);
  if (synth_command->parsed()) {
    if (seconds > 0) making.duration = static_cast<std::int64_t>(seconds * 1e6);
    return synthesize(making);
  }
  if (replay_command->parsed()) {
    if (const std::string wrong = take_speed(speed, replaying.speed); !wrong.empty())
      return wrong_usage(wrong, command);
    if (!shift.empty() && shift != "now") return wrong_usage("--shift-time: only now can be given", command);
    replaying.shift_to_now = !shift.empty();
    if (replaying.to.empty() && !replaying.dry_run) return wrong_usage("--to HOST:PORT is needed", command);
    return replay(replaying);
  }
  if (listen_command->parsed()) return listen(listening);
  if (serve_command->parsed()) return serve(serving);
  if (audit_command->parsed()) return audit(auditing);
  if (spool_command->parsed()) {
    if (spool_list->parsed()) looking.what = spool_options::action::list;
    if (spool_cat->parsed()) looking.what = spool_options::action::cat;
    return spool(looking);
  }
  if (verify_command->parsed()) return verify(verifying);
  if (inspect_command->parsed()) return inspect(inspecting);
  if (schema_command->parsed()) return show_schema(showing);
  return 2;
}

} // namespace lihi::cli
