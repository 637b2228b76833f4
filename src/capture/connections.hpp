// All TCP connections of a capture, each direction as a stream of its own.
#pragma once

#include "capture/dissector.hpp"
#include "capture/tcp_stream.hpp"

#include <list>
#include <memory>
#include <unordered_map>

namespace lihi::capture {

// One direction of a connection.
struct flow {
  std::uint64_t id = 0; // of a capture, in the order in which their connections began; from 1 on
  endpoint from, to;
  bool from_start = false; // its SYN was captured
};

// What the connections give, in the order of the capture.
class flow_sink {
 public:
  virtual void octets(const flow& of, bytes what, moment arrived) = 0;
  virtual void lost(const flow& of, std::uint64_t octets, moment noticed) = 0;
  virtual void conflict(const flow& of, std::uint64_t offset, std::uint64_t octets, moment arrived) = 0;
  // Nothing more comes of it.
  virtual void closed(const flow& of) = 0;

 protected:
  ~flow_sink() = default;
};

struct connection_counts {
  std::uint64_t connections = 0;
  std::uint64_t outside = 0;   // segments that belong to no window of their connection
  std::uint64_t forgotten = 0; // connections that ended because too many were open
};

class connections {
 public:
  // Connections that are followed at a time; of more, the one that was silent for longest ends.
  static constexpr std::size_t most = 131'072;

  explicit connections(flow_sink& to);
  ~connections();
  connections(const connections&) = delete;
  connections& operator=(const connections&) = delete;

  void take(const tcp_segment& segment);
  // The capture ends.
  void close();
  [[nodiscard]] const connection_counts& counts() const noexcept { return counts_; }

 private:
  struct half;
  struct connection;
  struct key {
    endpoint low, high;
    friend bool operator==(const key&, const key&) = default;
  };
  struct seeded_hash {
    std::uint64_t seed;
    std::size_t operator()(const key& of) const noexcept;
  };
  using table = std::unordered_map<key, std::unique_ptr<connection>, seeded_hash>;

  connection* find(const tcp_segment& segment);
  connection& start_anew(connection& old, const tcp_segment& segment);
  void end(connection& which, moment at);

  flow_sink& to_;
  held_octets held_;
  table all_;
  std::list<key> by_age_; // the longest silent first
  connection_counts counts_;
  std::uint64_t next_id_ = 1;
  moment last_;
};

} // namespace lihi::capture
