/// @file
/// Strings: RFC 8259 section 7 and RFC 3629 in, RFC 8785 section 3.2.2.2 out.
#pragma once

#include "json/number.hpp"
#include "json/octets.hpp"
#include "text/utf8.hpp"

namespace cuelight::json {

/// Writes the rest of a string canonically, from any octet after its opening quotation mark to the closing one, both
/// included. `out` has room for what is read plus one block. Canonical strings are never longer than what is read.
/// `well_formed` tells that the whole text is known to be UTF-8; otherwise every octet is looked at.
[[nodiscard]] copied copy_string(const char* in, const char* end, char* out, bool well_formed);

/// Writes one octet of a string's text as RFC 8785 wants it: itself, or its escape of at most six octets.
[[nodiscard]] char* write_escaped(char c, char* out);

}  // namespace cuelight::json
