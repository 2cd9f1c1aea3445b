#include "calendar/ical/json_reader.hpp"

#include <charconv>

#include "text/utf8.hpp"

namespace cuelight::calendar {

bool json_reader::fail(std::string_view code, std::string_view message) {
  if (!fault_) fault_.emplace(code, message, static_cast<std::size_t>(at_ - begin_));
  return false;
}

bool json_reader::syntax() {
  return fail("calendar.bad_json", "The argument is not well-formed JSON.");
}

bool json_reader::wrong(std::string_view wanted) {
  std::string message(member_.empty() ? "The argument" : member_);
  message += " must be ";
  message += wanted;
  message += '.';
  return fail("argument.type", message);
}

void json_reader::space() {
  while (at_ != end_ && (*at_ == ' ' || *at_ == '\n' || *at_ == '\r' || *at_ == '\t')) ++at_;
}

bool json_reader::expect(char c) {
  space();
  if (fault_ || at_ == end_ || *at_ != c) return syntax();
  ++at_;
  return true;
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
      return *at_ == '-' || (*at_ >= '0' && *at_ <= '9') ? kind::number : kind::none;
  }
}

bool json_reader::open(char c) {
  if (depth_ == max_depth) return fail("calendar.too_deep", "The argument is nested too deeply.");
  if (!expect(c)) return false;
  ++depth_;
  fresh_ = true;
  return true;
}

bool json_reader::next(char close) {
  space();
  if (fault_) return false;
  if (at_ == end_) return syntax();
  if (*at_ == close) {
    ++at_;
    --depth_;
    fresh_ = false;
    return false;
  }
  if (!fresh_) {
    if (!expect(',')) return false;
    space();
    if (at_ != end_ && *at_ == close) return syntax();
  }
  fresh_ = false;
  return true;
}

bool json_reader::object() {
  if (peek() != kind::object) return wrong("an object");
  return open('{');
}

bool json_reader::member(std::string_view& name) {
  if (!next('}') || !string(name)) return false;
  if (name.data() == scratch_.data()) {  // it was written with escapes
    name_.assign(name);
    name = name_;
  }
  member_ = name;
  return expect(':');
}

bool json_reader::array() {
  if (peek() != kind::array) return wrong("an array");
  return open('[');
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
  return string(out);
}

bool json_reader::number(std::string_view& out) {
  if (peek() != kind::number) return wrong("a number");
  const char* start = at_;
  const auto digits = [&] {
    const char* first = at_;
    while (at_ != end_ && *at_ >= '0' && *at_ <= '9') ++at_;
    return at_ != first;
  };
  if (*at_ == '-') ++at_;
  if (at_ != end_ && *at_ == '0')
    ++at_;
  else if (!digits())
    return syntax();
  if (at_ != end_ && *at_ == '.') {
    ++at_;
    if (!digits()) return syntax();
  }
  if (at_ != end_ && (*at_ == 'e' || *at_ == 'E')) {
    ++at_;
    if (at_ != end_ && (*at_ == '+' || *at_ == '-')) ++at_;
    if (!digits()) return syntax();
  }
  out = {start, static_cast<std::size_t>(at_ - start)};
  return true;
}

bool json_reader::integer(std::int64_t& out) {
  std::string_view digits;
  if (peek() != kind::number) return wrong("a whole number");
  if (!number(digits)) return false;
  std::int64_t value = 0;
  const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  constexpr std::int64_t most = (1LL << 53) - 1;
  if (read.ec != std::errc{} || read.ptr != digits.data() + digits.size() || value > most || value < -most) {
    return wrong("a whole number");
  }
  out = value;
  return true;
}

bool json_reader::literal(std::string_view word) {
  if (static_cast<std::size_t>(end_ - at_) < word.size() || std::string_view(at_, word.size()) != word) return syntax();
  at_ += word.size();
  return true;
}

bool json_reader::boolean(bool& out) {
  if (peek() != kind::boolean) return wrong("true or false");
  out = *at_ == 't';
  return literal(out ? "true" : "false");
}

