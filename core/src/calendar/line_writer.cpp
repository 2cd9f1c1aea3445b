#include "calendar/line_writer.hpp"

#include <cstdint>

namespace cuelight::calendar {
namespace {

constexpr std::size_t max_line_octets = 75;

bool is_control(char c) {
  return (static_cast<std::uint8_t>(c) < 0x20 && c != '\t') || c == 0x7f;
}

/// Copies `value` in runs; `odd(c)` picks the octets that `replace` writes otherwise.
template <class Odd, class Replace>
void copy(std::string& out, std::string_view value, Odd odd, Replace replace) {
  const char* run = value.data();
  const char* const end = run + value.size();
  for (const char* at = run; at != end; ++at) {
    if (!odd(*at)) continue;
    out.append(run, at);
    replace(at);
    run = at + 1;
  }
  out.append(run, end);
}

/// Is this CR the first half of a CRLF? Then its LF stands for the line end.
bool before_line_feed(const char* at, std::string_view value) {
  return *at == '\r' && at + 1 != value.data() + value.size() && at[1] == '\n';
}

}  // namespace

void line_writer::begin(std::string_view name) {
  line_.clear();
  for (const char c : name) line_ += c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
}

void line_writer::parameter(std::string_view name, std::string_view value) {
  line_ += ';';
  for (const char c : name) line_ += c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
  line_ += '=';
  parameter_value(value);
}

void line_writer::more_parameter(std::string_view value) {
  line_ += ',';
  parameter_value(value);
}

// RFC 5545 3.2 and RFC 6868.
void line_writer::parameter_value(std::string_view value) {
  const bool quoted = value.find_first_of(":;,") != value.npos;
  if (quoted) line_ += '"';
  copy(
      line_, value, [](char c) { return c == '^' || c == '"' || is_control(c); },
      [&](const char* at) {
        if (*at == '^')
          line_ += "^^";
        else if (*at == '"')
          line_ += "^'";
        else if (*at == '\n' || (*at == '\r' && !before_line_feed(at, value)))
          line_ += "^n";
      });
  if (quoted) line_ += '"';
}

void line_writer::text(std::string_view value) {
  copy(
      line_, value, [](char c) { return c == '\\' || c == ';' || c == ',' || is_control(c); },
      [&](const char* at) {
        if (*at == '\n' || (*at == '\r' && !before_line_feed(at, value)))
          line_ += "\\n";
        else if (!is_control(*at))
          (line_ += '\\') += *at;
      });
}

void line_writer::plain(std::string_view value) {
  copy(line_, value, is_control, [](const char*) {});
}

void line_writer::unknown(std::string_view value) {
  copy(line_, value, is_control, [&](const char* at) {
    if (*at == '\n' || (*at == '\r' && !before_line_feed(at, value))) line_ += "\\n";
  });
}

void line_writer::end() {
  const char* at = line_.data();
  std::size_t left = line_.size();
  std::size_t room = max_line_octets;
  while (left > room) {
    std::size_t octets = room;
    while (octets > room - 4 && (static_cast<std::uint8_t>(at[octets]) & 0xc0) == 0x80) --octets;
    out_.append(at, octets);
    out_ += "\r\n ";
    at += octets;
    left -= octets;
    room = max_line_octets - 1;  // the leading space counts
  }
  out_.append(at, left);
  out_ += "\r\n";
}

void line_writer::text_line(std::string_view name, std::string_view value) {
  begin(name);
  colon();
  text(value);
  end();
}

void line_writer::plain_line(std::string_view name, std::string_view value) {
  begin(name);
  colon();
  plain(value);
  end();
}

}  // namespace cuelight::calendar
