// The commands of the program. Each returns its exit status: 0 all read, 1 something was rejected or a
// value breaks its specification, 2 wrong usage or input that cannot be opened.
#pragma once

#include <string>
#include <vector>

namespace lihi::cli {

enum class format { records, jer, tree };

struct decode_options {
  format to = format::records;
  bool detail = true, content = true;
  unsigned jobs = 1;   // threads that decode
  std::string rejects; // file for the octets of rejected PDUs
  // Octets of text that a thread collects of one PDU before it writes them.
  std::size_t most_text = 8u << 20;
  std::vector<std::string> files;
};

// By the arguments of main().
int run(int argc, char** argv);

int decode(const decode_options& options);

struct inspect_options {
  std::string file;
  std::string colour = "auto";
};
int inspect(const inspect_options& options);

struct schema_options {
  std::string name;
};
int show_schema(const schema_options& options);

} // namespace lihi::cli
