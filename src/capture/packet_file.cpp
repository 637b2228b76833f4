#include "capture/packet_file.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <exception>
#include <pcap/pcap.h>
#include <string_view>
#include <utility>

namespace lihi::capture {

bool is_capture(bytes start) noexcept {
  using namespace std::string_view_literals;
  constexpr std::array beginnings{"\xd4\xc3\xb2\xa1"sv, "\xa1\xb2\xc3\xd4"sv, "\x4d\x3c\xb2\xa1"sv,
                                  "\xa1\xb2\x3c\x4d"sv, "\x0a\x0d\x0d\x0a"sv};
  return std::any_of(beginnings.begin(), beginnings.end(),
                     [text = as_text(start)](std::string_view each) { return text.starts_with(each); });
}

struct packet_file::parts {
  octet_source from;
  bytes block; // of it, what was not read yet
  bool ended = false;
  std::exception_ptr thrown;
  pcap_t* file = nullptr;

  // As read() of a stream of the C library.
  static ssize_t read(void* of, char* to, std::size_t most) noexcept {
    auto& self = *static_cast<parts*>(of);
    try {
      while (self.block.empty() && !self.ended) {
        self.block = self.from();
        self.ended = self.block.empty();
      }
    } catch (...) {
      self.thrown = std::current_exception(); // it cannot pass through libpcap
      return -1;
    }
    const std::size_t count = std::min(most, self.block.size());
    if (count != 0) std::memcpy(to, self.block.data(), count);
    self.block = self.block.subspan(count);
    return static_cast<ssize_t>(count);
  }
};

packet_file::packet_file() noexcept = default;
packet_file::~packet_file() {
  if (parts_ && parts_->file != nullptr) ::pcap_close(parts_->file);
}

bool packet_file::open(octet_source from) {
  parts_ = std::make_unique<parts>();
  parts_->from = std::move(from);
  std::FILE* const stream = ::fopencookie(parts_.get(), "rb", {&parts::read, nullptr, nullptr, nullptr});
  if (stream == nullptr) {
    error_ = std::strerror(errno);
    return false;
  }
  (void)std::setvbuf(stream, nullptr, _IOFBF, 1u << 16);
  std::array<char, PCAP_ERRBUF_SIZE> why{};
  // on success the file owns the stream
  parts_->file = ::pcap_fopen_offline_with_tstamp_precision(stream, PCAP_TSTAMP_PRECISION_NANO, why.data());
  if (parts_->file != nullptr) return true;
  (void)std::fclose(stream);
  if (parts_->thrown) std::rethrow_exception(std::exchange(parts_->thrown, nullptr));
  error_ = why.data();
  return false;
}

std::optional<packet> packet_file::next() {
  if (!parts_ || parts_->file == nullptr || !error_.empty()) return std::nullopt;
  pcap_pkthdr* about = nullptr;
  const u_char* octets = nullptr;
  const int got = ::pcap_next_ex(parts_->file, &about, &octets);
  if (parts_->thrown) std::rethrow_exception(std::exchange(parts_->thrown, nullptr));
  if (got == 1) {
    constexpr std::int64_t million = 1'000'000;
    // seconds are unsigned in a capture of 32 bits; the other part is nanoseconds, as was asked for
    const std::int64_t seconds = about->ts.tv_sec, part = about->ts.tv_usec / 1000;
    constexpr std::int64_t most_seconds = 253'402'300'799; // year 9999
    const std::int64_t in_range = std::clamp<std::int64_t>(seconds, 0, most_seconds);
    return packet{
        {octets, about->caplen}, about->len, {in_range * million + part}, ::pcap_datalink(parts_->file)};
  }
  if (got != PCAP_ERROR_BREAK) error_ = ::pcap_geterr(parts_->file);
  return std::nullopt;
}

} // namespace lihi::capture
