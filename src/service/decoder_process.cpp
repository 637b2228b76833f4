#include "service/decoder_process.hpp"

#include "core/state.hpp"
#include "service/sandbox.hpp"
#include "store/spool.hpp"

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <new>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

namespace lihi::service {
namespace {

constexpr std::chrono::seconds patience{60}; // for a batch, which takes milliseconds
constexpr std::size_t enough = 1u << 18;     // octets of items: then they are sent

struct wire_options {
  bool detail = true, content = false, captures = false;
  std::size_t text = 0;
  template <class S, class V>
  static void fields(S& s, V&& v) {
    v(s.detail);
    v(s.content);
    v(s.captures);
    v(s.text);
  }
};

struct wire_entry {
  store::position at = 0;
  std::uint8_t kind = 0;
  std::uint32_t stream = 0;
  std::int64_t when = 0;
  template <class S, class V>
  static void fields(S& s, V&& v) {
    v(s.at);
    v(s.kind);
    v(s.stream);
    v(s.when);
  }
};

struct wire_item {
  store::item_number number;
  store::position begin = 0;
  std::uint32_t skip = 0, length = 0;
  item_kind kind = {};
  template <class S, class V>
  static void fields(S& s, V&& v) {
    v(s.number.cause);
    v(s.number.index);
    v(s.number.part);
    v(s.begin);
    v(s.skip);
    v(s.length);
    v(s.kind);
  }
};

// Sends items in parts.
class item_sender {
 public:
  explicit item_sender(channel& to) : to_(to) {}
  void add(const wire_item& head, std::string_view line) {
    wire_item::fields(head, out_);
    out_(as_bytes(line));
    held_ += line.size();
    if (held_ >= enough) flush();
  }
  void flush() {
    if (held_ != 0) good_ = to_.send(message::items, out_.take()) && good_;
    out_ = {};
    held_ = 0;
  }
  [[nodiscard]] bool good() const noexcept { return good_; }

 private:
  channel& to_;
  state_writer out_;
  std::size_t held_ = 0;
  bool good_ = true;
};

bool decode(local_engine& with, bytes octets, channel& to) {
  state_reader from(octets);
  item_sender items(to);
  for (std::size_t left = from.count(); left != 0; --left) {
    wire_entry head;
    wire_entry::fields(head, from);
    const bytes content = from.view();
    if (from.bad()) return false;
    const store::entry one{head.at, head.kind, head.stream, {head.when}, content};
    if (!with.run({&one, 1}, [&](const store::item_number& number, const decoded_item& item) {
          items.add({number, item.begin, item.skip, item.length, item.kind}, item.line);
        }))
      return false;
  }
  items.flush();
  return items.good() && to.send(message::done, {});
}

} // namespace

int run_decoder() {
  // it ends with the process that started it, not by a signal to their group
  (void)std::signal(SIGINT, SIG_IGN);
  (void)std::signal(SIGTERM, SIG_IGN);
  channel to(decoder_descriptor);
  message kind{};
  std::vector<std::uint8_t> octets;
  if (!to.receive(kind, octets) || kind != message::options) return 1;
  const auto wanted = store::unpacked<wire_options>(octets);
  if (!wanted) return 1;
  spool_decoder_options options;
  options.decoder.detail = wanted->detail;
  options.decoder.bounds.text = wanted->text;
  options.content = wanted->content;
  options.captures = wanted->captures;
  local_engine with(options);
  if (!enter_sandbox()) return 1;
  if (!to.send(message::ready, {})) return 1;
  while (to.receive(kind, octets)) {
    bool good = false;
    bool known = false;
    switch (kind) {
    case message::entries: good = decode(with, octets, to); break;
    case message::restore:
      good = with.restore(octets, known) && to.send(known ? message::known : message::unknown, {});
      break;
    case message::save: good = with.save(octets) && to.send(message::state, octets); break;
    case message::ask: {
      std::string answer;
      good = !octets.empty() &&
             with.ask(static_cast<question>(octets[0]), bytes(octets).subspan(1), answer) &&
             to.send(message::answer, as_bytes(answer));
      break;
    }
    default: break;
    }
    if (!good) return 1;
  }
  return 0;
}

std::unique_ptr<engine> process_engine::start(const spool_decoder_options& options) {
  int ends[2];
  if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) return nullptr;
  posix_spawn_file_actions_t files;
  (void)::posix_spawn_file_actions_init(&files);
  (void)::posix_spawn_file_actions_addopen(&files, 0, "/dev/null", O_RDWR, 0);
  (void)::posix_spawn_file_actions_adddup2(&files, 0, 1);
  (void)::posix_spawn_file_actions_adddup2(&files, ends[1], decoder_descriptor);
  (void)::posix_spawn_file_actions_addclosefrom_np(&files, decoder_descriptor + 1);
  char program[] = "/proc/self/exe", argument[] = "sandboxed-decoder";
  char* const arguments[] = {program, argument, nullptr};
  char* const environment[] = {nullptr}; // which may hold what is nobody's business there
  pid_t process = 0;
  const int error = ::posix_spawn(&process, program, &files, nullptr, arguments, environment);
  (void)::posix_spawn_file_actions_destroy(&files);
  (void)::close(ends[1]);
  if (error != 0) {
    (void)::close(ends[0]);
    return nullptr;
  }
  auto out = std::make_unique<process_engine>(process, ends[0]);
  out->channel_.limit(patience);
  message kind{};
  std::vector<std::uint8_t> nothing;
  const wire_options wanted{options.decoder.detail, options.content, options.captures,
                            options.decoder.bounds.text};
  if (!out->channel_.send(message::options, store::packed(wanted)) || !out->channel_.receive(kind, nothing) ||
      kind != message::ready)
    return nullptr;
  return out;
}

