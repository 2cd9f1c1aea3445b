/// @file
/// An event as the domain knows it, before a feed or a busy search decides what of it matters.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "cuelight/civil.hpp"

namespace cuelight::calendar {

enum class event_state : std::uint8_t { hold, confirmed, cancelled };

struct event {
  std::string id;    ///< the record's key; never shown
  std::string kind;  ///< `performance`, `rehearsal`, …
  event_state state = event_state::confirmed;
  std::string title, place, notes, url;
  tz::timestamp start;
  tz::timestamp end;  ///< exclusive, in the form of `start`
  std::string tzid;   ///< of a local `start`
  std::string rrule;
  std::vector<tz::timestamp> rdate, exdate;
  std::int64_t sequence = 0;
  std::int64_t last_modified_utc_s = 0;
};

}  // namespace cuelight::calendar
