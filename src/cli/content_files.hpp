// Content of communication as files: packets of a session as one pcapng, all else as a file each with a line
// in a manifest.
#pragma once

#include "write/pcapng.hpp"

#include <lihi/link_event.hpp>
#include <lihi/record.hpp>
#include <list>
#include <string>
#include <unordered_map>
#include <vector>

namespace lihi::cli {

class content_files {
 public:
  // Files that are open at a time; sessions whose interfaces and events are known at a time: the next packet
  // of another one begins a new section of its file.
  static constexpr std::size_t most_open = 64, most_sessions = 4096;
  // Events that wait for a packet of their session; of more, the first go.
  static constexpr std::size_t most_waiting = 64;

  ~content_files();
  // Makes the folder, which must not be there or be empty. What is wrong, or nothing.
  [[nodiscard]] std::string open(const std::string& folder);
  // Content is written; what happened is kept for the next packet of its session.
  void take(const record& one);
  // Content that was joined from segments.
  void take(const link_event& one);
  // Closes all. What is wrong, or nothing.
  [[nodiscard]] std::string finish();

  struct counts {
    std::uint64_t packets = 0, captures = 0, files = 0;
  };
  [[nodiscard]] const counts& totals() const noexcept { return counts_; }

 private:
  struct interface {
    pcapng::link_type type;
    std::string name;
  };
  struct session {
    std::string name; // of its file, without the folder
    int descriptor = -1;
    std::vector<interface> interfaces; // of the section at hand
    std::vector<std::string> waiting;  // comments
    moment last;
    std::list<session*>::iterator age;
  };
  using session_map = std::unordered_map<std::string, session>;

  session& find(std::string_view country, std::string_view operator_id, std::string_view element,
                std::string_view liid, const field::number& cin);
  // `missing`: octets that it had, and that the delivery does not have.
  void add_packet(session& to, const record& one, pcapng::link_type type, bytes packet, std::size_t missing);
  void add_upper_pdu(session& to, const record& one, const pcapng::upper_pdu& about, bytes octets,
                     std::size_t missing);
  void add_file(const session& of, std::string_view name, content_type type, bytes octets,
                const std::string& about);
  void write_comments(session& of);
  void forget_oldest();
  bool open_capture(session& of);
  void close_oldest_file();
  void write(int to, const pcapng::octets& what);
  void failed(const std::string& what);

  std::string folder_;
  session_map sessions_;
  std::list<session*> by_age_; // the longest unused first
  std::size_t open_ = 0;
  int manifest_ = -1;
  std::string problem_;
  counts counts_;
};

} // namespace lihi::cli