bool json_reader::skip() {
  const int outer = depth_;
  std::string_view ignored;
  // Objects and arrays are walked with a stack of one bit a level: is it an object?
  std::string levels;
  do {
    switch (peek()) {
      case kind::object:
        if (!open('{')) return false;
        levels += '{';
        break;
      case kind::array:
        if (!open('[')) return false;
        levels += '[';
        break;
      case kind::string:
        if (!string(ignored)) return false;
        break;
      case kind::number:
        if (!number(ignored)) return false;
        break;
      case kind::boolean:
        if (!literal(*at_ == 't' ? "true" : "false")) return false;
        break;
      case kind::null:
        if (!literal("null")) return false;
        break;
      case kind::none:
        return syntax();
    }
    while (depth_ > outer) {
      const bool in_object = levels.back() == '{';
      if (next(in_object ? '}' : ']')) {
        if (in_object && (!string(ignored) || !expect(':'))) return false;
        break;
      }
      if (fault_) return false;
      levels.pop_back();
    }
  } while (depth_ > outer);
  return true;
}

bool json_reader::finish() {
  space();
  if (!fault_ && at_ != end_) return syntax();
  return ok();
}

bool json_reader::hex4(std::uint32_t& out) {
  out = 0;
  if (end_ - at_ < 4) return syntax();
  for (int i = 0; i < 4; ++i, ++at_) {
    const char c = *at_;
    const int digit = c >= '0' && c <= '9'   ? c - '0'
                      : c >= 'a' && c <= 'f' ? c - 'a' + 10
                      : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                             : -1;
    if (digit < 0) return syntax();
    out = out * 16 + static_cast<std::uint32_t>(digit);
  }
  return true;
}

bool json_reader::escape(std::string& out) {
  if (at_ == end_) return syntax();
  switch (const char c = *at_++) {
    case '"':
    case '\\':
    case '/':
      out += c;
      return true;
    case 'b':
      out += '\b';
      return true;
    case 'f':
      out += '\f';
      return true;
    case 'n':
      out += '\n';
      return true;
    case 'r':
      out += '\r';
      return true;
    case 't':
      out += '\t';
      return true;
    case 'u':
      break;
    default:
      return syntax();
  }
  std::uint32_t code = 0;
  if (!hex4(code)) return false;
  if (code >= 0xd800 && code < 0xe000) {
    std::uint32_t low = 0;
    if (code >= 0xdc00 || end_ - at_ < 6 || at_[0] != '\\' || at_[1] != 'u') {
      return fail("calendar.bad_json", "A string of the argument holds half of a surrogate pair.");
    }
    at_ += 2;
    if (!hex4(low)) return false;
    if (low < 0xdc00 || low >= 0xe000)
      return fail("calendar.bad_json", "A string of the argument holds half of a surrogate pair.");
    code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
  }
  char text[4];
  out.append(text, static_cast<std::size_t>(json::write_utf8(code, text) - text));
  return true;
}

bool json_reader::string(std::string_view& out) {
  if (!expect('"')) return false;
  const char* run = at_;
  bool copied = false;
  for (;;) {
    while (at_ != end_ && static_cast<signed char>(*at_) >= 0x20 && *at_ != '"' && *at_ != '\\') ++at_;  // plain ASCII
    if (at_ == end_) return syntax();
    if (*at_ == '"') break;
    if (*at_ == '\\') {
      if (!copied) scratch_.clear();
      copied = true;
      scratch_.append(run, at_);
      ++at_;
      if (!escape(scratch_)) return false;
      run = at_;
      continue;
    }
    const int octets = static_cast<std::uint8_t>(*at_) < 0x80 ? 0 : json::utf8_sequence(at_, end_);
    if (octets == 0)
      return fail("calendar.bad_json", "A string of the argument holds a control character or is not UTF-8.");
    at_ += octets;
  }
  if (copied) {
    scratch_.append(run, at_);
    out = scratch_;
  } else {
    out = {run, static_cast<std::size_t>(at_ - run)};
  }
  ++at_;
  return true;
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
