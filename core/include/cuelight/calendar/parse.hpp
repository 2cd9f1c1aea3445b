/// @file
/// iCalendar (RFC 5545, with 6868, 7529, 7953, 7986, 9073, 9074, 9253) to jCal (RFC 7265).
///
/// Tolerant: real files have bare line feeds, wrong escapes, octets that are not UTF-8, values that do not fit their
/// type, parts of vCalendar 1.0. Whatever can be understood is; the rest is named in a list of problems. A value that
/// does not fit its type is kept, with type `unknown`, exactly as it was written. `free_busy` and `lint` stand on the same
/// reader: what is understood here is what they understand.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "cuelight/error.hpp"

namespace cuelight::calendar {

/// Something in the input that is not as RFC 5545 has it. `docs/spec/calendar.md` lists the codes.
struct problem {
  std::string_view code;   ///< static storage
  std::uint32_t line = 0;  ///< physical line, from 1
  std::string message;
};

struct parse_options {
  bool strict = false;                  ///< refuse at the first problem
  std::size_t max_octets = 64U << 20;   ///< of the text
  std::uint32_t max_lines = 4'000'000;  ///< physical lines
  std::uint32_t max_properties = 2'000'000;
  std::uint32_t max_components = 500'000;
  std::uint32_t max_depth = 32;  ///< components inside components
};

struct parse_result {
  std::string jcal;               ///< JSON text: one component; an array of components when there is not exactly one
  std::vector<problem> problems;  ///< by line; at most 1000, the last one then says that there are more
};

/// Reads a whole stream. Linear in its length (times the depth of components).
/// Codes: `calendar.too_large`, `calendar.too_many_lines`, `calendar.too_many_properties`,
/// `calendar.too_many_components`, `calendar.too_deep`; when strict, the first problem's code.
[[nodiscard]] result<parse_result> parse(std::string_view ics, const parse_options& options = {});

}  // namespace cuelight::calendar
