// What every feed has: a window, components with opaque UIDs, the calendar around them, and a size that it never
// passes.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "calendar/feed/uid.hpp"
#include "calendar/ical/line_writer.hpp"
#include "cuelight/calendar/feed.hpp"
#include "cuelight/tz.hpp"

namespace cuelight::calendar {

class feed_frame {
 public:
  feed_frame(const feed_request& request, const tz::zone& owner);

  [[nodiscard]] std::int64_t from_utc_s() const { return from_utc_s_; }
  [[nodiscard]] std::int64_t until_utc_s() const { return until_utc_s_; }
  [[nodiscard]] bool in_window(std::int64_t start_utc_s, std::int64_t end_utc_s) const {
    return start_utc_s < until_utc_s_ && (end_utc_s > from_utc_s_ || start_utc_s >= from_utc_s_);
  }
  [[nodiscard]] std::string uid(std::string_view purpose, std::string_view text) const {
    return uids_.uid(purpose, text);
  }

  /// Makes room for components that will have about `octets`.
  void expect(std::size_t octets) { body_.reserve(std::min(octets, request_.max_octets)); }
  /// Starts a component; `zone` is that of its TZID, from that instant on.
  line_writer& begin_component(const tz::zone* zone = nullptr, std::int64_t zone_from_utc_s = 0);
  void end_component() { components_.back().octets = body_.size() - components_.back().at; }
  /// Whether more than what is written can fit.
  [[nodiscard]] bool has_room() const { return body_.size() <= request_.max_octets; }

  /// The whole calendar, of `count` components of which no more were written than can fit. Code: `calendar.bad_feed`.
  [[nodiscard]] result<std::string> whole(std::size_t count) const;

 private:
  struct component {
    std::size_t at = 0, octets = 0;  // in the body
    const tz::zone* zone = nullptr;
    std::int64_t zone_from_utc_s = 0;
  };

  void write_head(line_writer& out) const;
  void write_zones(line_writer& out, std::size_t kept) const;

  const feed_request& request_;
  const tz::zone& owner_;
  std::int64_t from_utc_s_ = 0, until_utc_s_ = 0;
  uid_maker uids_;
  std::vector<component> components_;
  line_writer body_;
};

/// Public busy time, in the format that is asked for. See `feed`.
[[nodiscard]] result<std::string> availability_feed(const feed_request& request, const tz::zone& owner);

}  // namespace cuelight::calendar
