// The receiver's side of its links: ports, connections, operators and their limits. What comes goes to the
// spool; what a sender asks for is answered when the spool has what came before.
#pragma once

#include "service/alarms.hpp"
#include "service/config.hpp"
#include "service/port.hpp"
#include "service/session.hpp"
#include "store/log_writer.hpp"
#include "store/spool.hpp"

#include <atomic>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <deque>
#include <memory>
#include <mutex>
#include <set>
#include <thread>
#include <vector>

namespace lihi::service {

// A connection, as it is shown.
struct link_state {
  std::uint32_t stream = 0;
  std::string operator_name, listener, link, tls, subject;
  moment since, last;
  std::uint64_t octets = 0, pdus = 0, keep_alives = 0, acknowledgements = 0;
  bool waits_for_room = false; // the disk is slower than the sender, or full
};

struct connection_counts {
  std::atomic<std::uint64_t> accepted = 0, refused = 0, ended = 0, broken = 0, replaced = 0;
  std::atomic<std::uint64_t> octets = 0, pdus = 0, keep_alives = 0, acknowledgements = 0;
};

class connections {
 public:
  connections(const config& options, store::log_writer& spool, alarms& said);
  ~connections(); // behind stop(), once it was started
  connections(const connections&) = delete;
  connections& operator=(const connections&) = delete;

  // Opens the ports and starts the threads: "", or what is wrong.
  [[nodiscard]] std::string start();
  // The spool moved on: answers go out, and who waited for room reads on. Any thread.
  void spool_changed();
  // Listeners and operators as that has them: ports open and close, new connections see new certificates, and
  // those of listeners and operators that are gone end; no other does. What cannot be had is an alarm.
  void reload(const config& fresh);
  // Ends all connections, and waits for the threads.
  void stop();

  struct open_port {
    std::string listener;
    tcp::endpoint at;
    bool tls = false;
  };
  [[nodiscard]] std::vector<open_port> ports() const;
  [[nodiscard]] std::vector<link_state> links() const;
  [[nodiscard]] const connection_counts& counts() const noexcept { return counts_; }

 private:
  class connection;
  struct listening;
  struct thread;
  struct operator_state;

  [[nodiscard]] std::string listen(const listener_config& to);
  void take(const std::shared_ptr<listening>& from, thread& on, accepted one);
  void set_operators(const std::vector<operator_config>& to);
  void ended(connection& which);
  [[nodiscard]] std::shared_ptr<operator_state> operator_of(const listening& from, session& of,
                                                            const std::string& subject);
  std::shared_ptr<const operator_config> join(operator_state& to, connection& which);

  const config& options_;
  store::log_writer& spool_;
  alarms& alarms_;
  session_options session_options_;
  std::vector<std::unique_ptr<thread>> threads_;           // changed by nobody
  std::vector<std::shared_ptr<listening>> listening_;      // changed by the first thread
  std::vector<std::shared_ptr<operator_state>> operators_; // as configured, or of listeners
  bool any_operator_ = false;                              // is configured
  std::size_t next_thread_ = 0;
  std::atomic<std::uint32_t> next_stream_ = 1;
  std::atomic<std::size_t> open_ = 0;       // connections
  std::atomic<std::size_t> unfinished_ = 0; // octets of PDUs that are not whole
  std::atomic<bool> stopping_ = false;
  mutable std::mutex
      mutex_; // of what threads share: listeners, operators and their members, states of connections
  connection_counts counts_;
};

} // namespace lihi::service
