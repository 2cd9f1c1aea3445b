#include "calendar/property_table.hpp"

#include <algorithm>
#include <iterator>

namespace cuelight::calendar {
namespace {

using enum value_type;

// Sorted by name.
constexpr property_info known[] = {
    {"ACKNOWLEDGED", date_time},
    {"ACTION", text},
    {"ATTACH", uri},
    {"ATTENDEE", cal_address},
    {"BUSYTYPE", text},
    {"CALENDAR-ADDRESS", cal_address},
    {"CALSCALE", text},
    {"CATEGORIES", text, true},
    {"CLASS", text},
    {"COLOR", text},
    {"COMMENT", text},
    {"COMPLETED", date_time},
    {"CONCEPT", uri},
    {"CONFERENCE", uri, false, false, true},
    {"CONTACT", text},
    {"CREATED", date_time},
    {"DESCRIPTION", text},
    {"DTEND", date_time},
    {"DTSTAMP", date_time},
    {"DTSTART", date_time},
    {"DUE", date_time},
    {"DURATION", duration},
    {"EXDATE", date_time, true},
    {"EXRULE", recur},
    {"FREEBUSY", period, true},
    {"GEO", number, false, true},
    {"IMAGE", uri, false, false, true},
    {"LAST-MODIFIED", date_time},
    {"LINK", uri, false, false, true},
    {"LOCATION", text},
    {"LOCATION-TYPE", text, true},
    {"METHOD", text},
    {"NAME", text},
    {"ORGANIZER", cal_address},
    {"PARTICIPANT-TYPE", text},
    {"PERCENT-COMPLETE", integer},
    {"PRIORITY", integer},
    {"PRODID", text},
    {"PROXIMITY", text},
    {"RDATE", date_time, true},
    {"RECURRENCE-ID", date_time},
    {"REFID", text},
    {"REFRESH-INTERVAL", duration, false, false, true},
    {"RELATED-TO", text},
    {"REPEAT", integer},
    {"REQUEST-STATUS", text, false, true},
    {"RESOURCE-TYPE", text},
    {"RESOURCES", text, true},
    {"RRULE", recur},
    {"SEQUENCE", integer},
    {"SOURCE", uri, false, false, true},
    {"STATUS", text},
    {"STRUCTURED-DATA", text, false, false, true},
    {"STYLED-DESCRIPTION", text},
    {"SUMMARY", text},
    {"TRANSP", text},
    {"TRIGGER", duration},
    {"TZID", text},
    {"TZID-ALIAS-OF", text},
    {"TZNAME", text},
    {"TZOFFSETFROM", utc_offset},
    {"TZOFFSETTO", utc_offset},
    {"TZUNTIL", date_time},
    {"TZURL", uri},
    {"UID", text},
    {"URL", uri},
    {"VERSION", text},
};
constexpr property_info unregistered{};

constexpr std::string_view type_names[] = {"text",  "uri",      "cal-address", "date",       "date-time",
                                           "time",  "duration", "period",      "recur",      "integer",
                                           "float", "boolean",  "binary",      "utc-offset", "unknown"};

char upper(char c) {
  return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
}

/// <0, 0 or >0 as `text`, in upper case, stands before, at or after `name`.
int compare(std::string_view text, std::string_view name) {
  const std::size_t both = std::min(text.size(), name.size());
  for (std::size_t i = 0; i < both; ++i) {
    const int difference = upper(text[i]) - name[i];
    if (difference != 0) return difference;
  }
  return static_cast<int>(text.size()) - static_cast<int>(name.size());
}

}  // namespace

const property_info& property_of(std::string_view name) {
  if (name.size() > 20 || name.empty()) return unregistered;
  std::size_t low = 0, high = std::size(known);
  while (low < high) {
    const std::size_t middle = (low + high) / 2;
    const int order = compare(name, known[middle].name);
    if (order == 0) return known[middle];
    if (order < 0)
      high = middle;
    else
      low = middle + 1;
  }
  return unregistered;
}

std::string_view type_name(value_type type) {
  return type_names[static_cast<std::size_t>(type)];
}

bool type_of(std::string_view name, value_type& out) {
  for (std::size_t i = 0; i < std::size(type_names); ++i) {
    if (same_text(name, type_names[i])) {
      out = static_cast<value_type>(i);
      return true;
    }
  }
  return false;
}

bool same_text(std::string_view a, std::string_view b) {
  return std::ranges::equal(a, b, [](char x, char y) { return upper(x) == upper(y); });
}

bool is_name(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_' ||
           c == '.';
  });
}

}  // namespace cuelight::calendar
