#pragma once

#include <map>
#include <sstream>
#include <string>
#include <vector>

#include "json/files.hpp"

/// The fenced `example` blocks of a page of docs/spec: one map a block, from the first word of a line to the rest of
/// it. `source` is the whole block.
inline std::vector<std::map<std::string, std::string>> read_examples(const std::string& page) {
  std::istringstream text(read_file(CUELIGHT_TEST_DATA "/../docs/spec/" + page));
  std::vector<std::map<std::string, std::string>> examples;
  bool inside = false;
  for (std::string line; std::getline(text, line);) {
    if (!inside && line == "```example") {
      examples.emplace_back();
      inside = true;
    } else if (line == "```") {
      inside = false;
    } else if (inside) {
      const std::size_t word = line.find(' ');
      const std::size_t rest = line.find_first_not_of(' ', word);
      examples.back()[line.substr(0, word)] = rest == std::string::npos ? "" : line.substr(rest);
      examples.back()["source"] += line + '\n';
    }
  }
  return examples;
}
