// Content of communication as files in a folder, while deliveries are decoded.
#pragma once

#include "write/content_writer.hpp"

namespace lihi::cli {

class content_files final : content_output {
 public:
  // Files that are open at a time.
  static constexpr std::size_t most_open = 64;

  ~content_files() override;
  // Makes the folder, which must not be there or be empty. What is wrong, or nothing.
  [[nodiscard]] std::string open(const std::string& folder);
  template <class T> // a record, or a link_event
  void take(const T& one) {
    content_of(one, [this](const content_piece& each) { writer_.take(each); });
  }
  // Closes all. What is wrong, or nothing.
  [[nodiscard]] std::string finish();

  struct counts {
    std::uint64_t packets = 0, captures = 0, files = 0;
  };
  [[nodiscard]] counts totals() const noexcept { return {writer_.packets(), captures_, writer_.files()}; }

 private:
  struct open_file {
    int descriptor = -1;
    std::list<std::string>::iterator age;
  };

  bool append(const std::string& file, bytes octets) override;
  bool create(const std::string& file, bytes octets, bool& fresh) override;
  [[nodiscard]] int find(const std::string& file);
  [[nodiscard]] bool write(int to, bytes octets);
  bool failed(const std::string& what);
  void close(int descriptor);

  std::string folder_, problem_;
  std::unordered_map<std::string, open_file> open_;
  std::list<std::string> by_age_; // the longest unused first
  std::uint64_t captures_ = 0;
  content_writer writer_{*this};
};

} // namespace lihi::cli
