// The packed time zone table, written by cmake/tz_table.cpp at build time.
#pragma once

#include <cstddef>
#include <cstdint>

namespace cuelight::tz::table {

struct local_type {
  std::int32_t offset_s;
  std::uint16_t abbreviation_at;  // into `abbreviations`
  bool daylight;
};

struct change {
  std::uint8_t month, week, weekday;
  std::int32_t time_s;
};

struct rule {
  local_type standard, daylight;
  change to_daylight, to_standard;
  bool has_daylight;
};

// One zone's transitions: how many, and how much of `time_octets` they take. Those of a history begin where the ones
// before it end; sums are not stored, because numbers that only grow hardly compress.
struct history {
  std::uint16_t time_octets, transitions;
  std::uint8_t first_type, rule;
};

extern const char version[];
extern const char names[];  // sorted, each ends in NUL
extern const std::size_t name_count;
extern const std::uint16_t name_history[];  // 0: the next history that no name before it has; else its index plus one
extern const char abbreviations[];          // each ends in NUL
extern const history histories[];
// One varint a transition: twice the hours since the previous transition by the wall clock before the change, or twice
// the seconds plus one. Counted from 1970-01-01T00:00:00.
extern const std::uint8_t time_octets[];
extern const std::uint8_t type_octets[];  // one index into `types` a transition
extern const local_type types[];
extern const rule rules[];

}  // namespace cuelight::tz::table
