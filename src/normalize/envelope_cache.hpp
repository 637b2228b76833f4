// PSHeaders that were read before, and what they said. Those of a stream are alike but for whose they are,
// numbers and times, and to walk one costs as much as to walk a short payload.
#pragma once

#include "normalize/rules.hpp"

namespace lihi::normalize {

// What a header says follows from its octets alone. So one with the octets of an earlier one, but for values
// that the same rules read anew behind the same checks, says what a walk of it would. That holds for headers
// without a note, an unknown member or a value that has no field; others are walked each time.
class envelope_cache {
 public:
  envelope_cache() = default;
  envelope_cache(const envelope_cache&) = delete; // it has views of itself
  envelope_cache& operator=(const envelope_cache&) = delete;

  // Into b.head what the header at `at` says. False: nothing was changed, and it is to be walked.
  [[nodiscard]] bool recall(build& b, const place& at);

  // decoder::header_number()
  [[nodiscard]] std::uint64_t number() const noexcept { return number_; }
  void begin_pdu() noexcept { number_ = 0; }

  // While a header is walked: it begins; a rule was called for a value, or around one; it ends.
  void begins(const build& b, const place& at) noexcept;
  void called(const build& b, handler rule, const place& at) noexcept;
  void ends(const build& b) noexcept;

 private:
  static constexpr std::size_t most_octets = 255, most_steps = 12, most_headers = 8;

  // A rule that is called anew.
  struct step {
    handler rule;
    schema::row_id id;
    std::uint16_t begin, size; // of the content, from the header's first octet on
    bool kept;                 // its value is in `head`: only another one is read
  };
  struct header {
    std::array<std::uint8_t, most_octets + 1> octets, // from its identifier octet on
        same,                                         // FF where octets must be equal, else 0
        kept;                                         // FF where those are that `head` has values of
    std::array<step, most_steps> steps;
    std::size_t step_count = 0;
    std::uint64_t number = 0; // of headers that are equal but for what varies; 0 when a text of it is made
    envelope_values head;     // views of `octets`; empty what steps fill each time
  };

  [[nodiscard]] static bool is_clean(const build& b) noexcept;
  enum class likeness : std::uint8_t {
    none,
    alike,     // but for what steps read anew
    with_kept, // and what is kept is the same
  };
  [[nodiscard]] static likeness compare(const header& known, const std::uint8_t* octets,
                                        std::size_t size) noexcept;
  [[nodiscard]] std::uint64_t new_number() noexcept;
  [[nodiscard]] static bool take(const header& known, likeness, build& b, const place& at);
  // From the begin of the header that is walked just now; more than its size for what is not in it.
  [[nodiscard]] std::uintptr_t distance_of(const void* at) const noexcept {
    return reinterpret_cast<std::uintptr_t>(at) - reinterpret_cast<std::uintptr_t>(walked_.data());
  }

  std::array<std::uint16_t, most_headers> sizes_{}; // of the headers' octets; 0: there is none
  std::array<header, most_headers> headers_;
  std::size_t oldest_ = 0; // the next one goes there
  std::uint64_t number_ = 0, last_number_ = 0;

  // The header that is walked just now goes to headers_[oldest_], should all of it be cacheable.
  bool learning_ = false;
  bytes walked_;
  std::size_t memory_ = 0; // octets of the arena that its values took
};

} // namespace lihi::normalize
