// Content lines as they are read (RFC 5545 3.1): unfolded, then split into name, parameters and value. Octets in, views
// out; an unfolded line is copied only when it was folded.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "calendar/ical/text_writer.hpp"

namespace cuelight::calendar {

/// Gives the logical lines of a stream: CRLF, bare LF, or (where there is no LF at all) bare CR. A leading BOM is
/// passed over, and so are blank lines.
class line_reader {
 public:
  explicit line_reader(std::string_view text);

  /// The next logical line that `wanted` accepts, asked with its first physical line; the view lives until the next
  /// call. Others are passed over without a copy, but for those that may be understood only whole: with control
  /// characters, or going on in quoted-printable.
  template <class Wanted>
  bool next(std::string_view& line, Wanted wanted);
  /// The physical line, from 1, and the octet at which the last logical line began.
  [[nodiscard]] std::uint32_t number() const { return number_; }
  [[nodiscard]] std::size_t offset() const { return offset_; }
  [[nodiscard]] std::uint32_t physical_lines() const { return count_; }
  /// Was the last logical line folded? Then its view is one into a copy.
  [[nodiscard]] bool folded_line() const { return folded_line_; }
  /// Does the last logical line hold a control character other than TAB?
  [[nodiscard]] bool has_control() const { return has_control_; }
  /// Did the stream have a line that ended without CR?
  [[nodiscard]] bool bare_line_feed() const { return bare_line_feed_; }
  /// Takes the next physical line as a continuation without a leading space, as quoted-printable writes it.
  bool join_next(std::string& to);

 private:
  std::string_view physical();
  [[nodiscard]] bool folded() const { return at_ != end_ && (*at_ == ' ' || *at_ == '\t'); }
  void unfold(std::string_view& line);

  const char* begin_;
  const char* at_;
  const char* end_;
  char line_end_ = '\n';
  text_writer folded_;
  std::uint32_t count_ = 0, number_ = 0;
  std::size_t offset_ = 0;
  bool folded_line_ = false, has_control_ = false, bare_line_feed_ = false;
};

/// What can't stand in a line. TAB can.
[[nodiscard]] inline bool is_control(char c) {
  return (static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7f;
}

/// Of what one line has, that many parameters and their further values count.
inline constexpr std::size_t max_parameters = 64;

struct raw_parameter {
  std::string_view name;
  std::string_view value;  ///< without its quotation marks, RFC 6868 still encoded
  bool more = false;       ///< a further value of the parameter before
};

struct content_line {
  std::string_view name;
  std::vector<raw_parameter> parameters;
  std::string_view value;
  bool clean = true;  ///< false: a parameter was not well-formed

  /// The first value of a parameter, or nothing. What stands behind `max_parameters` values is not looked at.
  [[nodiscard]] std::string_view parameter(std::string_view name) const;
};

/// Splits one logical line; views into it. False if it does not begin with a name, or has no colon.
bool split_line(std::string_view line, content_line& out);

template <class Wanted>
bool line_reader::next(std::string_view& line, Wanted wanted) {
  while (at_ != end_) {
    const char* const start = at_;
    number_ = count_ + 1;
    offset_ = static_cast<std::size_t>(at_ - begin_);
    has_control_ = false;
    line = physical();
    if (line.empty()) continue;
    folded_line_ = folded();
    if (!has_control_ && !wanted(line)) {
      char last = line.back();
      while (folded()) last = physical().back();
      if (last != '=') continue;
      at_ = start;
      count_ = number_ - 1;
      line = physical();
    }
    if (folded_line_) unfold(line);
    return true;
  }
  return false;
}

}  // namespace cuelight::calendar
