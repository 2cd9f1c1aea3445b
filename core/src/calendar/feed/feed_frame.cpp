#include "calendar/feed/feed_frame.hpp"

#include <algorithm>

#include "calendar/ical/vtimezone.hpp"
#include "calendar/recurrence/heap_sort.hpp"

namespace cuelight::calendar {
namespace {

using tz::seconds_per_day;

/// Whole minutes as a duration, `PT6H`.
std::string minutes_text(std::int64_t minutes) {
  std::string out = "PT";
  if (minutes >= 60) out += decimal(minutes / 60) + 'H';
  if (minutes % 60 != 0) out += decimal(minutes % 60) + 'M';
  return out;
}

}  // namespace

feed_frame::feed_frame(const feed_request& request, const tz::zone& owner)
    : request_(request), owner_(owner), uids_(request.uid_key, request.uid_domain) {
  const std::int64_t today = tz::day_of(request_.now_utc_s);
  from_utc_s_ = (today - request_.past_days) * seconds_per_day;
  const tz::civil date = tz::date_from_days(today);
  const std::int64_t month = date.year * 12LL + date.month - 1 + request_.future_months;
  const int last = tz::days_in_month(month / 12, static_cast<int>(month % 12) + 1);
  until_utc_s_ = tz::days_from_date(month / 12, static_cast<unsigned>(month % 12) + 1,
                                    static_cast<unsigned>(std::min<int>(date.day, last))) *
                 seconds_per_day;
}

line_writer& feed_frame::begin_component(const tz::zone* zone, std::int64_t zone_from_utc_s) {
  components_.push_back({body_.size(), 0, zone, zone_from_utc_s});
  return body_;
}

void feed_frame::write_head(line_writer& out) const {
  out.raw(
      "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Cuelight//Feed 1//EN\r\nCALSCALE:GREGORIAN\r\nMETHOD:PUBLISH\r\n");
  if (request_.kind == feed_kind::availability) out.plain_line("X-CUELIGHT-KIND", "AVAILABILITY");
  out.text_line("NAME", request_.name);
  out.text_line("X-WR-CALNAME", request_.name);
  if (!request_.description.empty()) {
    out.text_line("DESCRIPTION", request_.description);
    out.text_line("X-WR-CALDESC", request_.description);
  }
  out.text_line("X-WR-TIMEZONE", owner_.name());
  if (!request_.source.empty()) {
    out.begin("SOURCE");
    out.raw(";VALUE=URI:");
    out.plain(request_.source);
    out.end();
  }
  const std::string refresh = minutes_text(request_.refresh_minutes);
  out.begin("REFRESH-INTERVAL");
  out.raw(";VALUE=DURATION:");
  out.raw(refresh);
  out.end();
  out.plain_line("X-PUBLISHED-TTL", refresh);
}

void feed_frame::write_zones(line_writer& out, std::size_t kept) const {
  std::vector<std::pair<const tz::zone*, std::int64_t>> used;
  for (std::size_t i = 0; i < kept; ++i) {
    const component& c = components_[i];
    if (!c.zone) continue;
    const auto known = std::ranges::find(used, c.zone, [](const auto& u) { return u.first; });
    if (known == used.end())
      used.emplace_back(c.zone, c.zone_from_utc_s);
    else
      known->second = std::min(known->second, c.zone_from_utc_s);
  }
  heap_sort(used, [](const auto& a, const auto& b) { return a.first->name() < b.first->name(); });
  for (const auto& [zone, from_utc_s] : used)
    write_vtimezone(out, *zone, from_utc_s, until_utc_s_ + 366 * seconds_per_day);
}

result<std::string> feed_frame::whole(std::size_t count) const {
  std::size_t kept = components_.size(), octets = body_.size();
  for (;;) {
    line_writer out;
    out.reserve(octets + 8192);
    write_head(out);
    if (kept != count) out.plain_line("X-CUELIGHT-OMITTED", decimal(static_cast<std::int64_t>(count - kept)));
    write_zones(out, kept);
    if (out.size() + octets + 15 <= request_.max_octets) {
      out.raw(body_.written().substr(0, octets));
      out.raw("END:VCALENDAR\r\n");
      return out.take();
    }
    // One component that tells the whole window can't be cut: what is missing from it would read as free.
    if (kept == 0 || request_.format != feed_format::ics)
      return refuse("calendar.bad_feed", "The feed does not fit the size limit.");
    const std::size_t most = request_.max_octets > out.size() + 64 ? request_.max_octets - out.size() - 64 : 0;
    do octets -= components_[--kept].octets;
    while (kept != 0 && octets > most);
  }
}

}  // namespace cuelight::calendar
