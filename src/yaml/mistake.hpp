// What is wrong with a document of YAML, and where.
#pragma once

#include <stdexcept>
#include <string>
#include <yaml-cpp/node/node.h>

namespace lihi {

class mistake : public std::runtime_error {
 public:
  mistake(const std::string& what, const YAML::Mark& at)
      : std::runtime_error(what), line(at.is_null() ? 0 : at.line + 1),
        column(at.is_null() ? 0 : at.column + 1) {}
  int line, column; // from 1 on; 0: not known
};

} // namespace lihi
