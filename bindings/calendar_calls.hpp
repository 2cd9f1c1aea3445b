/// @file
/// The calendar module as JavaScript calls it: requests and answers have the shapes of web/client/types/calendar.d.ts;
/// times are ISO 8601 text.
///
/// Codes beside those of the functions themselves: those of cuelight/json.hpp, `argument.type` (a member of the wrong
/// type), `argument.value` (a member whose value is not one of those that are known), `tz.bad_time`.
#pragma once

#include <string>
#include <string_view>

#include "cuelight/error.hpp"

namespace cuelight::calendar::calls {

/// `options`: a ParseOptions. Gives a ParseResult as bindings/packed_jcal.hpp has it.
[[nodiscard]] result<std::string> parse(std::string_view ics, std::string_view options);
/// `{ name, tzid }` of the first calendar: NAME or X-WR-CALNAME, and X-WR-TIMEZONE where it is a known zone; each null
/// where there is none. Reads no further than the first component inside it. Code: `calendar.no_component`.
[[nodiscard]] result<std::string> heading(std::string_view ics);
/// `request`: FeedOptions, with `uidKey` in lower-case hex. `events`, when it is not empty, holds the events instead,
/// as bindings/packed_events.hpp has them.
[[nodiscard]] result<std::string> feed(std::string_view request, std::string_view events);
/// `request`: ExpandOptions. Gives an array of times.
[[nodiscard]] result<std::string> expand(std::string_view request);
/// `request`: FreeBusyOptions, without `ics`, and `icsOctets`, the lengths of the calendars that `ics` holds one after
/// the other. Gives intervals: the instants at which each begins and ends, one behind the other, 20 octets each.
[[nodiscard]] result<std::string> free_busy(std::string_view request, std::string_view ics);
/// The busy time of one calendar between two instants, where floating times are meant in `tzid`, or in UTC when that is
/// no zone. Intervals as `free_busy` gives them. For the widget: a request without JSON, so that its module needs
/// nothing to read that with.
[[nodiscard]] result<std::string> busy(std::string_view ics, std::string_view from, std::string_view until,
                                       std::string_view tzid);
/// As `free_busy`, for AvailabilityOptions. Gives an array of days.
[[nodiscard]] result<std::string> availability(std::string_view request, std::string_view ics);
/// Gives an array of findings.
[[nodiscard]] result<std::string> lint(std::string_view ics);
/// `{ local, tzid }` to a ZonedTime.
[[nodiscard]] result<std::string> to_utc(std::string_view request);
/// `{ utc, tzid }` to a ZonedTime.
[[nodiscard]] result<std::string> to_local(std::string_view request);
/// An array of all zone names.
[[nodiscard]] result<std::string> zones();

}  // namespace cuelight::calendar::calls
