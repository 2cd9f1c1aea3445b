/// @file
/// Strings: RFC 8259 section 7 and RFC 3629 in, RFC 8785 section 3.2.2.2 out.
#pragma once

#include "json/number.hpp"

namespace cuelight::json {

/// Writes the rest of a string canonically, from any octet after its opening quotation mark to the closing one, both
/// included. `out` has room for what is read plus one block. Canonical strings are never longer than what is read.
[[nodiscard]] copied copy_string(const char* in, const char* end, char* out);

/// Writes one octet of a string's text as RFC 8785 wants it: itself, or its escape of at most six octets.
[[nodiscard]] char* write_escaped(char c, char* out);

/// The length of the well-formed UTF-8 sequence at `in`, or 0. Precondition: in < end.
[[nodiscard]] int utf8_sequence(const char* in, const char* end);

/// Writes a Unicode scalar value as UTF-8.
[[nodiscard]] char* write_utf8(char32_t scalar, char* out);

}  // namespace cuelight::json
