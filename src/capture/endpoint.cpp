#include "capture/endpoint.hpp"

#include <arpa/inet.h>

namespace lihi::capture {

std::string text_of(const endpoint& of) {
  std::array<char, INET6_ADDRSTRLEN> text{};
  (void)::inet_ntop(of.is_v6 ? AF_INET6 : AF_INET, of.address.data(), text.data(), text.size());
  const std::string address = text.data();
  return (of.is_v6 ? "[" + address + "]" : address) + ":" + std::to_string(of.port);
}

} // namespace lihi::capture
