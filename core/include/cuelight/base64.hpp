/// @file
/// Base64 (RFC 4648 section 4), with padding, one text for one octet string.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace cuelight {

[[nodiscard]] std::string base64(std::string_view octets);

/// Nothing for any text that `base64` would not have written: other characters, white space, missing padding, bits set
/// in the part of the last character that carries none.
[[nodiscard]] std::optional<std::string> from_base64(std::string_view text);

}  // namespace cuelight
