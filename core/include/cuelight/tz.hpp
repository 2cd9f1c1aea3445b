/// @file
/// Time zones: the IANA names and their offsets, from a table compiled at build time out of the system's tz database.
///
/// Exact from 1970-01-01 on, by packed transitions and then by each zone's POSIX rule (RFC 9636 3.3.2) for all years to
/// come. Earlier instants get the offset of 1970-01-01T00:00:00Z.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "cuelight/civil.hpp"
#include "cuelight/error.hpp"

namespace cuelight::tz {

/// A stretch of time with one offset: `begin_utc_s <= t < end_utc_s`.
struct period {
  std::int64_t begin_utc_s = 0;
  std::int64_t end_utc_s = 0;
  std::int32_t offset_s = 0;  ///< seconds east of UTC
  bool daylight = false;
  std::string_view abbreviation;  ///< `CET`; static storage
};

/// "From ever" and "for ever" in a `period`.
inline constexpr std::int64_t distant_past_s = INT64_MIN / 4;
inline constexpr std::int64_t distant_future_s = INT64_MAX / 4;

/// How often the wall clock shows a local time.
enum class occurrence : std::uint8_t { unique, gap, overlap };

/// What a local time means. RFC 5545 3.3.5: a time in a gap is read with the offset before the gap; one that occurs
/// twice is the first.
struct resolved {
  std::int64_t utc_s = 0;
  std::int32_t offset_s = 0;  ///< the offset that was used
  occurrence kind = occurrence::unique;
};

/// One of the two yearly changes of a rule: `weekday` (0 Sunday) number `week` (5: the last) of `month`, `time_s`
/// seconds after local midnight by the clock before the change (may lie outside the day).
struct yearly_change {
  std::uint8_t month = 0;
  std::uint8_t week = 0;
  std::uint8_t weekday = 0;
  std::int32_t time_s = 0;
};

/// How a zone goes on after its last recorded transition. Without daylight saving only `standard` counts.
struct yearly_rule {
  bool has_daylight = false;
  std::int32_t standard_offset_s = 0;
  std::int32_t daylight_offset_s = 0;
  std::string_view standard_abbreviation;
  std::string_view daylight_abbreviation;
  yearly_change to_daylight;
  yearly_change to_standard;
};

/// One time zone. A value: copy it, keep it.
class zone {
 public:
  /// The zone of an IANA name or link, compared without regard to ASCII case. Code: `tz.unknown_zone`.
  [[nodiscard]] static result<zone> find(std::string_view name);
  /// UTC itself.
  [[nodiscard]] static zone utc();
  /// A zone made by hand, as a VTIMEZONE describes one: `first_offset_s` until the first change. `changes` need not be
  /// in order; what follows the last one has no rule.
  struct change {
    std::int64_t utc_s = 0;
    std::int32_t offset_s = 0;
  };
  [[nodiscard]] static zone of_changes(std::int32_t first_offset_s, std::vector<change> changes);

  /// The name as the tz database writes it.
  [[nodiscard]] std::string_view name() const noexcept { return name_; }
  /// The stretch that holds an instant. O(log transitions).
  [[nodiscard]] period at(std::int64_t utc_s) const;
  /// The instant that a local time means.
  [[nodiscard]] resolved to_utc(std::int64_t local_s) const;
  /// The wall clock at an instant.
  [[nodiscard]] std::int64_t to_local(std::int64_t utc_s) const { return utc_s + at(utc_s).offset_s; }
  /// The rule that holds from `rule_begin_utc_s()` on.
  [[nodiscard]] yearly_rule rule() const;
  [[nodiscard]] std::int64_t rule_begin_utc_s() const noexcept;

 private:
  struct local_type {
    std::int32_t offset_s = 0;
    bool daylight = false;
    std::string_view abbreviation;
  };
  struct transition {
    std::int64_t utc_s = 0;
    local_type type;
  };
  static constexpr std::uint8_t no_rule = 255;

  std::string_view name_;
  std::vector<transition> transitions_;
  local_type first_type_;
  std::uint8_t rule_ = no_rule;
};

/// Resolves many local times of one zone fast: it remembers the stretch that it used last.
class local_resolver {
 public:
  explicit local_resolver(const zone& z) : zone_(&z) {}
  [[nodiscard]] resolved to_utc(std::int64_t local_s);

 private:
  const zone* zone_;
  std::int64_t safe_begin_local_s_ = 1;  ///< within [begin, end) local times are unique with `offset_s_`
  std::int64_t safe_end_local_s_ = 0;
  std::int32_t offset_s_ = 0;
};

/// Every name that `zone::find` knows, sorted by octets.
[[nodiscard]] std::vector<std::string_view> zone_names();

/// The IANA zone that a Windows zone name stands for by CLDR (`W. Europe Standard Time` -> `Europe/Berlin`); empty if
/// unknown. Compared without regard to ASCII case.
[[nodiscard]] std::string_view zone_of_windows_name(std::string_view name);

/// The tz database's version the table was made of, `2025b`.
[[nodiscard]] std::string_view table_version();

}  // namespace cuelight::tz
