// UIDs that tell nothing: a keyed hash (HMAC-SHA256, RFC 2104) of what they stand for.
#pragma once

#include <string>
#include <string_view>

namespace cuelight::calendar {

/// `<32 hex digits>@domain` of HMAC-SHA256(key, purpose ‖ NUL ‖ text).
[[nodiscard]] std::string opaque_uid(std::string_view key, std::string_view purpose, std::string_view text,
                                     std::string_view domain);

}  // namespace cuelight::calendar
