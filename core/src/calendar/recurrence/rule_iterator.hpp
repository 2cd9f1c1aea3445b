// The occurrences of one rule, period by period.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "cuelight/calendar/recurrence.hpp"

namespace cuelight::calendar {

class rule_iterator {
 public:
  /// `steps` and `what.zone` must outlive the iterator.
  rule_iterator(const rule& r, const recurrence& what, std::int64_t& steps);

  /// Leaves out everything before `local_s`, without a walk. Only for rules without COUNT, and before `next`.
  void seek(std::int64_t local_s);
  /// Nothing that starts after `local_s` is wanted.
  void stop_after(std::int64_t local_s) { bound_local_s_ = local_s; }
  /// False at the end, and when the steps ran out (then `steps` is negative).
  bool next(occurrence& out);
  /// Whether what `next` gave last stood in a gap of its zone's clock, and was shifted out of it.
  [[nodiscard]] bool shifted() const { return shifted_; }

 private:
  enum class verdict : std::uint8_t { take, drop, end };

  void fill_defaults(const tz::civil& start);
  void make_offsets(const tz::civil& start);
  bool load_period();
  void load_bases();
  [[nodiscard]] std::int64_t period_begin_s() const;
  std::int64_t next_start();
  void load_year(std::int64_t year);
  void load_weeks(std::int64_t year);
  void load_month(std::int64_t year, int month);
  void load_week(std::int64_t first_day);
  bool load_slot();
  void add_skipped(std::int64_t year, int month);
  void add_day(std::int64_t day);
  void pick_positions();
  [[nodiscard]] bool day_matches(std::int64_t day) const;
  [[nodiscard]] bool weekday_matches(int weekday, int place, int length) const;
  verdict judge(std::int64_t local_s, occurrence& out);

  rule rule_;
  tz::timestamp dtstart_;
  const tz::zone* zone_;
  std::optional<tz::local_resolver> resolver_;
  gap_rule gap_;
  std::int64_t* steps_;
  std::int64_t key_ = 0;     // year, month count, day number, or slot number, by frequency
  std::int64_t slot_s_ = 0;  // length of a slot below a day
  bool ordinals_in_year_ = false;
  bool any_day_filter_ = false;
  std::vector<std::int64_t> bases_;    // local seconds of the period's days or slot
  std::vector<std::int32_t> offsets_;  // seconds added to each base, ascending
  std::vector<std::int64_t> picks_;    // with BYSETPOS: indices into bases x offsets
  std::size_t base_at_ = 0, offset_at_ = 0;
  std::int64_t bound_local_s_ = tz::distant_future_s;
  std::int64_t last_local_s_ = tz::distant_past_s;
  std::int64_t emitted_ = 0;
  bool pending_start_ = false;
  bool shifted_ = false;
  bool ended_ = false;
};

}  // namespace cuelight::calendar
