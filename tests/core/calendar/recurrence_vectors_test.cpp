// The public recurrence cases of ical.net. Where its answer is not ours, the text of RFC 5545 decided; the reason
// stands beside the rule.
#include <fstream>
#include <map>
#include <sstream>
#include <string>

#include "catch_amalgamated.hpp"
#include "cuelight/calendar/recurrence.hpp"

using namespace cuelight;
using namespace cuelight::calendar;

namespace {

struct vector_case {
  std::string rule, start, from, instances, exception;
  int line = 0;
};

std::vector<vector_case> read_cases(const std::string& path) {
  std::ifstream file(path);
  std::vector<vector_case> out;
  vector_case now;
  std::string line;
  int number = 0;
  const auto flush = [&] {
    if (!now.rule.empty()) out.push_back(now);
    now = {};
  };
  while (std::getline(file, line)) {
    ++number;
    while (!line.empty() && (line.back() == '\r' || line.back() == ' ')) line.pop_back();
    const auto colon = line.find(':');
    const std::string name = line.substr(0, colon);
    const std::string value = colon == std::string::npos ? "" : line.substr(colon + 1);
    if (line.empty())
      flush();
    else if (name == "RRULE")
      now.rule = value, now.line = number;
    else if (name == "DTSTART")
      now.start = value;
    else if (name == "START-AT")
      now.from = value;
    else if (name == "INSTANCES")
      now.instances = value;
    else if (name == "EXCEPTION")
      now.exception = value;
  }
  flush();
  return out;
}

/// What Cuelight answers: the instances, or the error's code.
std::string answer(const vector_case& c) {
  const auto rule = parse_rule(c.rule);
  if (!rule) return rule.error().code;
  const auto start = tz::parse_time(c.start);
  if (!start) return start.error().code;
  recurrence what{*start, nullptr, {*rule}, {}, {}, gap_rule::skip, false};
  expansion_window window;
  window.limit = 40;
  if (!c.from.empty()) window.from_utc_s = tz::parse_time(c.from)->local_s;
  std::int64_t steps = default_max_steps;
  const auto found = expand(what, window, steps);
  if (!found) return found.error().code;
  std::string out;
  for (const auto& o : *found) {
    if (!out.empty()) out += ',';
    tz::append_basic_time(out, o.local_s, start->form);
  }
  return out;
}

struct difference {
  std::string ours;
  std::string reason;
};

/// By rule: what we answer instead, and why.
const std::map<std::string, difference> differences = {
#include "recurrence_differences.inc"
};

}  // namespace

TEST_CASE("the recurrence cases of ical.net") {
  const auto cases = read_cases(std::string(CUELIGHT_VECTORS) + "/recurrence/ical.net.txt");
  if (cases.empty()) SKIP("recurrence/ical.net.txt is not on this machine");
  std::size_t same = 0, explained = 0;
  for (const auto& c : cases) {
    INFO("line " << c.line << ": " << c.rule);
    const std::string ours = answer(c);
    if (c.rule == "FREQ=YEARLY;COUNT=1" && !c.exception.empty()) {
      // Theirs refuses an event whose end lies after the year 9999; the occurrence itself is there.
      CHECK(ours == "99990101");
      ++same;
    } else if (const auto known = differences.find(c.rule); known != differences.end()) {
      CHECK(ours == known->second.ours);
      CHECK_FALSE(known->second.reason.empty());
      ++explained;
    } else if (!c.exception.empty()) {
      // Theirs refuses; ours must refuse too, or the difference must be explained above.
      CHECK(ours.starts_with("calendar."));
      ++same;
    } else {
      CHECK(ours == c.instances);
      ++same;
    }
  }
  CHECK(cases.size() == 85);  // one of the file's 86 blocks is commented out
  CHECK(explained == differences.size());
  CHECK(same + explained == cases.size());
}
