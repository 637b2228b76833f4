#include "service/channel.hpp"

#include <array>
#include <cerrno>
#include <poll.h>
#include <unistd.h>

namespace lihi::service {

channel::~channel() {
  if (socket_ >= 0) (void)::close(socket_);
}

bool channel::wait(short for_what) {
  if (limit_.count() == 0) return true;
  struct pollfd one {
    socket_, for_what, 0
  };
  int ready = 0;
  do ready = ::poll(&one, 1, static_cast<int>(limit_.count()));
  while (ready < 0 && errno == EINTR);
  return ready > 0;
}

// SIGPIPE is ignored by the whole program.
bool channel::write(bytes octets) {
  while (!octets.empty()) {
    if (!wait(POLLOUT)) return false;
    const ssize_t wrote = ::write(socket_, octets.data(), octets.size());
    if (wrote < 0 && errno == EINTR) continue;
    if (wrote <= 0) return false;
    octets = octets.subspan(static_cast<std::size_t>(wrote));
  }
  return true;
}

bool channel::read(std::span<std::uint8_t> room) {
  while (!room.empty()) {
    if (!wait(POLLIN)) return false;
    const ssize_t got = ::read(socket_, room.data(), room.size());
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return false;
    room = room.subspan(static_cast<std::size_t>(got));
  }
  return true;
}

bool channel::send(message kind, bytes octets) {
  std::array<std::uint8_t, 8> head{};
  head[0] = static_cast<std::uint8_t>(kind);
  for (std::size_t i = 0; i < 4; ++i) head[4 + i] = static_cast<std::uint8_t>(octets.size() >> (8 * i));
  return octets.size() <= most_octets && write(head) && write(octets);
}

bool channel::receive(message& kind, std::vector<std::uint8_t>& octets) {
  std::array<std::uint8_t, 8> head{};
  if (!read(head)) return false;
  std::size_t size = 0;
  for (std::size_t i = 0; i < 4; ++i) size |= std::size_t{head[4 + i]} << (8 * i);
  if (head[0] < 1 || head[0] > static_cast<std::uint8_t>(message::done) || size > most_octets) return false;
  kind = static_cast<message>(head[0]);
  octets.resize(size);
  return read(octets);
}

} // namespace lihi::service
