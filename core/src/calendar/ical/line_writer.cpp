#include "calendar/ical/line_writer.hpp"

#include <array>
#include <cstdint>

#include "json/octets.hpp"

namespace cuelight::calendar {
namespace {

constexpr std::size_t max_line_octets = 75;

bool is_control(char c) {
  return (static_cast<std::uint8_t>(c) < 0x20 && c != '\t') || c == 0x7f;
}

/// The first octet from `at` on that is a control character or one of `marks`.
const char* next_odd(const char* at, const char* end, std::array<char, 3> marks) {
  const auto mark = [&](std::size_t i) { return static_cast<std::uint8_t>(marks[i]); };
  for (; end - at >= static_cast<std::ptrdiff_t>(json::block_octets); at += json::block_octets) {
    const json::block b = json::load_block(at);
    const unsigned odd =
        json::bits(((b < 0x20) & (b != '\t')) | (b == 0x7f) | (b == mark(0)) | (b == mark(1)) | (b == mark(2)));
    if (odd != 0) return at + json::octets_before(odd);
  }
  while (at != end && !is_control(*at) && *at != marks[0] && *at != marks[1] && *at != marks[2]) ++at;
  return at;
}

/// A line end of any kind, told once: not by the CR of a CRLF.
bool ends_line(const char* at, std::string_view value) {
  return *at == '\n' || (*at == '\r' && (at + 1 == value.data() + value.size() || at[1] != '\n'));
}

}  // namespace

void line_writer::begin(std::string_view name) {
  start_ = out_.size();
  upper(name);
}

void line_writer::upper(std::string_view word) {
  char* at = out_.room(word.size());
  for (const char c : word) *at++ = c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
  out_.written(at);
}

void line_writer::time(std::int64_t local_s, tz::time_form form) {
  out_.written(tz::write_basic_time(out_.room(tz::basic_time_octets), local_s, form));
}

void line_writer::parameter(std::string_view name, std::string_view value) {
  out_ += ';';
  upper(name);
  out_ += '=';
  parameter_value(value);
}

void line_writer::more_parameter(std::string_view value) {
  out_ += ',';
  parameter_value(value);
}

// RFC 5545 3.2 and RFC 6868.
void line_writer::parameter_value(std::string_view value) {
  const bool quoted = value.find_first_of(":;,") != value.npos;
  if (quoted) out_ += '"';
  copy(value, style::parameter);
  if (quoted) out_ += '"';
}

void line_writer::copy(std::string_view value, style how) {
  static constexpr std::array<char, 3> marks[] = {
      {'\\', ';', ','}, {'^', '"', '"'}, {0x7f, 0x7f, 0x7f}, {0x7f, 0x7f, 0x7f}};
  const char* at = value.data();
  const char* const end = at + value.size();
  for (;;) {
    const char* const odd = next_odd(at, end, marks[static_cast<std::size_t>(how)]);
    out_ += std::string_view(at, static_cast<std::size_t>(odd - at));
    if (odd == end) return;
    at = odd + 1;
    if (is_control(*odd)) {
      if (how != style::plain && ends_line(odd, value)) out_ += how == style::parameter ? "^n" : "\\n";
    } else {
      out_ += how == style::text ? '\\' : '^';
      out_ += how == style::parameter && *odd == '"' ? '\'' : *odd;
    }
  }
}

void line_writer::end() {
  if (out_.size() - start_ > max_line_octets) fold();
  out_ += "\r\n";
}

void line_writer::fold() {
  long_line_ = out_.from(start_);
  out_.cut(start_);
  const char* at = long_line_.data();
  std::size_t left = long_line_.size();
  std::size_t room = max_line_octets;
  while (left > room) {
    std::size_t octets = room;
    while (octets > room - 4 && (static_cast<std::uint8_t>(at[octets]) & 0xc0) == 0x80) --octets;
    out_ += std::string_view(at, octets);
    out_ += "\r\n ";
    at += octets;
    left -= octets;
    room = max_line_octets - 1;  // the leading space counts
  }
  out_ += std::string_view(at, left);
}

void line_writer::text_line(std::string_view name, std::string_view value) {
  begin(name);
  colon();
  copy(value, style::text);
  end();
}

void line_writer::plain_line(std::string_view name, std::string_view value) {
  begin(name);
  colon();
  copy(value, style::plain);
  end();
}

void line_writer::time_line(std::string_view name, const tz::timestamp& t) {
  begin(name);
  if (t.form == tz::time_form::date) raw(";VALUE=DATE");
  colon();
  time(t.local_s, t.form);
  end();
}

}  // namespace cuelight::calendar
