// The decoder as a process of its own: decoders read what others send, and this process has keys.
#pragma once

#include "service/channel.hpp"
#include "service/engine.hpp"

#include <memory>
#include <sys/types.h>

namespace lihi::service {

// As an argument of the program: it is a decoder, and speaks over descriptor 3.
inline constexpr auto decoder_argument = "sandboxed-decoder";
inline constexpr int decoder_descriptor = 3;

// In the process that was started: gives up what it does not need, decodes, and returns its exit status.
[[nodiscard]] int run_decoder();

// In the one that starts it, from the program's own file.
class process_engine final : public engine {
 public:
  // Null when it cannot be started.
  [[nodiscard]] static std::unique_ptr<engine> start(const spool_decoder_options& options);
  process_engine(pid_t process, int socket) noexcept : process_(process), channel_(socket) {}
  ~process_engine() override; // ends it

  bool run(std::span<const store::entry> entries, engine_sink give) override;
  bool save(std::vector<std::uint8_t>& state) override;
  bool restore(bytes state, bool& known) override;
  bool ask(question what, bytes about, std::string& answer) override;

 private:
  pid_t process_;
  channel channel_;
};

} // namespace lihi::service
