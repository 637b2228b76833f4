#include "cli/unpack.hpp"

#include <algorithm>
#include <string_view>
#include <zlib.h>
#include <zstd.h>

namespace lihi::cli {
namespace {

using namespace std::string_view_literals;
constexpr std::string_view gzip_start = "\x1f\x8b"sv, zstd_start = "\x28\xb5\x2f\xfd"sv;

// RFC 1952: members, one behind the other.
class gzip final : public unpacker {
 public:
  gzip() {
    constexpr int gzip_only = 16 + MAX_WBITS;
    if (::inflateInit2(&state_, gzip_only) != Z_OK) throw std::bad_alloc();
  }
  ~gzip() override { (void)::inflateEnd(&state_); }

  void feed(bytes packed) override {
    in_ = packed;
    // zlib does not write to it
    state_.next_in = const_cast<Bytef*>(in_.data()); // NOLINT(cppcoreguidelines-pro-type-const-cast)
    state_.avail_in = static_cast<uInt>(in_.size());
  }
  [[nodiscard]] bytes next() override {
    while (error_.empty() && state_.avail_in + unflushed_ != 0) {
      if (whole_ && state_.avail_in == 0) break;
      if (whole_ && ::inflateReset(&state_) != Z_OK) throw std::bad_alloc();
      whole_ = false;
      state_.next_out = out_.data();
      state_.avail_out = static_cast<uInt>(out_.size());
      const int result = ::inflate(&state_, Z_NO_FLUSH);
      unflushed_ = state_.avail_out == 0 ? 1 : 0;
      if (result == Z_MEM_ERROR) throw std::bad_alloc();
      if (result == Z_STREAM_END)
        whole_ = true;
      else if (result != Z_OK && result != Z_BUF_ERROR)
        error_ = "its gzip is broken";
      if (const std::size_t got = out_.size() - state_.avail_out; got != 0) return bytes(out_).first(got);
      if (result == Z_BUF_ERROR) break;
    }
    return {};
  }
  [[nodiscard]] bool whole() const noexcept override { return whole_; }

 private:
  z_stream state_{};
  bytes in_;
  unsigned unflushed_ = 0;
  bool whole_ = false;
};

// RFC 8878: frames, one behind the other.
class zstd final : public unpacker {
 public:
  zstd() : state_(::ZSTD_createDStream()) {
    if (state_ == nullptr) throw std::bad_alloc();
  }
  ~zstd() override { (void)::ZSTD_freeDStream(state_); }

  void feed(bytes packed) override { in_ = {packed.data(), packed.size(), 0}; }
  [[nodiscard]] bytes next() override {
    while (error_.empty() && (in_.pos < in_.size || full_)) {
      ZSTD_outBuffer to{out_.data(), out_.size(), 0};
      const std::size_t wants = ::ZSTD_decompressStream(state_, &to, &in_);
      if (::ZSTD_isError(wants) != 0)
        error_ = std::string("its zstd is broken: ") + ::ZSTD_getErrorName(wants);
      whole_ = wants == 0;
      full_ = to.pos == to.size;
      if (to.pos != 0) return bytes(out_).first(to.pos);
    }
    return {};
  }
  [[nodiscard]] bool whole() const noexcept override { return whole_; }

 private:
  ZSTD_DStream* state_;
  ZSTD_inBuffer in_{};
  bool whole_ = false, full_ = false;
};

} // namespace

std::unique_ptr<unpacker> unpacker::of(bytes start) {
  const std::string_view text = as_text(start);
  if (text.starts_with(gzip_start)) return std::make_unique<gzip>();
  if (text.starts_with(zstd_start)) return std::make_unique<zstd>();
  return nullptr;
}

} // namespace lihi::cli
