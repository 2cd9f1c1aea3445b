// One iCalendar value as the JSON that RFC 7265 gives it.
#pragma once

#include <cstdint>
#include <string_view>

#include "calendar/ical/property_table.hpp"
#include "calendar/ical/text_writer.hpp"

namespace cuelight::calendar {

/// What had to be mended while a text was copied.
struct text_faults {
  bool invalid_utf8 = false;
};

/// How what is copied was escaped.
enum class escapes : std::uint8_t {
  none,
  text,      ///< TEXT: RFC 5545 3.3.11
  parameter  ///< a parameter's value: RFC 6868
};

/// Appends octets as a JSON string: an octet that is not part of UTF-8 is read as ISO 8859-1, control characters other
/// than TAB are left out, escapes are undone.
void append_json_octets(text_writer& out, std::string_view octets, escapes how, text_faults& faults);

/// Appends what `append_json_octets` does as the text itself, and gives its length in UTF-16 code units.
std::size_t append_text(text_writer& out, std::string_view octets, escapes how, text_faults& faults);

/// `20261122T193000`, with or without `Z`: whether it is one, and it as `2026-11-22T19:30:00` into room for
/// `longest_time` octets. Gives where that ends.
[[nodiscard]] bool is_basic_date_time(std::string_view value);
char* write_extended(std::string_view value, char* out);
inline constexpr std::size_t longest_time = 20;

/// Appends one value of a type other than text and unknown. False, with `out` as it was, if it does not fit the type.
[[nodiscard]] bool append_json_value(text_writer& out, value_type type, std::string_view value, text_faults& faults);

/// The end of the value that starts at `at` in a list separated by `separator` that a backslash escapes.
[[nodiscard]] std::size_t list_item_end(std::string_view list, std::size_t at, char separator);

}  // namespace cuelight::calendar
