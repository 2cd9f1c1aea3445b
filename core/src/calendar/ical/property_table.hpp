// The registered properties and their value types: RFC 5545, 7529, 7953, 7986, 9073, 9074, 9253.
#pragma once

#include <cstdint>
#include <string_view>

namespace cuelight::calendar {

enum class value_type : std::uint8_t {
  text,
  uri,
  cal_address,
  date,
  date_time,
  time,
  duration,
  period,
  recur,
  integer,
  number,
  boolean,
  binary,
  utc_offset,
  unknown
};

struct property_info {
  std::string_view name;  ///< upper case
  value_type type = value_type::unknown;
  bool many = false;        ///< a list of values, separated by commas
  bool structured = false;  ///< one value of parts, separated by semicolons
  bool says_type = false;   ///< always written with its VALUE parameter
};

/// What is known of a property; for an unregistered name, type `unknown`. Compared without regard to ASCII case.
[[nodiscard]] const property_info& property_of(std::string_view name);

/// jCal's name of a type, `date-time`, in static storage.
[[nodiscard]] std::string_view type_name(value_type type);
/// The type that VALUE or jCal names, in any case; false for one that is not registered.
[[nodiscard]] bool type_of(std::string_view name, value_type& out);

/// As `same_text`, for two texts of one length; as pointers, since WebAssembly passes views in memory.
[[nodiscard]] bool same_octets(const char* a, const char* b, std::size_t octets);
/// Without regard to ASCII case.
[[nodiscard]] [[gnu::always_inline]] inline bool same_text(std::string_view a, std::string_view b) {
  // NOLINTNEXTLINE(bugprone-suspicious-stringview-data-usage): the lengths are equal
  return a.size() == b.size() && same_octets(a.data(), b.data(), a.size());
}

/// Where the name at the front of a text ends. Names are made of letters, digits, hyphens; and, since the world writes
/// them, underscores and full stops.
[[nodiscard]] std::size_t name_end(std::string_view text);
[[nodiscard]] inline bool is_name(std::string_view text) {
  return !text.empty() && name_end(text) == text.size();
}

}  // namespace cuelight::calendar
