// What becomes of the frames of a run: lines on standard output, octets of rejects and lines of events in
// files of their own, and a summary at the end.
#pragma once

#include "cli/commands.hpp"
#include "cli/content_files.hpp"
#include "cli/output.hpp"
#include "cli/pool.hpp"
#include "cli/summary.hpp"
#include "link/ledger.hpp"

#include <array>
#include <optional>
#include <utility>

namespace lihi::cli {

class delivery_output final : public frame_handler {
 public:
  explicit delivery_output(const decode_options& options);

  // Opens what is written, lets `work` read, which returns its exit status, and ends: the exit status of it
  // all.
  [[nodiscard]] int run(function_ref<int()> work);

  void take(const frame& piece, const stream_source& source) override;
  void lost(const stream_source& source, std::uint64_t offset, std::uint64_t octets) override;
  void conflict(const stream_source& source, std::uint64_t offset, std::uint64_t octets) override;
  void pause() override { flush(); }
  void progress(std::uint64_t read, std::uint64_t size) override { progress_.show(read, size); }
  [[nodiscard]] bool over() const override;

  // One input was read, of so many octets.
  void input_ended(std::uint64_t octets) {
    progress_.clear();
    summary_.octets += octets;
  }
  [[nodiscard]] const memory_plan& plan() const noexcept { return plan_; }

 private:
  // The files that are written besides standard output, by their names; "" when one is not.
  using files = std::array<std::pair<const std::string*, kept_file*>, 2>;

  [[nodiscard]] bool may_write();
  [[nodiscard]] files kept_files();
  void take(const arrival& one, text_buffer& to);
  void take(outcome& result);
  void tell(const link_event& event, text_buffer& to);
  void write(std::string_view text, std::optional<std::uint64_t> records = std::nullopt);
  void flush();
  [[nodiscard]] int give_up(const std::string& why);
  [[nodiscard]] int end(int status);

  const decode_options& options_;
  memory_plan plan_;
  output out_;
  summary summary_;
  cli::progress progress_;
  worker worker_;
  outcome own_;
  kept_file rejects_, events_;
  content_files contents_;
  ledger ledger_; // of all inputs, one after the other
  text_buffer event_text_;
  std::uint64_t written_ = 0; // records
  std::string first_reject_;
  std::unique_ptr<pool> pool_;
};

} // namespace lihi::cli
