// What a receiver is told to do: a document of YAML, read strictly (docs/receiver.md has every key).
#pragma once

#include "service/access.hpp"
#include "service/tls.hpp"

#include <boost/asio/ip/network_v4.hpp>
#include <boost/asio/ip/network_v6.hpp>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace lihi::service {

// Whose deliveries these are: links of one operator share a ledger.
struct operator_config {
  std::string name;
  std::vector<std::string> subjects; // of client certificates, as RFC 2253 writes them
  std::vector<std::variant<boost::asio::ip::network_v4, boost::asio::ip::network_v6>> addresses;
  unsigned connections = 16; // at a time; one more takes the place of the one that is silent for longest
  std::uint64_t rate = 0;    // octets a second that are read of one connection; 0: all
  bool acknowledges = false; // requests of PDU acknowledgements (TS 102 232-1 clause 6.3.6) are answered
};

struct listener_config {
  std::string name, address = "127.0.0.1";
  std::uint16_t port = 0; // 0: the system chooses
  service::tls_files tls; // any: TLS
  std::string revoked;    // CRL, PEM: of the authorities of clients
  std::string stapled;    // OCSP response, DER: of the own certificate
};

struct spool_config {
  std::uint64_t segment = 256u << 20; // octets
  std::size_t waiting = 64u << 20;    // octets that are read and not on the disk
  std::uint64_t keep_octets = 0;      // older segments go when there is more; 0: all stay
  std::chrono::seconds keep_time{0};  // they go when they are older; 0: all stay
};

struct jsonl_config {
  std::string name, folder;
  std::uint64_t rotate_octets = 256u << 20;
  std::chrono::seconds rotate_time{3600};
};

// Content as pcapng, a folder for each day.
struct capture_config {
  std::string name, folder;
};

// JSON Lines to a Unix socket, or to a TCP port of this machine.
struct stream_config {
  std::string name, path, address;
  std::uint16_t port = 0;
};

// JSON Lines posted to a URL: of this machine, or over TLS.
struct hook_config {
  std::string name, url, authorities, token_file;
};

struct database_config {
  bool content_records = true; // a row for each record of CC; else its volume alone
};

// What is asked over HTTP, and the page.
struct http_config {
  std::string address = "127.0.0.1";
  std::uint16_t port = 0;
  service::tls_files tls;
  std::vector<user_config> users; // none, on loopback alone: an administrator, whose token is in a file
};

struct config {
  std::string data = "lihi-data"; // folder of all that is kept
  std::vector<operator_config>
      operators; // none: every sender is taken, as the operator of the listener's name
  std::vector<listener_config> listeners;
  spool_config spool;
  std::vector<jsonl_config> jsonl;
  std::vector<capture_config> captures;
  std::vector<stream_config> streams;
  std::vector<hook_config> hooks;
  std::optional<database_config> database;
  std::optional<http_config> http;
  unsigned threads = 0;                     // for connections; 0: one a core
  unsigned connections = 256;               // in all
  std::chrono::milliseconds patience{1000}; // octets that are missing for so long are overdue
  std::chrono::seconds handshake{10}, idle{900};
  std::size_t memory = 256u << 20;     // for PDUs that are not whole, of all connections
  bool sandbox = true;                 // the decoder is a process of its own
  bool detail = true, content = false; // of records: the JER, the octets of content
};

// Throws mistake.
[[nodiscard]] config read_config(const std::string& text);
// Null, and why, when a file of it cannot be used.
[[nodiscard]] std::shared_ptr<ssl::context> make_tls(const listener_config& of, std::string& why);
// "", or which file that it names cannot be used, and why.
[[nodiscard]] std::string check_files(const config& of);
// Without a file: a port for links on loopback, records as JSON Lines.
[[nodiscard]] config usual_config();

} // namespace lihi::service
