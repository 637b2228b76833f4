// Content of communication as files: packets of a session as one pcapng, all else as a file each with a line
// in a manifest.
#pragma once

#include "write/content_piece.hpp"

#include <list>
#include <string>
#include <unordered_map>
#include <vector>

namespace lihi {

// Where the files are; each says false when it cannot, and then nothing more is asked of it.
class content_output {
 public:
  content_output() = default;
  virtual ~content_output() = default;
  content_output(const content_output&) = delete;
  content_output& operator=(const content_output&) = delete;

  [[nodiscard]] virtual bool append(const std::string& file, bytes octets) = 0;
  // A whole file. One that is there stays: the same PS-PDU came again, and `fresh` is false.
  [[nodiscard]] virtual bool create(const std::string& file, bytes octets, bool& fresh) = 0;
};

class content_writer {
 public:
  static constexpr auto manifest = "manifest.jsonl";
  // Sessions whose interfaces and events are known at a time: the next packet of another one begins a new
  // section of its file.
  static constexpr std::size_t most_sessions = 4096;
  // Events that wait for a packet of their session; of more, the first go.
  static constexpr std::size_t most_waiting = 64;

  // Comments stand beside the next packet of their session; `at_once`: when its file has packets already,
  // with the statistics of an interface, at once.
  explicit content_writer(content_output& to, bool at_once = false) : to_(to), at_once_(at_once) {}

  void take(const content_piece& one);
  // Comments that no packet came for are written, of sessions that have packets.
  void finish();

  [[nodiscard]] std::uint64_t packets() const noexcept { return packets_; }
  [[nodiscard]] std::uint64_t files() const noexcept { return files_; }

 private:
  struct interface {
    pcapng::link_type type;
    std::string name;
  };
  struct session {
    std::string name;                  // of its file, without the end
    std::vector<interface> interfaces; // of the section at hand
    std::vector<std::string> waiting;  // comments
    moment last;
    std::list<session*>::iterator age;
  };

  session& find(const std::string& name);
  void add_packet(session& to, const content_piece& one);
  void add_file(const content_piece& one);
  void write_comments(session& of);
  void append(const std::string& file, bytes octets) { good_ = good_ && to_.append(file, octets); }

  content_output& to_;
  bool at_once_, good_ = true;
  std::unordered_map<std::string, session> sessions_;
  std::list<session*> by_age_; // the longest unused first
  std::uint64_t packets_ = 0, files_ = 0;
};

} // namespace lihi
