#include "calendar/ical/rule_text.hpp"

#include <algorithm>

namespace cuelight::calendar {

bool rule_parts::next(rule_part& out) {
  while (at_ < rule_.size()) {
    const std::size_t start = at_;
    const std::size_t end = std::min(rule_.find(';', start), rule_.size());
    at_ = end + 1;
    if (end == start) continue;
    const std::string_view part = rule_.substr(start, end - start);
    const std::size_t equals = part.find('=');
    out.name = part.substr(0, equals);
    out.has_values = equals != part.npos;
    out.values = out.has_values ? part.substr(equals + 1) : std::string_view();
    out.offset = start;
    return true;
  }
  return false;
}

void rule_writer::add(std::string_view name, std::string_view values) {
  std::string part;
  part.reserve(name.size() + values.size() + 2);
  const auto upper = [&](std::string_view text) {
    for (const char c : text) part += c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
  };
  upper(name);
  const bool is_frequency = part == "FREQ", is_scale = part == "RSCALE";
  part += '=';
  upper(values);
  if (is_frequency) {
    frequency_ = std::move(part);
  } else if (is_scale) {
    scale_ = std::move(part) + ';';
  } else {
    rest_ += ';';
    rest_ += part;
  }
}

}  // namespace cuelight::calendar
