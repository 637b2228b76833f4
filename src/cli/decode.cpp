// lihi decode
#include "cli/commands.hpp"
#include "cli/input.hpp"
#include "cli/output.hpp"
#include "cli/pool.hpp"
#include "cli/summary.hpp"

#include <algorithm>
#include <cstdio>
#include <fmt/format.h>

namespace lihi::cli {
namespace {

class decoding {
 public:
  explicit decoding(const decode_options& options) : options_(options), worker_(options) {
    if (options.jobs > 1)
      pool_ = std::make_unique<pool>(options.jobs, options, [this](outcome& result) { take(result); });
  }
  ~decoding() {
    if (rejects_ != nullptr) (void)std::fclose(rejects_);
  }
  decoding(const decoding&) = delete;
  decoding& operator=(const decoding&) = delete;

  int run() {
    if (!options_.rejects.empty()) {
      rejects_ = std::fopen(options_.rejects.c_str(), "wb");
      if (rejects_ == nullptr) {
        fmt::print(stderr, "lihi: {}: cannot be written\n", options_.rejects);
        return 2;
      }
    }
    int status = 0;
    for (const std::string& file : options_.files) {
      status = std::max(status, read(file));
      if (out_.closed()) break;
    }
    if (pool_) pool_->finish();
    take(own_);
    progress_.clear();
    fmt::print(stderr, "{}\n", summary_.line());
    if (rejects_ != nullptr && std::fflush(rejects_) != 0) rejects_failed_ = true;
    if (rejects_failed_) {
      fmt::print(stderr, "lihi: {}: not all that was rejected could be written\n", options_.rejects);
      return 2;
    }
    if (out_.closed()) {
      fmt::print(stderr, "lihi: standard output was closed\n");
      return 1;
    }
    if (status == 0 && (summary_.rejected != 0 || summary_.defects != 0)) status = 1;
    return status;
  }

 private:
  int read(const std::string& path) {
    input_file in;
    if (!in.open(path)) {
      fmt::print(stderr, "lihi: {}: {}\n", path, in.error());
      return 2;
    }
    source_ = path == "-" ? "-" : path.substr(path.rfind('/') + 1);
    framer frames;
    std::uint64_t read = 0;
    for (;;) {
      const bytes block = in.next();
      if (block.empty()) frames.finish();
      frames.feed(block);
      while (const auto piece = frames.next()) take(*piece);
      read += block.size();
      progress_.show(read, in.size());
      if (block.empty() || out_.closed()) break;
    }
    summary_.octets += read;
    if (!in.error().empty()) {
      fmt::print(stderr, "lihi: {}: {}\n", path, in.error());
      return 2;
    }
    if (read == 0) {
      take(frame{{}, 0, false, code::empty_input});
      fmt::print(stderr, "lihi: {}: {}\n", path, message(code::empty_input));
    }
    return 0;
  }

  void take(const frame& piece) {
    if (pool_) return pool_->add(piece, source_);
    worker_.take(piece, source_, own_, [this] { take(own_); });
    if (own_.text.size() >= batch::enough) take(own_);
  }

  void take(outcome& result) {
    out_.write(result.text.view());
    summary_.pdus += result.pdus;
    summary_.records += result.records;
    summary_.rejected += result.rejected;
    summary_.defects += result.defects;
    for (const sequence_seen& each : result.sequences) summary_.sequence(each.key, each.number);
    keep(result.rejects);
    result.clear();
  }

  void keep(bytes rejects) {
    if (rejects_ == nullptr || rejects.empty() ||
        std::fwrite(rejects.data(), 1, rejects.size(), rejects_) == rejects.size())
      return;
    rejects_failed_ = true;
  }

  const decode_options& options_;
  output out_;
  summary summary_;
  progress progress_;
  worker worker_;
  outcome own_;
  std::FILE* rejects_ = nullptr;
  bool rejects_failed_ = false;
  std::string source_;
  std::unique_ptr<pool> pool_;
};

} // namespace

int decode(const decode_options& options) { return decoding(options).run(); }

} // namespace lihi::cli
