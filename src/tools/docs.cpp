// Writes the documents that follow from the code: docs/record.schema.json, docs/record-format.md,
// docs/event.schema.json, docs/event-format.md, docs/schema-coverage.md, docs/events.md. A test holds the
// committed ones against this program's output.
// Usage: lihi_docs schema|format|event_schema|event_format|coverage|events
#include "tools/docs.hpp"

#include <cstdio>
#include <map>
#include <string_view>

int main(int argc, char** argv) {
  using namespace lihi::docs;
  static const std::map<std::string_view, std::string (*)()> pages{
      {"schema", record_schema},      {"format", record_format}, {"event_schema", event_schema},
      {"event_format", event_format}, {"coverage", coverage},    {"events", taxonomy}};
  const auto page = pages.find(argc == 2 ? argv[1] : "");
  if (page == pages.end()) {
    std::fputs("usage: lihi_docs schema|format|event_schema|event_format|coverage|events\n", stderr);
    return 2;
  }
  std::fputs(page->second().c_str(), stdout);
  return 0;
}