process_engine::~process_engine() {
  (void)::kill(process_, SIGKILL);
  int status = 0;
  while (::waitpid(process_, &status, 0) < 0 && errno == EINTR) continue;
}

bool process_engine::run(std::span<const store::entry> entries, engine_sink give) {
  if (entries.empty()) return true;
  state_writer to;
  to(entries.size());
  for (const store::entry& one : entries) {
    const wire_entry head{one.at, one.kind, one.stream, one.when.microseconds};
    wire_entry::fields(head, to);
    to(one.octets);
  }
  if (!channel_.send(message::entries, to.take())) return false;
  message kind{};
  std::vector<std::uint8_t> octets;
  for (;;) {
    if (!channel_.receive(kind, octets)) return false;
    if (kind == message::done) return true;
    if (kind != message::items) return false;
    state_reader from(octets);
    while (!from.at_end()) {
      wire_item head;
      wire_item::fields(head, from);
      const bytes line = from.view();
      // it reads what others send: what it says is not believed
      const bool of_these = head.number.cause >= entries.front().at && head.number.cause <= entries.back().at;
      const bool known = head.kind >= item_kind::record && head.kind <= item_kind::content;
      const bool whole = head.kind == item_kind::content || // whoever writes it looks at it
                         std::find(line.begin(), line.end(), '\n') == line.end();
      if (from.bad() || !of_these || !known || !whole) return false;
      give(head.number, {head.kind, head.begin, head.skip, head.length, as_text(line)});
    }
  }
}

bool process_engine::save(std::vector<std::uint8_t>& state) {
  message kind{};
  return channel_.send(message::save, {}) && channel_.receive(kind, state) && kind == message::state;
}

bool process_engine::restore(bytes state, bool& known) {
  message kind{};
  std::vector<std::uint8_t> nothing;
  if (!channel_.send(message::restore, state) || !channel_.receive(kind, nothing)) return false;
  known = kind == message::known;
  return known || kind == message::unknown;
}

bool process_engine::ask(question what, bytes about, std::string& answer) {
  std::vector<std::uint8_t> octets;
  octets.reserve(1 + about.size());
  octets.push_back(static_cast<std::uint8_t>(what));
  octets.insert(octets.end(), about.begin(), about.end());
  message kind{};
  if (!channel_.send(message::ask, octets) || !channel_.receive(kind, octets) || kind != message::answer)
    return false;
  answer = as_text(octets);
  return true;
}

} // namespace lihi::service
