/// @file
/// What calendar programs will break on, by program.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "cuelight/error.hpp"

namespace cuelight::calendar {

/// Something that a program refuses, misreads or drops. `docs/spec/calendar.md` lists the codes and where they come
/// from.
struct finding {
  std::string_view client;    ///< `google`, `outlook`, `apple`, or `any`
  std::string_view severity;  ///< `error`: refused, or shown wrongly; `warning`: may be
  std::string_view code;      ///< static storage
  std::uint32_t line = 0;     ///< physical line, from 1
  std::string message;        ///< what breaks, and what to write instead
};

/// Findings by line, at most 1000. Everything that `parse` has as a problem is among them. Linear. Code:
/// `calendar.too_large`.
[[nodiscard]] result<std::vector<finding>> lint(std::string_view ics, std::size_t max_octets = 64U << 20);

}  // namespace cuelight::calendar
