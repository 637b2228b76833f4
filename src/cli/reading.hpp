// PS-PDUs of an input of any kind: a stream of them, packed or not, or a capture of connections that carry
// such streams.
#pragma once

#include "cli/input.hpp"

#include <chrono>
#include <lihi/capture.hpp>
#include <string>
#include <vector>

namespace lihi::cli {

// How captures are read.
struct capture_reading {
  std::vector<std::uint16_t> ports; // what goes to or from them is a delivery, whatever it begins with
  std::string keylog;               // file of the secrets of TLS in it
};

struct reading_options {
  limits bounds;
  capture_reading capture;
  std::string source; // in place of the input's own name
  // Octets that are missing for so long on a live input are overdue (framer::overdue).
  std::chrono::milliseconds patience{1000};
};

// What becomes of the frames, of captures and of streams alike; in the order of the input.
class frame_handler : public capture_handler {
 public:
  void lost(const stream_source& source, std::uint64_t offset, std::uint64_t octets) override = 0;
  void conflict(const stream_source& source, std::uint64_t offset, std::uint64_t octets) override = 0;
  // Nothing more comes just now: what was held back for more work goes out.
  virtual void pause() = 0;
  // Octets of the input that were read, of so many; 0: not known.
  virtual void progress(std::uint64_t read, std::uint64_t size) = 0;
  [[nodiscard]] bool over() const override = 0;

 protected:
  ~frame_handler() = default;
};

struct reading {
  int status = 0;           // as of the program: 2 when it could not be read, 1 when it is broken
  std::uint64_t octets = 0; // of streams
};

// Reads all of it; what is wrong with the input itself is told on standard error.
[[nodiscard]] reading read_input(const std::string& path, const reading_options& options, frame_handler& to);

// The name of an input, as it goes into records.
[[nodiscard]] std::string name_of_input(const std::string& path, const reading_options& options);

} // namespace lihi::cli
