/// @file
/// UTF-8 (RFC 3629): one sequence, a whole text, and writing it.
#pragma once

#include <string_view>

namespace cuelight::json {

/// The length of the well-formed UTF-8 sequence at `in`, or 0. Precondition: in < end.
[[nodiscard]] int utf8_sequence(const char* in, const char* end);

/// Whether all of `text` is well-formed UTF-8. Looks at sixteen octets at a time.
[[nodiscard]] bool is_utf8(std::string_view text);

/// Writes a Unicode scalar value as UTF-8.
[[nodiscard]] char* write_utf8(char32_t scalar, char* out);

}  // namespace cuelight::json
