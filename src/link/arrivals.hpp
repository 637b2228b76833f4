// What came with some frames, kept until it is the ledger's turn: the decoding of other threads runs ahead of
// it.
#pragma once

#include "link/arrival.hpp"

#include <vector>

namespace lihi {

class arrivals {
 public:
  // `stays` are octets that live until for_each(): content in them is not copied. `at` is where it belongs in
  // what the thread made of the frames.
  void add(const arrival& one, bytes stays, std::size_t at);
  // call(const arrival&, std::size_t at), in the order in which they were added.
  template <class F>
  void for_each(const F& call) const {
    for (const entry& each : all_) call(view_of(each), each.at);
  }
  void clear() noexcept;
  [[nodiscard]] bool empty() const noexcept { return all_.empty(); }
  // Octets of memory, nearly.
  [[nodiscard]] std::size_t held() const noexcept { return all_.size() * sizeof(entry) + octets_.size(); }

 private:
  struct entry {
    arrival base; // its views are put in anew
    std::size_t at, key, key_size, content;
    bool content_is_kept;
  };
  [[nodiscard]] arrival view_of(const entry& from) const noexcept;

  std::vector<entry> all_;
  std::string octets_, key_;
};

} // namespace lihi
