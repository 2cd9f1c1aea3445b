// The zones that one calendar stream names: the tz database's, Windows', or its own VTIMEZONEs.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "cuelight/calendar/recurrence.hpp"
#include "cuelight/tz.hpp"

namespace cuelight::calendar {

/// STANDARD or DAYLIGHT inside a VTIMEZONE (RFC 5545 3.6.5).
struct observance {
  tz::timestamp start;
  std::int32_t from_s = 0, to_s = 0;
  std::vector<rule> rules;
  std::vector<tz::timestamp> dates;
};

/// The tz database's zone that a TZID means: an IANA name, a Windows name, or a path that ends in an IANA name.
[[nodiscard]] result<tz::zone> known_zone(std::string_view tzid);

class zone_book {
 public:
  /// A number for a TZID; the zone itself is looked up by `resolve`. Negative: too many zones, read as the viewer's.
  int number_of(std::string_view tzid);
  void define(std::string_view tzid, std::vector<observance> observances);
  /// Looks all zones up. Own definitions are worked out up to `until_utc_s`.
  void resolve(std::int64_t until_utc_s, std::int64_t& steps);
  /// Null: unknown, or none.
  [[nodiscard]] const tz::zone* zone(int number) const;

 private:
  struct entry {
    std::string tzid;
    std::unique_ptr<tz::zone> zone;
  };
  struct definition {
    std::string tzid;
    std::vector<observance> observances;
  };
  std::vector<entry> entries_;
  std::vector<definition> definitions_;
};

}  // namespace cuelight::calendar
