// Content lines (RFC 5545 3.1): escaped, quoted, folded at 75 octets on code-point boundaries, ended by CRLF.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "calendar/ical/text_writer.hpp"
#include "cuelight/civil.hpp"

namespace cuelight::calendar {

class line_writer {
 public:
  /// Starts a line. `name` in any case; written in upper case.
  void begin(std::string_view name);
  /// One parameter value, or several with `more`.
  void parameter(std::string_view name, std::string_view value);
  void more_parameter(std::string_view value);
  /// The colon between parameters and value.
  void colon() { out_ += ':'; }
  void raw(std::string_view octets) { out_ += octets; }
  /// A word in upper case.
  void upper(std::string_view word);
  void time(std::int64_t local_s, tz::time_form form);
  /// TEXT: backslash, semicolon, comma and line ends escaped; control characters left out (RFC 5545 3.3.11).
  void text(std::string_view value) { copy(value, style::text); }
  /// A value that has no escapes: line ends and control characters can't stand in it and are left out.
  void plain(std::string_view value) { copy(value, style::plain); }
  /// A value of no known type: as it is, line ends written `\n`.
  void unknown(std::string_view value) { copy(value, style::unknown); }
  void end();

  void text_line(std::string_view name, std::string_view value);
  void plain_line(std::string_view name, std::string_view value);
  /// A day or an instant.
  void time_line(std::string_view name, const tz::timestamp& t);

  [[nodiscard]] std::size_t size() const { return out_.size(); }
  void reserve(std::size_t octets) { out_.room(octets); }
  [[nodiscard]] std::string take() { return out_.take(); }
  [[nodiscard]] std::string_view written() const { return out_.from(0); }

 private:
  enum class style : std::uint8_t { text, parameter, plain, unknown };

  void copy(std::string_view value, style how);
  void parameter_value(std::string_view value);
  void fold();

  text_writer out_;
  std::size_t start_ = 0;  // of the open line
  std::string long_line_;
};

}  // namespace cuelight::calendar
