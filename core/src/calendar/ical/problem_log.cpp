#include "calendar/ical/problem_log.hpp"

#include "calendar/ical/text_writer.hpp"

namespace cuelight::calendar {
namespace {

constexpr std::size_t max_problems = 1000;

}  // namespace

void problem_log::add(std::string_view code, std::string message, std::uint32_t line, std::size_t offset) {
  if (strict_) {
    if (!refusal_) refusal_ = refuse(code, "Line " + decimal(line) + ": " + message, offset).error();
    return;
  }
  if (problems_.size() == max_problems) return;
  if (problems_.size() == max_problems - 1) {
    problems_.push_back({"calendar.more_problems", line, "There are more problems than are listed."});
    return;
  }
  // Almost always the last line so far; what is found at the end of a component goes back to its place.
  auto at = problems_.end();
  while (at != problems_.begin() && at[-1].line > line) --at;
  problems_.insert(at, {code, line, std::move(message)});
}

}  // namespace cuelight::calendar
