/// @file
/// The payload profile: what one leaf may be (docs/spec/approval.md, "Profile").
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "approval/schema/schema.hpp"
#include "cuelight/json.hpp"
#include "cuelight/tz.hpp"

namespace cuelight::approval {

/// Why a payload can't be confirmed.
enum class refusal : std::uint8_t {
  unknown_type,
  unknown_member,
  missing_member,
  wrong_kind,
  out_of_range,
  too_long,
  unknown_currency,
  unknown_zone,
  bad_time,
  wrong_offset,
  noncharacter,
  settlement_mismatch,
};

[[nodiscard]] std::string_view code_of(refusal r);
[[nodiscard]] word word_of(refusal r);

/// What is wrong with a leaf, or nothing. Precondition: `f` is not a record.
[[nodiscard]] std::optional<refusal> check_leaf(const field& f, const json::value& leaf);

/// The first instant that a payload may name, 2000-01-01T00:00:00Z: nobody books the past, and what clocks did before
/// need not be known where payloads are described (bindings/CMakeLists.txt).
inline constexpr std::int64_t first_moment_utc_s = 946'684'800;

/// A moment of a payload, read.
struct moment {
  std::int64_t utc_s;
  std::int64_t local_s;  ///< by the zone's clock
  std::int32_t offset_s;
};

/// Reads the two members of a moment; `bad_time` before `first_moment_utc_s`, `wrong_offset` when the zone's clock has
/// another offset at that instant.
[[nodiscard]] std::expected<moment, refusal> read_moment(std::string_view at, std::string_view zone);

/// Seconds since 1970 of an RFC 3339 full-date, or nothing.
[[nodiscard]] std::optional<std::int64_t> read_date(std::string_view text);

}  // namespace cuelight::approval
