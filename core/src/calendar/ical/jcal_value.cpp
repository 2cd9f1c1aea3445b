#include "calendar/ical/jcal_value.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

#include "calendar/ical/rule_text.hpp"
#include "calendar/ical/value.hpp"
#include "cuelight/civil.hpp"
#include "json/octets.hpp"
#include "text/utf8.hpp"

namespace cuelight::calendar {
namespace {

/// Octets that stand for themselves both in iCalendar text and in a JSON string.
constexpr auto plain_octets = [] {
  std::array<bool, 256> plain{};
  for (std::size_t c = 0x20; c < 0x7f; ++c) plain[c] = c != '"' && c != '\\' && c != '^';
  return plain;
}();

/// The most octets that one octet of iCalendar becomes.
constexpr std::size_t most_octets = 6;

/// One UTF-16 code unit as JSON's escape.
char* write_unit(char32_t unit, char* out) {
  *out++ = '\\';
  *out++ = 'u';
  for (int shift = 12; shift >= 0; shift -= 4) *out++ = "0123456789abcdef"[unit >> shift & 15];
  return out;
}

/// A code point beyond ASCII as JSON's escape: a text of single octets is decoded and parsed the fastest.
char* write_escape(char32_t code, char* out) {
  if (code < 0x10000) return write_unit(code, out);
  out = write_unit(0xd7c0 + (code >> 10), out);
  return write_unit(0xdc00 | (code & 0x3ff), out);
}

/// Copies what is plain, and gives where it ends. Up to a block is written behind `out`.
const char* copy_plain(const char* at, const char* end, char*& out) {
  for (; end - at >= static_cast<std::ptrdiff_t>(json::block_octets);
       at += json::block_octets, out += json::block_octets) {
    const json::block b = json::load_block(at);
    json::store_block(out, b);
    const auto value = reinterpret_cast<json::block_test>(b);  // signed: what is beyond ASCII is below zero
    const unsigned special = json::bits((value < 0x20) | (b == '"') | (b == '\\') | (b == '^') | (b == 0x7f));
    if (special != 0) {
      out += json::octets_before(special);
      return at + json::octets_before(special);
    }
  }
  while (at != end && plain_octets[static_cast<std::uint8_t>(*at)]) *out++ = *at++;
  return at;
}

/// What can't stand in a text.
constexpr char32_t nothing = 0;

/// What the octet behind an escape means; '\0' where the two are no escape and stand for themselves.
char unescaped(char octet, escapes how) {
  if (how == escapes::parameter) return octet == 'n' ? '\n' : octet == '\'' ? '"' : octet == '^' ? '^' : '\0';
  switch (octet) {
    case 'n':
    case 'N':
      return '\n';
    case '\\':
    case ';':
    case ',':
    case ':':  // these two are none in RFC 5545, but widely written
    case '"':
      return octet;
    default:
      return '\0';
  }
}

/// A character beyond ASCII, and `at` behind it; an octet that is not part of UTF-8 is ISO 8859-1's.
char32_t read_beyond_ascii(const char*& at, const char* end, text_faults& faults) {
  const auto octet = static_cast<std::uint8_t>(*at);
  if (const int octets = json::utf8_sequence(at, end); octets != 0) {
    char32_t code = octet & (0x7f >> octets);
    for (int i = 1; i < octets; ++i) code = code << 6 | (static_cast<std::uint8_t>(at[i]) & 0x3f);
    at += octets;
    return code;
  }
  faults.invalid_utf8 = true;
  ++at;
  return octet < 0xa0 ? 0xfffd : octet;
}

/// One character that `copy_plain` stopped at, and `at` behind it.
char32_t read_character(const char*& at, const char* end, escapes how, text_faults& faults) {
  const auto octet = static_cast<std::uint8_t>(*at);
  if (octet >= 0x80) return read_beyond_ascii(at, end, faults);
  if (how != escapes::none && *at == (how == escapes::text ? '\\' : '^') && end - at > 1) {
    if (const char meant = unescaped(at[1], how); meant != '\0') {
      at += 2;
      return static_cast<std::uint8_t>(meant);
    }
  }
  ++at;
  return octet == 0x7f || (octet < 0x20 && octet != '\t' && octet != '\n') ? nothing : octet;
}

/// A character in a JSON string.
char* write_json(char32_t c, char* out) {
  if (c >= 0x80) return write_escape(c, out);
  if (c == '"' || c == '\\' || c == '\t' || c == '\n') *out++ = '\\';
  *out++ = c == '\t' ? 't' : c == '\n' ? 'n' : static_cast<char>(c);
  return out;
}

bool digits(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

/// DATE or DATE-TIME in extended form (RFC 7265 3.6.4, 3.6.5).
bool append_when(text_writer& out, std::string_view value, bool is_date) {
  time_text room;
  const auto time = read_time(value, room);
  if (!time || (time->form == tz::time_form::date) != is_date) return false;
  // What was read is well-formed, and need not be worked out again; a leap second stays one.
  char* at = out.room(longest_time + 2);
  *at++ = '"';
  at = write_extended(value, at);
  *at++ = '"';
  out.written(at);
  return true;
}

void append_quoted(text_writer& out, std::string_view plain) {
  out += '"';
  out += plain;
  out += '"';
}

/// PERIOD (RFC 7265 3.6.9).
bool append_period(text_writer& out, std::string_view value) {
  const std::size_t slash = value.find('/');
  if (slash == value.npos) return false;
  const std::size_t kept = out.size();
  const std::string_view end = value.substr(slash + 1);
  out += '[';
  bool good = append_when(out, value.substr(0, slash), false);
  out += ',';
  if (read_duration(end))
    append_quoted(out, end);
  else
    good = good && append_when(out, end, false);
  out += ']';
  if (!good) out.cut(kept);
  return good;
}

/// INTEGER (RFC 7265 3.6.8), without the sign and zeros that JSON does not have.
bool append_integer(text_writer& out, std::string_view value) {
  const auto n = read_integer(value);
  if (n) out += decimal(*n);
  return n.has_value();
}

/// FLOAT (RFC 7265 3.6.7).
bool append_number(text_writer& out, std::string_view value) {
  while (value.starts_with(' ')) value.remove_prefix(1);
  while (value.ends_with(' ')) value.remove_suffix(1);
  const std::size_t dot = std::min(value.find('.'), value.size());
  const std::size_t kept = out.size();
  const std::string_view whole = value.substr(0, dot);
  const bool negative = whole.starts_with('-');
  if (!append_integer(out, whole)) return false;
  if (dot == value.size()) return true;
  std::string_view fraction = value.substr(dot + 1);
  if (!digits(fraction) || fraction.size() > 15) {
    out.cut(kept);
    return false;
  }
  while (fraction.ends_with('0')) fraction.remove_suffix(1);
  if (fraction.empty()) return true;
  if (negative && out.from(kept) == "0") out.insert(kept, "-");
  out += '.';
  out += fraction;
  return true;
}

/// UTC-OFFSET (RFC 7265 3.6.14).
bool append_offset(text_writer& out, std::string_view value) {
  if (!read_utc_offset(value)) return false;
  out += '"';
  out += value.substr(0, 3);
  for (std::size_t i = 3; i < value.size(); i += 2) {
    out += ':';
    out += value.substr(i, 2);
  }
  out += '"';
  return true;
}

/// TIME (RFC 7265 3.6.12).
bool append_time_of_day(text_writer& out, std::string_view value) {
  const bool utc = value.ends_with('Z');
  if (utc) value.remove_suffix(1);
  if (value.size() != 6 || !digits(value) || value.substr(0, 2) > "23" || value[2] > '5' || value.substr(4) > "60")
    return false;
  out += '"';
  out += value.substr(0, 2);
  out += ':';
  out += value.substr(2, 2);
  out += ':';
  out += value.substr(4);
  if (utc) out += 'Z';
  out += '"';
  return true;
}

/// One item of a rule's list: a number where it is one.
bool append_rule_item(text_writer& out, std::string_view item, bool until) {
  if (until) {
    const bool is_date = item.find_first_of("Tt") == item.npos;
    return append_when(out, item, is_date);
  }
  if (append_integer(out, item)) return true;
  if (item.empty() || item.size() > 32) return false;
  const bool plain = std::ranges::all_of(item, [](char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '+' || c == '-';
  });
  if (!plain) return false;
  out += '"';
  for (const char c : item) out += c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
  out += '"';
  return true;
}

/// Names of which none stands twice.
class names_once {
 public:
  bool add(const std::string& name) {
    const std::string mark = ";" + name + ";";
    if (seen_.size() > 500 || seen_.find(mark) != seen_.npos) return false;
    seen_ += name + ";";
    return true;
  }

 private:
  std::string seen_ = ";";
};

/// RECUR (RFC 7265 3.6.10): an object of the rule's parts, in their order.
bool append_rule(text_writer& out, std::string_view value) {
  if (value.size() > max_rule_octets) return false;
  const std::size_t kept = out.size();
  bool frequency = false, good = true;
  names_once names;
  rule_part part;
  out += '{';
  for (rule_parts parts(value); good && parts.next(part);) {
    std::string name;
    for (const char c : part.name) name += c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    if (!part.has_values || !is_name(name) || !names.add(name)) {
      good = false;
      break;
    }
    frequency = frequency || name == "freq";
    if (out.size() > kept + 1) out += ',';
    append_quoted(out, name);
    out += ':';
    const bool many = part.values.find(',') != part.values.npos;
    if (many) out += '[';
    bool first = true;
    good = each_of_part(part.values, [&](std::string_view item) {
      if (!first) out += ',';
      first = false;
      return append_rule_item(out, item, name == "until");
    });
    if (many) out += ']';
  }
  out += '}';
  if (good && frequency) return true;
  out.cut(kept);
  return false;
}

}  // namespace

void append_json_octets(text_writer& to, std::string_view octets, escapes how, text_faults& faults) {
  const char* at = octets.data();
  const char* const end = at + octets.size();
  char* out = to.room(octets.size() * most_octets + json::block_octets + 2);
  *out++ = '"';
  while ((at = copy_plain(at, end, out)) != end) {
    if (const char32_t c = read_character(at, end, how, faults); c != nothing) out = write_json(c, out);
  }
  *out++ = '"';
  to.written(out);
}

std::size_t append_text(text_writer& to, std::string_view octets, escapes how, text_faults& faults) {
  const char* at = octets.data();
  const char* const end = at + octets.size();
  char* const start = to.room(octets.size() * 3 + json::block_octets);
  char* out = start;
  std::size_t trailing = 0;  // octets that are no code unit of their own
  while ((at = copy_plain(at, end, out)) != end) {
    const char32_t c = read_character(at, end, how, faults);
    if (c == nothing) continue;
    char* const next = json::write_utf8(c, out);
    trailing += static_cast<std::size_t>(next - out) - (c >= 0x10000 ? 2 : 1);
    out = next;
  }
  to.written(out);
  return static_cast<std::size_t>(out - start) - trailing;
}

bool is_basic_date_time(std::string_view value) {
  if ((value.size() != 15 && value.size() != 16) || value[8] != 'T') return false;
  return tz::parse_time(value).has_value();
}

char* write_extended(std::string_view value, char* out) {
  const bool basic = value[4] != '-';
  for (std::size_t i = 0; i < value.size(); ++i) {
    if (basic && (i == 4 || i == 6)) *out++ = '-';
    if (basic && (i == 11 || i == 13)) *out++ = ':';
    *out++ = value[i];
  }
  return out;
}

bool append_json_value(text_writer& out, value_type type, std::string_view value, text_faults& faults) {
  switch (type) {
    case value_type::date:
      return append_when(out, value, true);
    case value_type::date_time:
      return append_when(out, value, false);
    case value_type::time:
      return append_time_of_day(out, value);
    case value_type::period:
      return append_period(out, value);
    case value_type::recur:
      return append_rule(out, value);
    case value_type::integer:
      return append_integer(out, value);
    case value_type::number:
      return append_number(out, value);
    case value_type::utc_offset:
      return append_offset(out, value);
    case value_type::duration:
      if (!read_duration(value)) return false;
      append_quoted(out, value);
      return true;
    case value_type::boolean: {
      const bool truth = same_text(value, "TRUE");
      if (!truth && !same_text(value, "FALSE")) return false;
      out += truth ? "true" : "false";
      return true;
    }
    default:
      append_json_octets(out, value, escapes::none, faults);
      return true;
  }
}

std::size_t list_item_end(std::string_view list, std::size_t at, char separator) {
  for (; at < list.size(); ++at) {
    if (list[at] == separator) return at;
    if (list[at] == '\\' && at + 1 < list.size()) ++at;
  }
  return list.size();
}

}  // namespace cuelight::calendar
