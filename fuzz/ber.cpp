// Tag and length: the quick reader against the slow one; measuring against counting.
#include "ber/header.hpp"
#include "fuzz/fuzz.hpp"

using namespace lihi;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const fuzz::exact all({data, size});
  const std::uint8_t* const end = all.get().data() + size;
  for (const std::uint8_t* at = all.get().data();;) {
    ber::header quick, slow;
    const fault_code fault = ber::read_header(at, end, quick);
    fuzz::require(fault == ber::read_header_slow(at, end, slow), "both readers find the same fault");
    if (fault != fault_code::none) break;
    fuzz::require(quick.tag == slow.tag && quick.size == slow.size && quick.length == slow.length &&
                      quick.constructed == slow.constructed && quick.indefinite == slow.indefinite,
                  "both readers read the same header");
    fuzz::require(quick.size >= 2 && quick.size <= static_cast<std::size_t>(end - at),
                  "a header has its octets");
    std::size_t octets = 0;
    if (ber::measure(at, end, 64, octets) == fault_code::none) {
      fuzz::require(octets >= quick.size && octets <= static_cast<std::size_t>(end - at),
                    "an element ends inside of what is there");
      if (!quick.indefinite)
        fuzz::require(octets == quick.size + quick.length, "a definite element is as long as it says");
      (void)ber::count_elements({at, octets});
    }
    at += quick.size;
    if (at == end) break;
  }
  (void)ber::count_elements(all.get());
  return 0;
}
