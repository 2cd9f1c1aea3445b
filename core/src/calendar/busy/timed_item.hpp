// When something takes place, stripped of everything else: what the busy search works on.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "calendar/ical/value.hpp"
#include "cuelight/calendar/free_busy.hpp"
#include "cuelight/calendar/recurrence.hpp"

namespace cuelight::calendar {

enum class weight : std::uint8_t { free, tentative, busy };

struct timed_item {
  std::string_view uid;  ///< must outlive the item
  tz::timestamp start;
  const tz::zone* zone = nullptr;  ///< of a local start; null: the viewer's
  duration lasts;
  weight counts = weight::busy;
  std::vector<rule> rules;
  std::vector<tz::timestamp> dates, exceptions;
  struct period {
    tz::timestamp start;
    duration lasts;
  };
  std::vector<period> periods;  ///< RDATE;VALUE=PERIOD
  bool overrides = false;       ///< has RECURRENCE-ID
  bool and_future = false;      ///< RANGE=THISANDFUTURE
  tz::timestamp recurrence_id;
  const tz::zone* recurrence_zone = nullptr;
};

/// Appends the busy intervals of `items` to `out`, clipped to the request's period.
result<void> collect_busy(const std::vector<timed_item>& items, const free_busy_request& request, std::int64_t& steps,
                          std::vector<interval>& out);

}  // namespace cuelight::calendar
