// UIDs that tell nothing: HMAC-SHA-256 (RFC 2104) of what they stand for, cut to 128 bits.
#pragma once

#include <string>
#include <string_view>

#include "cuelight/hash.hpp"

namespace cuelight::calendar {

class uid_maker {
 public:
  uid_maker(std::string_view key, std::string_view domain);

  /// `purpose` keeps apart what would otherwise have the same text.
  [[nodiscard]] std::string uid(std::string_view purpose, std::string_view text) const;

 private:
  hash::sha256_stream inner_, outer_;  // with the key in them
  std::string_view domain_;
};

}  // namespace cuelight::calendar
