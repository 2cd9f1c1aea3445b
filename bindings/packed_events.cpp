#include "packed_events.hpp"

#include <algorithm>
#include <charconv>
#include <cstring>

#include "calendar_requests.hpp"
#include "text/utf8.hpp"

namespace cuelight::calendar {
namespace {

constexpr std::size_t fields_of_event = 13;

/// The fields, one after the other. The first fault sticks.
class field_reader {
 public:
  explicit field_reader(std::string_view text) : at_(text.data()), end_(at_ + text.size()) {}

  std::string_view text() {
    const char* const start = at_;
    const void* const stop = at_ == end_ ? nullptr : std::memchr(at_, '\0', static_cast<std::size_t>(end_ - at_));
    if (!stop) {
      good_ = false;
      return {};
    }
    at_ = static_cast<const char*>(stop) + 1;
    return {start, static_cast<std::size_t>(at_ - start) - 1};
  }
  void number(std::int64_t& out, std::int64_t most) {
    const std::string_view digits = text();
    const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), out);
    good_ = good_ && read.ec == std::errc{} && read.ptr == digits.data() + digits.size() && out >= 0 && out <= most;
  }
  void time(tz::timestamp& out) {
    if (const auto read = tz::parse_time(text()))
      out = *read;
    else
      good_ = false;
  }
  void state(event_state& out) {
    const auto found = std::ranges::find(event_states, text());
    good_ = good_ && found != std::end(event_states);
    out = static_cast<event_state>(found - event_states);
  }
  void require(bool condition) { good_ = good_ && condition; }
  [[nodiscard]] bool good() const { return good_; }
  [[nodiscard]] bool done() const { return good_ && at_ == end_; }

 private:
  const char* at_;
  const char* end_;
  bool good_ = true;
};

}  // namespace

bool read_packed_events(std::string_view text, std::vector<event>& out) {
  if (!json::is_utf8(text)) return false;
  field_reader in(text);
  std::int64_t count = 0;
  in.number(count, static_cast<std::int64_t>(text.size() / fields_of_event));
  if (!in.good()) return false;
  out.reserve(static_cast<std::size_t>(count));
  while (count-- != 0) {
    event& e = out.emplace_back();
    e.id = in.text();
    in.require(!e.id.empty());
    e.kind = in.text();
    in.state(e.state);
    e.title = in.text();
    e.place = in.text();
    e.notes = in.text();
    e.url = in.text();
    in.time(e.start);
    in.time(e.end);
    e.tzid = in.text();
    e.rrule = in.text();
    in.number(e.sequence, INT32_MAX);
    tz::timestamp changed;
    in.time(changed);
    in.require(changed.form == tz::time_form::utc);
    e.last_modified_utc_s = changed.local_s;
    if (!in.good()) return false;
  }
  return in.done();
}

}  // namespace cuelight::calendar
