// The one reader of an iCalendar stream (RFC 5545 3.4, 3.6): components that begin and end, and properties between.
// Every function that reads calendars stands on it, so that all of them mean the same by the same octets.
//
//   for (auto item = reader.next(); item != stream_item::done; item = reader.next()) …
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "calendar/ical/content_line.hpp"
#include "calendar/ical/problem_log.hpp"

namespace cuelight::calendar {

enum class stream_item : std::uint8_t {
  begin,     ///< a component; it is the last one of `depth()` that are open
  property,  ///< of the innermost component: `line()`
  end,       ///< of the innermost component; `depth()` no longer counts it
  done       ///< the stream's end, or a `refusal()`
};

inline constexpr std::uint32_t default_max_depth = 32;

class component_reader {
 public:
  /// `problems` may be null. Code: `calendar.too_deep` beyond `max_depth` components inside each other.
  explicit component_reader(std::string_view ics, problem_log* problems = nullptr,
                            std::uint32_t max_depth = default_max_depth)
      : lines_(ics), problems_(problems), max_depth_(max_depth) {}

  [[nodiscard]] stream_item next() {
    return next([](std::string_view) { return true; });
  }
  /// As `next`, where of the properties only those count that `wanted` accepts, asked with a line as far as it stands
  /// on its first physical line: at least BEGIN and END, and every text that may be the beginning of a wanted name.
  /// Others are passed over unread, though one in quoted-printable text may come all the same.
  template <class Wanted>
  [[nodiscard]] stream_item next(Wanted wanted);

  [[nodiscard]] const content_line& line() const { return line_; }
  [[nodiscard]] const line_reader& lines() const { return lines_; }
  [[nodiscard]] std::size_t depth() const { return open_.size(); }
  /// The name of the component that began or ended last, as it is written there.
  [[nodiscard]] std::string_view name() const { return name_; }
  /// Whether `line()` is a view into the stream, and not into a copy that the next line takes the place of.
  [[nodiscard]] bool stands_in_stream() const { return !copied_; }
  /// Why reading stopped.
  [[nodiscard]] const std::optional<error>& refusal() const { return refusal_; }

  /// Adds a problem of the last line, or of another one.
  void note(std::string_view code, std::string message);
  void note_at(std::string_view code, std::string message, std::uint32_t line);
  /// Whether a parameter says that the value was written in quoted-printable (vCalendar 1.0): `line()` has it decoded.
  [[nodiscard]] static bool is_encoding(const raw_parameter& p);

 private:
  struct component {
    std::string name;
    std::uint32_t line = 0;
  };

  std::optional<stream_item> read(std::string_view line);
  std::optional<stream_item> begin();
  std::optional<stream_item> end();
  stream_item open();
  stream_item close();
  std::optional<stream_item> finish();
  void decode_value();

  line_reader lines_;
  problem_log* problems_;
  std::uint32_t max_depth_;
  content_line line_;
  std::vector<component> open_;
  std::string name_;
  std::string cleaned_;      // the line, where it had control characters: name and parameters are views into it
  std::string decoded_;      // the value, where it was quoted-printable
  std::size_t closing_ = 0;  // components still to be ended before the stream goes on
  bool opening_ = false;     // then a calendar begins
  bool copied_ = false;
  bool found_ = false;
  std::optional<error> refusal_;
};

template <class Wanted>
stream_item component_reader::next(Wanted wanted) {
  for (;;) {
    if (refusal_) return stream_item::done;
    if (closing_ != 0) return close();
    if (opening_) return open();
    std::string_view line;
    const auto item = lines_.next(line, wanted) ? read(line) : finish();
    if (item) return *item;
  }
}

}  // namespace cuelight::calendar
