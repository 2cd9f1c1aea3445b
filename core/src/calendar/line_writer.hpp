// Content lines (RFC 5545 3.1): escaped, quoted, folded at 75 octets on code-point boundaries, ended by CRLF.
#pragma once

#include <string>
#include <string_view>
#include <utility>

namespace cuelight::calendar {

class line_writer {
 public:
  /// Starts a line. `name` in any case; written in upper case.
  void begin(std::string_view name);
  /// One parameter value, or several with `more`.
  void parameter(std::string_view name, std::string_view value);
  void more_parameter(std::string_view value);
  /// The colon between parameters and value.
  void colon() { line_ += ':'; }
  void raw(std::string_view octets) { line_ += octets; }
  /// TEXT: backslash, semicolon, comma and line ends escaped; control characters left out (RFC 5545 3.3.11).
  void text(std::string_view value);
  /// A value that has no escapes: line ends and control characters can't stand in it and are left out.
  void plain(std::string_view value);
  /// A value of no known type: as it is, line ends written `\n`.
  void unknown(std::string_view value);
  [[nodiscard]] std::string& line() { return line_; }
  void end();

  void text_line(std::string_view name, std::string_view value);
  void plain_line(std::string_view name, std::string_view value);

  [[nodiscard]] std::size_t size() const { return out_.size(); }
  void reserve(std::size_t octets) { out_.reserve(octets); }
  [[nodiscard]] std::string take() { return std::move(out_); }
  [[nodiscard]] const std::string& written() const { return out_; }

 private:
  void parameter_value(std::string_view value);

  std::string out_;
  std::string line_;
};

}  // namespace cuelight::calendar
