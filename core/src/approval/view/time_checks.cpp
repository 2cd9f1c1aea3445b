#include <algorithm>

#include "approval/view/checks.hpp"

namespace cuelight::approval {
namespace {

constexpr std::int64_t near_s = 48 * 3600;

}  // namespace

void check_times(parts& p, std::optional<std::int64_t> now_s) {
  if (p.type == nullptr || !p.document.is_object()) return;
  if (const json::value* const performances = json::member(p.document, "performances");
      performances != nullptr && performances->is_array()) {
    const auto at_of = [&](const std::string& pointer) {
      const auto found =
          std::find_if(p.times.begin(), p.times.end(), [&](const timed& t) { return t.pointer == pointer; });
      return found == p.times.end() ? std::optional<std::int64_t>() : found->at_utc_s;
    };
    for (std::size_t i = 0; i < performances->size(); ++i) {
      const std::string pointer = "/performances/" + std::to_string(i);
      const auto start = at_of(pointer + "/start");
      const auto end = at_of(pointer + "/end");
      if (start && end && *end <= *start) {
        p.warn("approval.end_before_start", severity::danger, pointer + "/end", word::warn_end_before_start);
      }
    }
  }
  if (!now_s) return;
  // A settlement speaks of what is over; everything else looks ahead.
  for (const timed& t : p.times) {
    if (t.at_utc_s < *now_s) {
      p.warn("approval.past_date", severity::caution, t.pointer, word::warn_past);
    } else if (t.is_deadline && t.at_utc_s - *now_s < near_s) {
      p.warn("approval.near_deadline", severity::note, t.pointer, word::warn_near);
    }
  }
}

}  // namespace cuelight::approval
