#include "store/stream_sink.hpp"

#include "store/cursor.hpp"

#include <arpa/inet.h>
#include <cerrno>
#include <cstring>
#include <linux/sockios.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

namespace lihi::store {
namespace {

constexpr std::size_t enough = 1u << 18; // octets: then they are sent
constexpr int patience = 10'000;         // milliseconds, for the other side to take some

struct cursor {
  std::string name = "lihi-stream-1";
  position next = 0;
  template <class S, class V>
  static void fields(S& s, V&& v) {
    v(s.name);
    v(s.next);
  }
};

int connected(const stream_options& to, int& error) {
  sockaddr_storage at{};
  socklen_t size = 0;
  if (!to.path.empty()) {
    auto& local = reinterpret_cast<sockaddr_un&>(at);
    local.sun_family = AF_UNIX;
    if (to.path.size() >= sizeof local.sun_path) {
      error = ENAMETOOLONG;
      return -1;
    }
    std::memcpy(local.sun_path, to.path.c_str(), to.path.size() + 1);
    size = sizeof local;
  } else if (auto& v4 = reinterpret_cast<sockaddr_in&>(at);
             ::inet_pton(AF_INET, to.address.c_str(), &v4.sin_addr) == 1) {
    v4.sin_family = AF_INET;
    v4.sin_port = htons(to.port);
    size = sizeof v4;
  } else {
    auto& v6 = reinterpret_cast<sockaddr_in6&>(at);
    (void)::inet_pton(AF_INET6, to.address.c_str(), &v6.sin6_addr);
    v6.sin6_family = AF_INET6;
    v6.sin6_port = htons(to.port);
    size = sizeof v6;
  }
  const int out = ::socket(at.ss_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
  // a limit for connect() and send()
  const timeval limit{patience / 1000, 0};
  if (out >= 0) (void)::setsockopt(out, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
  if (out >= 0 && ::connect(out, reinterpret_cast<const sockaddr*>(&at), size) == 0) return out;
  error = errno;
  if (out >= 0) (void)::close(out);
  return -1;
}

} // namespace

stream_target::stream_target(stream_options options) : options_(std::move(options)) {}
stream_target::~stream_target() {
  if (socket_ >= 0) (void)::close(socket_);
}

std::string stream_target::open(position& next) {
  if (socket_ >= 0) (void)::close(socket_);
  held_.clear();
  next = read_cursor<cursor>(options_.cursor).value_or(cursor()).next;
  int error = 0;
  socket_ = connected(options_, error);
  return socket_ >= 0 ? "" : text_of_errno(error);
}

std::string stream_target::flush() {
  std::string_view left = held_;
  while (!left.empty()) {
    const ssize_t sent = ::send(socket_, left.data(), left.size(), MSG_NOSIGNAL);
    if (sent < 0 && errno == EINTR) continue;
    if (sent < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) return "does not take what is sent";
    if (sent < 0) return text_of_errno(errno);
    left.remove_prefix(static_cast<std::size_t>(sent));
  }
  held_.clear();
  return "";
}

std::string stream_target::take(const entry&, const item_entry& item) {
  held_ += item.line;
  held_ += '\n';
  return held_.size() >= enough ? flush() : "";
}

// The kernel has nothing left that the other side did not take.
std::string stream_target::wait_until_taken() {
  for (int waited = 0; waited < patience; ++waited) {
    int left = 0;
    if (::ioctl(socket_, SIOCOUTQ, &left) != 0) return text_of_errno(errno);
    int error = 0;
    socklen_t size = sizeof error;
    (void)::getsockopt(socket_, SOL_SOCKET, SO_ERROR, &error, &size);
    if (error != 0) return text_of_errno(error);
    pollfd one{socket_, POLLOUT, 0};
    if (::poll(&one, 1, 0) > 0 && (one.revents & (POLLERR | POLLHUP)) != 0) return "closed the connection";
    if (left == 0) return "";
    (void)::poll(nullptr, 0, 1);
  }
  return "does not take what is sent";
}

std::string stream_target::settle(position next) {
  if (std::string problem = flush(); !problem.empty()) return problem;
  if (std::string problem = wait_until_taken(); !problem.empty()) return problem;
  cursor at;
  at.next = next;
  const int error = write_cursor(options_.cursor, at);
  return error == 0 ? "" : options_.cursor + ": " + text_of_errno(error);
}

} // namespace lihi::store
