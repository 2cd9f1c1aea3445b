#include "calendar/ical/property_table.hpp"

#include <array>
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

/// Where the names with a first letter begin in the table, and where those of the next one do.
constexpr auto first_with = [] {
  std::array<std::uint8_t, 27> first{};
  for (std::size_t letter = 0; letter < first.size(); ++letter) {
    while (first[letter] != std::size(known) && known[first[letter]].name[0] < static_cast<char>('A' + letter))
      ++first[letter];
  }
  return first;
}();

constexpr auto in_name = [] {
  std::array<bool, 256> in{};
  for (const char c : std::string_view("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_."))
    in[static_cast<std::uint8_t>(c)] = true;
  return in;
}();

}  // namespace

const property_info& property_of(std::string_view name) {
  if (name.empty()) return unregistered;
  const auto letter = static_cast<std::size_t>(upper(name[0]) - 'A');
  if (letter >= 26) return unregistered;
  for (std::size_t i = first_with[letter]; i < first_with[letter + 1]; ++i) {
    if (same_text(name, known[i].name)) return known[i];
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

bool same_octets(const char* a, const char* b, std::size_t octets) {
  for (std::size_t i = 0; i < octets; ++i) {
    if (a[i] != b[i] && upper(a[i]) != upper(b[i])) return false;
  }
  return true;
}

std::size_t name_end(std::string_view text) {
  std::size_t end = 0;
  while (end < text.size() && in_name[static_cast<std::uint8_t>(text[end])]) ++end;
  return end;
}

}  // namespace cuelight::calendar
