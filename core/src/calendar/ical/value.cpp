#include "calendar/ical/value.hpp"

#include <algorithm>

#include "calendar/ical/jcal_value.hpp"

namespace cuelight::calendar {
namespace {

bool digits(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

/// Whether a text is already what it means: ASCII without the mark of an escape.
bool is_plain(std::string_view text, char escape) {
  return std::ranges::none_of(text, [=](char c) { return c == escape || static_cast<unsigned char>(c) >= 0x80; });
}

std::string_view decoded(std::string_view value, escapes how, std::string& room) {
  text_writer text;
  text_faults ignored;
  append_text(text, value, how, ignored);
  room = text.take();
  return room;
}

}  // namespace

std::optional<tz::timestamp> read_time(std::string_view& value, time_text& room) {
  if (const auto time = tz::parse_time(value)) return *time;
  // The longest well-formed text has 20 octets.
  if (value.size() > 20) return std::nullopt;
  char* end = room.octets;
  for (const char c : value) *end++ = c == 't' ? 'T' : c == 'z' ? 'Z' : c;
  const bool utc = end != room.octets && end[-1] == 'Z';
  if (value.size() == (utc ? 14U : 13U) && room.octets[8] == 'T') {  // no seconds
    if (utc) --end;
    for (const char c : {'0', '0'}) *end++ = c;
    if (utc) *end++ = 'Z';
  }
  value = {room.octets, static_cast<std::size_t>(end - room.octets)};
  const auto time = tz::parse_time(value);
  return time ? std::optional(*time) : std::nullopt;
}

std::optional<duration> read_duration(std::string_view text) {
  constexpr std::int64_t most_days = 4'000'000, most_seconds = 400'000'000'000, most_number = 1'000'000'000;
  const bool negative = text.starts_with('-');
  if (negative || text.starts_with('+')) text.remove_prefix(1);
  if (!text.starts_with('P')) return std::nullopt;
  duration found;
  std::int64_t number = -1;
  bool of_day = false, any = false;
  for (const char c : text.substr(1)) {
    if (c >= '0' && c <= '9') {
      number = std::max<std::int64_t>(number, 0) * 10 + (c - '0');
      if (number > most_number) return std::nullopt;
      continue;
    }
    if (c == 'T' && number < 0 && !of_day) {
      of_day = true;
      continue;
    }
    static constexpr struct {
      char letter;
      bool of_day;
      std::int64_t days, seconds;
    } units[] = {{'W', false, 7, 0}, {'D', false, 1, 0}, {'H', true, 0, 3600}, {'M', true, 0, 60}, {'S', true, 0, 1}};
    const auto* unit = std::ranges::find_if(units, [&](const auto& u) { return u.letter == c && u.of_day == of_day; });
    if (number < 0 || unit == std::end(units)) return std::nullopt;
    found.days += number * unit->days;
    found.seconds += number * unit->seconds;
    if (found.days > most_days || found.seconds > most_seconds) return std::nullopt;
    number = -1;
    any = true;
  }
  if (!any || number >= 0) return std::nullopt;
  return negative ? duration{-found.days, -found.seconds} : found;
}

std::optional<period> read_period(std::string_view value) {
  const std::size_t slash = value.find('/');
  if (slash == value.npos) return std::nullopt;
  const auto start = read_time(value.substr(0, slash));
  const std::string_view rest = value.substr(slash + 1);
  if (!start) return std::nullopt;
  if (const auto lasts = read_duration(rest)) return period{*start, std::nullopt, *lasts};
  const auto end = read_time(rest);
  if (!end) return std::nullopt;
  return period{*start, *end, {}};
}

std::optional<std::int64_t> read_integer(std::string_view value) {
  const bool negative = value.starts_with('-');
  if (negative || value.starts_with('+')) value.remove_prefix(1);
  if (!digits(value) || value.size() > 15) return std::nullopt;
  std::int64_t n = 0;
  for (const char c : value) n = n * 10 + (c - '0');
  return negative ? -n : n;
}

std::optional<std::int32_t> read_utc_offset(std::string_view value) {
  if ((value.size() != 5 && value.size() != 7) || (value[0] != '+' && value[0] != '-') || !digits(value.substr(1)) ||
      value[3] > '5' || (value.size() == 7 && value[5] > '5'))
    return std::nullopt;
  const auto two = [&](std::size_t at) { return (value[at] - '0') * 10 + (value[at + 1] - '0'); };
  const std::int32_t size_s = two(1) * 3600 + two(3) * 60 + (value.size() == 7 ? two(5) : 0);
  return value[0] == '-' ? -size_s : size_s;
}

std::string_view read_text(std::string_view value, std::string& room) {
  return is_plain(value, '\\') ? value : decoded(value, escapes::text, room);
}

std::string_view read_parameter(std::string_view value, std::string& room) {
  return is_plain(value, '^') ? value : decoded(value, escapes::parameter, room);
}

std::string decode_quoted_printable(std::string_view text) {
  const auto hex = [](char c) {
    return c >= '0' && c <= '9'   ? c - '0'
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
                                  : -1;
  };
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '=' && i + 2 < text.size() && hex(text[i + 1]) >= 0 && hex(text[i + 2]) >= 0) {
      out += static_cast<char>(hex(text[i + 1]) * 16 + hex(text[i + 2]));
      i += 2;
    } else {
      out += text[i];
    }
  }
  return out;
}

}  // namespace cuelight::calendar
