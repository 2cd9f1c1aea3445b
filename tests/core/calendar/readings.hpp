// Two readings of the same octets: what parse understood of a calendar, and what the busy search makes of it. They
// stand on one reader; this is how a test or a fuzzer sees it.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "cuelight/calendar.hpp"
#include "nlohmann/json.hpp"

/// The busy time of one calendar in a period, or a refusal's code.
inline std::string busy_text(std::string_view ics, std::int64_t from_utc_s, std::int64_t until_utc_s) {
  cuelight::calendar::free_busy_request request;
  request.calendars = {ics};
  request.from_utc_s = from_utc_s;
  request.until_utc_s = until_utc_s;
  request.max_steps = 20'000;
  const auto busy = cuelight::calendar::free_busy(request);
  if (!busy) return busy.error().code;
  std::string out;
  for (const auto& i : *busy) out += std::to_string(i.start_utc_s) + '/' + std::to_string(i.end_utc_s) + ' ';
  return out;
}

/// Visits every component of jCal.
template <class Visit>
void each_component(const nlohmann::json& jcal, Visit visit) {
  if (jcal.empty()) return;
  if (!jcal[0].is_string()) {
    for (const auto& component : jcal) each_component(component, visit);
    return;
  }
  visit(jcal);
  for (const auto& component : jcal[2]) each_component(component, visit);
}

/// When a one-off event certainly takes place: the first instant of a start in UTC or of whole days in UTC. False where
/// its properties leave a doubt.
inline bool certain_start(const nlohmann::json& event, std::int64_t& utc_s) {
  using nlohmann::json;
  const json *start = nullptr, *end = nullptr;
  bool lasts = false;
  for (const auto& property : event[1]) {
    const auto& name = property[0].get_ref<const std::string&>();
    if (name == "dtstart") {
      if (start) return false;
      start = &property;
    } else if (name == "dtend") {
      if (end || lasts) return false;
      end = &property;
    } else if (name == "duration") {
      const auto& text = property[3].get_ref<const std::string&>();
      lasts = text.starts_with('P') && text.find_first_of("123456789") != text.npos;
      if (end || !lasts) return false;
    } else if (name == "rrule" || name == "rdate" || name == "exdate" || name == "recurrence-id" || name == "transp" ||
               name == "status" || name == "x-microsoft-cdo-busystatus") {
      return false;
    }
  }
  if (!start) return false;
  const auto time = cuelight::tz::parse_time((*start)[3].get_ref<const std::string&>());
  if (!time || time->form == cuelight::tz::time_form::local) return false;
  utc_s = time->local_s;
  if (end) {
    const auto until = cuelight::tz::parse_time((*end)[3].get_ref<const std::string&>());
    lasts = until && until->form == time->form && until->local_s > time->local_s;
  }
  return lasts || (!end && time->form == cuelight::tz::time_form::date);
}

/// What the two readings do not agree in; empty when they agree.
inline std::string disagreement(std::string_view ics, std::int64_t from_utc_s, std::int64_t until_utc_s) {
  namespace calendar = cuelight::calendar;
  const auto parsed = calendar::parse(ics);
  if (!parsed) return {};
  const auto rendered = calendar::render(parsed->jcal);
  if (!rendered) return "what parse gave is not rendered: " + rendered.error().code;
  const std::string first = busy_text(ics, from_utc_s, until_utc_s);
  const std::string second = busy_text(*rendered, from_utc_s, until_utc_s);
  if (first != second) return "busy time changes in a round: " + first + "became " + second;

  static constexpr std::string_view harmless[] = {"calendar.bare_line_feed",   "calendar.missing_vtimezone",
                                                  "calendar.invalid_utf8",     "calendar.control_character",
                                                  "calendar.quoted_printable", "calendar.no_vcalendar"};
  for (const auto& p : parsed->problems) {
    if (std::ranges::find(harmless, p.code) == std::end(harmless)) return {};
  }
  const auto jcal = nlohmann::json::parse(parsed->jcal);
  bool overrides = false;
  each_component(jcal, [&](const auto& c) {
    for (const auto& property : c[1]) overrides = overrides || property[0] == "recurrence-id";
  });
  std::string missing;
  if (!overrides)
    each_component(jcal, [&](const auto& c) {
      std::int64_t utc_s = 0;
      if (c[0] == "vevent" && certain_start(c, utc_s) &&
          busy_text(ics, utc_s, utc_s + 1).find('/') == std::string::npos)
        missing = "an event without a problem is missing: " + c.dump();
    });
  return missing;
}
