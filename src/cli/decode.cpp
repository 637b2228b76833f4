// lihi decode
#include "cli/commands.hpp"
#include "cli/input.hpp"
#include "cli/output.hpp"
#include "cli/summary.hpp"
#include "cli/tree.hpp"
#include "export/jer_line.hpp"
#include "export/record_writer.hpp"

#include <cstdio>
#include <fmt/format.h>
#include <lihi/decoder.hpp>

namespace lihi::cli {
namespace {

class decoding {
 public:
  explicit decoding(const decode_options& options)
      : options_(options), decoder_({.bounds = {}, .detail = options.detail}), line_(limits{}),
        tree_(limits{}) {}
  ~decoding() {
    if (rejects_ != nullptr) std::fclose(rejects_);
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
    out_.flush();
    progress_.clear();
    fmt::print(stderr, "{}\n", summary_.line());
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
      write_reject(out_.text(), {{}, 0, false, code::empty_input});
      out_.end_line();
      ++summary_.rejected;
      fmt::print(stderr, "lihi: {}: {}\n", path, message(code::empty_input));
    }
    return 0;
  }

  void take(const frame& piece) {
    if (!piece.is_pdu) {
      write_reject(out_.text(), piece);
      out_.end_line();
      reject(piece);
      return;
    }
    ++summary_.pdus;
    switch (options_.to) {
    case format::jer: return jer(piece);
    case format::tree: return tree(piece);
    case format::records: return records(piece);
    }
  }

  void jer(const frame& pdu) {
    if (line_.write(out_.text(), pdu)) reject(pdu);
    summary_.defects += line_.defects();
    out_.end_line();
  }

  void tree(const frame& pdu) {
    if (tree_.write(out_.text(), pdu)) reject(pdu);
    summary_.defects += tree_.defects();
    out_.end_line();
  }

  void records(const frame& pdu) {
    const error fault = decoder_.read(pdu, source_, [this](const record& one) {
      ++summary_.records;
      if (one.source.element == 0) count(one);
      write_record(out_.text(), one, {options_.detail, options_.content});
      out_.end_line();
    });
    if (fault || pdu.fault != code::none) {
      (void)line_.write(out_.text(), pdu); // what was read, and why it stopped
      out_.end_line();
      reject(pdu);
    }
    summary_.defects += decoder_.defects();
  }

  void count(const record& one) {
    if (one.kind != "iri" && one.kind != "cc") return; // checks and keep-alives have counters of their own
    if (!one.sequence) return;
    key_.clear();
    for (const text part : {one.liid, one.operator_id, one.network_element_id, one.kind}) {
      key_ += part;
      key_ += '\0';
    }
    key_ += std::to_string(one.cin.value_or(-1));
    summary_.sequence(key_, static_cast<std::uint32_t>(*one.sequence));
  }

  void reject(const frame& piece) {
    ++summary_.rejected;
    if (rejects_ != nullptr) std::fwrite(piece.octets.data(), 1, piece.octets.size(), rejects_);
  }

  const decode_options& options_;
  output out_;
  summary summary_;
  progress progress_;
  decoder decoder_;
  jer_line line_;
  tree_printer tree_;
  std::FILE* rejects_ = nullptr;
  std::string source_, key_;
};

} // namespace

int decode(const decode_options& options) { return decoding(options).run(); }

} // namespace lihi::cli
