// lihi serve
#include "cli/commands.hpp"
#include "cli/signal_watch.hpp"
#include "cli/signals.hpp"
#include "cli/terminal.hpp"
#include "service/decoder_process.hpp"
#include "service/http_server.hpp"
#include "service/receiver.hpp"
#include "yaml/mistake.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <csignal>
#include <fmt/format.h>
#include <fstream>
#include <functional>
#include <iterator>
#include <malloc.h>
#include <optional>
#include <sys/prctl.h>
#include <sys/stat.h>

namespace lihi::cli {
namespace {

int problem(const std::string& what) {
  tell(visible(what));
  return 2;
}

// Buffers of megabytes come and go all the time: they are not given back to the system in between.
void keep_memory() {
#ifdef __GLIBC__
  (void)::mallopt(M_MMAP_THRESHOLD, 64 << 20);
  (void)::mallopt(M_TRIM_THRESHOLD, 256 << 20);
#endif
}

// What the file says, or the usual; "" or what is wrong.
std::string read(const serve_options& options, service::config& out) {
  if (options.file.empty()) {
    out = service::usual_config();
  } else {
    std::ifstream file(options.file, std::ios::binary);
    if (!file) return options.file + ": cannot be opened";
    try {
      out = service::read_config(std::string(std::istreambuf_iterator<char>(file), {}));
    } catch (const mistake& wrong) {
      return fmt::format("{}:{}:{}: {}", options.file, wrong.line, wrong.column, wrong.what());
    }
  }
  if (!options.data.empty()) out.data = options.data;
  return "";
}

// Until SIGINT or SIGTERM; SIGHUP reads the file again.
void wait_for_signals(const serve_options& options, service::receiver& of, service::http_server* http,
                      service::alarms& said) {
  boost::asio::io_context io{1};
  signal_watch until(io);
  boost::asio::signal_set again(io, SIGHUP);
  const std::function<void()> wait = [&] {
    again.async_wait([&](boost::system::error_code stopped, int) {
      if (stopped) return;
      service::config fresh;
      if (const std::string wrong = read(options, fresh); !wrong.empty()) {
        said.raise("configuration", wrong);
      } else {
        said.clear("configuration");
        of.reload(fresh);
        if (http) http->reload(fresh);
      }
      wait();
    });
  };
  wait();
  until.watch([&again] { again.cancel(); });
  io.run();
}

} // namespace

int serve(const serve_options& options) {
  service::config how;
  if (const std::string wrong = read(options, how); !wrong.empty()) return problem(wrong);
  if (options.check) {
    const std::string wrong = service::check_files(how);
    if (!wrong.empty()) return problem(wrong);
    tell(fmt::format("{} listeners, {} operators: good", how.listeners.size(), how.operators.size()));
    return 0;
  }
  keep_memory();
  (void)::umask(077);                         // what is kept is for the owner alone
  (void)::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0); // a core would hold what was intercepted, and keys
  const signals watched;
  service::alarms said(service::make_log());
  service::receiver all(how, said, [&how]() -> std::unique_ptr<service::engine> {
    if (how.sandbox) return service::process_engine::start(service::decoder_options_of(how));
    return std::make_unique<service::local_engine>(service::decoder_options_of(how));
  });
  std::optional<service::http_server> http;
  if (how.http) http.emplace(how, all, said).attach();
  std::string wrong = all.start();
  if (wrong.empty() && http) wrong = http->start();
  if (!wrong.empty()) {
    http.reset();
    all.stop();
    return problem(wrong);
  }
  for (const auto& each : all.links().ports())
    said.tell(fmt::format("listener {}: listening on {}{}", each.listener, service::text_of(each.at),
                          each.tls ? ", TLS" : ""));
  if (http)
    said.tell(fmt::format("{}://{}/{}", how.http->tls.any() ? "https" : "http",
                          service::text_of(http->endpoint()),
                          how.http->users.empty() ? "; the token is in " + how.data + "/token" : ""));
  wait_for_signals(options, all, http ? &*http : nullptr, said);
  said.tell("stopping");
  if (http) http->stop();
  all.stop();
  const auto& decoded = all.decoder().counts();
  const auto& came = all.links().counts();
  said.tell(fmt::format("{} connections, {} octets, {} PDUs; {} records, {} rejects, {} events",
                        came.accepted.load(), came.octets.load(), came.pdus.load(), decoded.records.load(),
                        decoded.rejects.load(), decoded.events.load()));
  return 0;
}

int decode_for_receiver() {
  keep_memory();
  return service::run_decoder();
}

} // namespace lihi::cli
