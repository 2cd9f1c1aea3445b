// What is not as RFC 5545 has it, as a reader meets it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cuelight/calendar/parse.hpp"
#include "cuelight/error.hpp"

namespace cuelight::calendar {

/// Problems by line, at most 1000. When strict, the first one is the refusal.
class problem_log {
 public:
  explicit problem_log(bool strict) : strict_(strict) {}

  /// `code`: static storage. `offset`: of the line, for a refusal.
  void add(std::string_view code, std::string message, std::uint32_t line, std::size_t offset);

  [[nodiscard]] const std::optional<error>& refusal() const { return refusal_; }
  [[nodiscard]] std::vector<problem> take() { return std::move(problems_); }

 private:
  bool strict_;
  std::vector<problem> problems_;
  std::optional<error> refusal_;
};

}  // namespace cuelight::calendar
