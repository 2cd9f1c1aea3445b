#include "calendar/ical/json_reader.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

#include "cuelight/json.hpp"
#include "json/octets.hpp"
#include "text/utf8.hpp"

namespace cuelight::calendar {

json_reader::json_reader(std::string_view text) : begin_(text.data()), at_(begin_), end_(begin_ + text.size()) {
  if (auto judged = json::canonicalize(text); !judged) fault_ = std::move(judged.error());
}

bool json_reader::fail(std::string_view code, std::string_view message) {
  if (!fault_) fault_.emplace(code, message, static_cast<std::size_t>(at_ - begin_));
  return false;
}

bool json_reader::wrong(std::string_view wanted) {
  std::string message(member_.empty() ? "The argument" : member_);
  message += " must be ";
  message += wanted;
  message += '.';
  return fail("argument.type", message);
}

void json_reader::space() {
  while (at_ != end_ && json::is_space(*at_)) ++at_;
}

json_reader::kind json_reader::peek() {
  space();
  if (fault_ || at_ == end_) return kind::none;
  switch (*at_) {
    case '{':
      return kind::object;
    case '[':
      return kind::array;
    case '"':
      return kind::string;
    case 't':
    case 'f':
      return kind::boolean;
    case 'n':
      return kind::null;
    default:
      return *at_ == '-' || json::is_digit(*at_) ? kind::number : kind::none;
  }
}

bool json_reader::open(kind wanted) {
  if (peek() != wanted) return wrong(wanted == kind::object ? "an object" : "an array");
  ++at_;
  fresh_ = true;
  return true;
}

bool json_reader::next(char close) {
  space();
  if (fault_ || at_ == end_) return false;
  const bool first = std::exchange(fresh_, false);
  if (*at_ == close) {
    ++at_;
    return false;
  }
  if (!first) ++at_;  // the comma
  space();
  return true;
}

bool json_reader::object() {
  return open(kind::object);
}

bool json_reader::member(std::string_view& name) {
  if (!next('}') || peek() != kind::string) return false;
  name = string();
  if (name.data() == scratch_.data()) {  // it was written with escapes
    name_.assign(name);
    name = name_;
  }
  member_ = name;
  space();
  if (at_ != end_) ++at_;  // the colon
  return true;
}

bool json_reader::array() {
  return open(kind::array);
}

bool json_reader::element() {
  return next(']');
}

bool json_reader::text(std::string& out) {
  std::string_view view;
  if (!text_view(view)) return false;
  out.assign(view);
  return true;
}

bool json_reader::text_view(std::string_view& out) {
  if (peek() != kind::string) return wrong("a string");
  out = string();
  return true;
}

/// A number or literal: all up to what may follow one.
std::string_view json_reader::scalar() {
  const char* const start = at_;
  while (at_ != end_ && !json::is_space(*at_) && *at_ != ',' && *at_ != ']' && *at_ != '}') ++at_;
  return {start, static_cast<std::size_t>(at_ - start)};
}

bool json_reader::number(std::string_view& out) {
  if (peek() != kind::number) return wrong("a number");
  out = scalar();
  return true;
}

bool json_reader::integer(std::int64_t& out) {
  if (peek() != kind::number) return wrong("a whole number");
  const std::string_view digits = scalar();
  std::int64_t value = 0;
  const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  constexpr std::int64_t most = (1LL << 53) - 1;
  if (read.ec != std::errc{} || read.ptr != digits.data() + digits.size() || value > most || value < -most) {
    return wrong("a whole number");
  }
  out = value;
  return true;
}

bool json_reader::boolean(bool& out) {
  if (peek() != kind::boolean) return wrong("true or false");
  out = scalar() == "true";
  return true;
}

bool json_reader::skip() {
  int open = 0;
  do {
    switch (peek()) {
      case kind::object:
      case kind::array:
        ++open;
        ++at_;
        break;
      case kind::string:
        string();
        break;
      case kind::none:  // a bracket that closes, a comma or a colon
        if (fault_ || at_ == end_) return false;
        open -= *at_ == '}' || *at_ == ']';
        ++at_;
        break;
      default:
        scalar();
    }
  } while (open > 0);
  return ok();
}

/// The four hexadecimal digits of an escape.
std::uint32_t json_reader::unit() {
  std::uint32_t value = 0;
  at_ = std::from_chars(at_, std::min(at_ + 4, end_), value, 16).ptr;
  return value;
}

/// Writes what an escape stands for (RFC 8259 section 7); the backslash was read.
void json_reader::escape() {
  switch (const char c = *at_++) {
    case 'b':
      scratch_ += '\b';
      return;
    case 'f':
      scratch_ += '\f';
      return;
    case 'n':
      scratch_ += '\n';
      return;
    case 'r':
      scratch_ += '\r';
      return;
    case 't':
      scratch_ += '\t';
      return;
    case 'u':
      break;
    default:
      scratch_ += c;
      return;
  }
  std::uint32_t code = unit();
  if (code >= 0xd800 && code < 0xe000) {
    at_ += 2;  // the low half's backslash and u
    code = 0x10000 + ((code - 0xd800) << 10) + (unit() - 0xdc00);
  }
  char text[4];
  scratch_.append(text, static_cast<std::size_t>(json::write_utf8(code, text) - text));
}

/// The string that stands next; the view lives until the next call.
std::string_view json_reader::string() {
  const char* run = ++at_;
  bool copied = false;
  for (;;) {
    while (end_ - at_ >= static_cast<std::ptrdiff_t>(json::block_octets)) {
      const std::size_t plain = json::octets_before(json::special_octets(json::load_block(at_)));
      at_ += plain;
      if (plain != json::block_octets) break;
    }
    while (*at_ != '"' && *at_ != '\\') ++at_;
    if (*at_ == '"') break;
    if (!copied) scratch_.clear();
    copied = true;
    scratch_.append(run, at_++);
    escape();
    run = at_;
  }
  std::string_view out(run, static_cast<std::size_t>(at_ - run));
  if (copied) out = scratch_.append(out);
  ++at_;
  return out;
}

void append_json(std::string& out, std::string_view text) {
  out += '"';
  const char* run = text.data();
  const char* const end = run + text.size();
  for (const char* at = run; at != end; ++at) {
    const auto octet = static_cast<std::uint8_t>(*at);
    if (octet >= 0x20 && octet != '"' && octet != '\\') continue;
    out.append(run, at);
    run = at + 1;
    out += '\\';
    switch (octet) {
      case '\n':
        out += 'n';
        break;
      case '\r':
        out += 'r';
        break;
      case '\t':
        out += 't';
        break;
      case '"':
      case '\\':
        out += *at;
        break;
      default:
        out += "u00";
        out += static_cast<char>('0' + (octet >> 4));
        out += "0123456789abcdef"[octet & 15];
    }
  }
  out.append(run, end);
  out += '"';
}

}  // namespace cuelight::calendar
