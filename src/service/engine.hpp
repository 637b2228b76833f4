// Where a spool's entries are decoded: in this process, or in one of its own.
#pragma once

#include "service/spool_decoder.hpp"

#include <span>

namespace lihi::service {

using engine_sink = function_ref<void(const store::item_number&, const decoded_item&)>;

// What it is asked besides: its ledgers, as JSON; a PS-PDU as a tree (write/tree.hpp).
enum class question : std::uint8_t { ledger = 1, tree = 2 };

class engine {
 public:
  engine() = default;
  virtual ~engine() = default;
  engine(const engine&) = delete;
  engine& operator=(const engine&) = delete;

  // Each is false when it broke down; then it must be made anew.
  [[nodiscard]] virtual bool run(std::span<const store::entry> entries, engine_sink give) = 0;
  [[nodiscard]] virtual bool save(std::vector<std::uint8_t>& state) = 0;
  // `known` is false when it is no state of this version: it begins as a new one.
  [[nodiscard]] virtual bool restore(bytes state, bool& known) = 0;
  [[nodiscard]] virtual bool ask(question what, bytes about, std::string& answer) = 0;
};

class local_engine final : public engine {
 public:
  explicit local_engine(const spool_decoder_options& options) : decode_(options) {}

  bool run(std::span<const store::entry> entries, engine_sink give) override {
    for (const store::entry& one : entries) {
      store::item_number next{one.at};
      std::uint32_t index = 0;
      decode_.take(one, [&](const decoded_item& item) {
        if (item.kind == item_kind::content)
          ++next.part;
        else
          next = {one.at, index++};
        give(next, item);
      });
    }
    return true;
  }
  bool save(std::vector<std::uint8_t>& state) override {
    state = decode_.save();
    return true;
  }
  bool restore(bytes state, bool& known) override {
    known = decode_.restore(state);
    return true;
  }
  bool ask(question what, bytes about, std::string& answer) override {
    answer = what == question::ledger ? decode_.ledger_as_json() : decode_.tree_of(about);
    return true;
  }

 private:
  spool_decoder decode_;
};

} // namespace lihi::service
