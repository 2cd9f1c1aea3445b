/// @file
/// The version of libcuelight.
#pragma once

#include <string_view>

namespace cuelight {

/// The version of this library as `major.minor.patch`.
[[nodiscard]] std::string_view version();

}  // namespace cuelight
