// The commands of the program. Each returns its exit status: 0 all read; 1 something was rejected or a
// value breaks its specification; 2 wrong usage, input that cannot be read, output that cannot be written;
// 130 and 143 after SIGINT and SIGTERM.
#pragma once

#include "ber/encoder.hpp"
#include "cli/kept_file.hpp"
#include "cli/memory_plan.hpp"
#include "cli/reading.hpp"
#include "service/tls_files.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <vector>

namespace lihi::cli {

enum class format { records, jer, tree, raw }; // raw: the octets themselves

struct decode_options {
  format to = format::records;
  std::string content_folder; // where content goes as files; only with one job
  bool detail = true, content = true;
  unsigned jobs = 1;                       // threads that decode
  std::string rejects;                     // file for the octets of rejected PDUs
  existing on_existing = existing::refuse; // of that file and of the events'
  std::string events =
      "-";            // where lines go that are neither records nor rejects: a file, "-" in line, "none"
  std::string source; // in place of the files' own names
  capture_reading capture;
  std::size_t memory = memory_plan::usual_budget;
  // Octets that are missing for so long on a live input are overdue (framer::overdue).
  std::chrono::milliseconds patience{1000};
  std::vector<std::string> files;

  [[nodiscard]] memory_plan plan() const noexcept { return {memory, jobs}; }
};

// By the arguments of main().
int run(int argc, char** argv);

int decode(const decode_options& options);

struct listen_options {
  decode_options output; // its files are not read
  std::string address = "127.0.0.1";
  std::uint16_t port = 0; // 0: the system chooses
  bool allow_remote = false;
  service::tls_files tls;        // any: TLS; authorities: senders need a certificate of theirs
  std::uint64_t connections = 0; // that their senders closed; then it ends. 0: until a signal comes
  unsigned idle = 0;             // seconds without an octet that end a connection; 0: none do
};
int listen(const listen_options& options);

struct replay_options {
  std::vector<std::string> files;
  capture_reading capture;
  std::string to; // HOST:PORT
  bool allow_remote = false, dry_run = false;
  service::tls_files tls; // any: TLS
  std::string tls_name;   // that the receiver's certificate is for; "" the host of `to`
  double speed = 1;       // 0: as fast as it goes
  double rate = 0;        // Mbit/s at most; 0: none
  unsigned loop = 1;
  std::vector<std::string> filters; // NAME=VALUE, all of which must hold: liid, cin, event, interface
  std::vector<std::string> liids;   // A=B
  bool shift_to_now = false, renumber = false;
  std::size_t chunk = 0, resend_window = 0;
  std::uint64_t seed = 1;
  std::string faults;
  double time1 = 300, time3 = 60; // seconds
  unsigned attempts = 8;
};
int replay(const replay_options& options);

struct synth_options {
  std::string scenario = "day"; // a name, or a file
  std::uint64_t subscribers = 1, seed = 1;
  std::int64_t duration = INT64_MAX; // microseconds
  std::string to = "-";              // a file, HOST:PORT, or a capture: *.pcapng
  std::string truth;                 // a file of what was made
  std::string only;                  // "hi2", "hi3": what belongs there; "" both
  std::optional<ber::form> form;     // of steps that say none; nothing: as the scenario has it
  bool list = false, force = false, allow_remote = false;
};
int synthesize(const synth_options& options);

struct inspect_options {
  std::string file;
  std::string colour = "auto";
  capture_reading capture;
};
int inspect(const inspect_options& options);

struct verify_options {
  bool json = false;
  capture_reading capture;
  std::vector<std::string> files;
};
// 1 when something is missing, broken or was rejected.
int verify(const verify_options& options);

struct serve_options {
  std::string file;   // "" for the usual one
  std::string data;   // in place of the file's
  bool check = false; // reads the file, and ends
};
// 0 when a signal ended it: then all that came is kept.
int serve(const serve_options& options);
// What serve() starts to decode in: no command for people.
int decode_for_receiver();

struct spool_options {
  enum class action : std::uint8_t { verify, list, cat } what = action::verify;
  std::string folder;
  bool json = false;
  std::string contains;   // hash of a segment, in hex, that must be there
  std::uint64_t from = 0; // where a stream was opened
};
// 1 when something is damaged or was changed.
int spool(const spool_options& options);

struct audit_options {
  std::string file;
  std::string contains; // hash of a line, in hex, that must be there
};
// 1 when a line was changed, taken out or torn off.
int audit(const audit_options& options);

struct schema_options {
  std::string name;
};
int show_schema(const schema_options& options);

} // namespace lihi::cli
