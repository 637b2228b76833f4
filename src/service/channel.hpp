// Messages between this process and one that it started: a kind, a size, octets.
#pragma once

#include <chrono>
#include <cstdint>
#include <lihi/bytes.hpp>
#include <vector>

namespace lihi::service {

enum class message : std::uint8_t {
  // to the decoder
  options = 1, // the first
  restore,     // a state; it answers known or unknown
  save,        // it answers with a state
  entries,     // of the spool; it answers with items, and done
  ask,         // a question, in the first octet; it answers with an answer
  // from it
  ready,
  known,
  unknown,
  state,
  items,
  answer,
  done,
};

class channel {
 public:
  // Owns the socket.
  explicit channel(int socket) noexcept : socket_(socket) {}
  ~channel();
  channel(const channel&) = delete;
  channel& operator=(const channel&) = delete;

  static constexpr std::size_t most_octets = 1u << 30;

  // False when the other side is gone, sends what is no message, or, when there is a limit, takes longer.
  [[nodiscard]] bool send(message kind, bytes octets);
  [[nodiscard]] bool receive(message& kind, std::vector<std::uint8_t>& octets);
  void limit(std::chrono::milliseconds time) noexcept { limit_ = time; }

 private:
  [[nodiscard]] bool wait(short for_what);
  [[nodiscard]] bool write(bytes octets);
  [[nodiscard]] bool read(std::span<std::uint8_t> room);

  int socket_;
  std::chrono::milliseconds limit_{0}; // 0: none
};

} // namespace lihi::service
