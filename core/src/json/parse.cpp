#include <algorithm>
#include <vector>

#include "cuelight/json.hpp"
#include "json/number.hpp"

namespace cuelight::json {
namespace {

constexpr std::int64_t max_integer = (1LL << 53) - 1;

/// Builds a tree from canonical octets. Needs no checks beyond staying inside them: `canonicalize` made them.
class builder {
 public:
  explicit builder(std::string_view text) : in_(text.data()), end_(text.data() + text.size()) {}

  value build() {
    value root;
    std::vector<value*> open;
    value* place = &root;
    std::string name;
    while (in_ != end_) {
      const char c = *in_++;
      switch (c) {
        case '{':
        case '[':
          *place = c == '{' ? value::object() : value::array();
          open.push_back(place);
          if (in_ != end_ && (*in_ == '}' || *in_ == ']')) break;
          place = enter(*open.back(), name);
          break;
        case ',':
          if (open.empty()) return root;
          place = enter(*open.back(), name);
          break;
        case '}':
        case ']':
          if (!open.empty()) open.pop_back();
          if (open.empty()) return root;
          break;
        case '"':
          *place = string();
          break;
        case 't':
          *place = true;
          in_ += std::min<std::ptrdiff_t>(3, end_ - in_);
          break;
        case 'f':
          *place = false;
          in_ += std::min<std::ptrdiff_t>(4, end_ - in_);
          break;
        case 'n':
          *place = nullptr;
          in_ += std::min<std::ptrdiff_t>(3, end_ - in_);
          break;
        default:
          *place = number(in_ - 1);
          break;
      }
    }
    return root;
  }

 private:
  /// The place for the next element or member; reads the member's name and colon.
  value* enter(value& parent, std::string& name) {
    if (parent.is_array()) {
      parent.push_back(nullptr);
      return &parent.back();
    }
    if (in_ != end_) ++in_;  // the name's quotation mark
    name = string();
    if (in_ != end_) ++in_;  // the colon
    return &parent[name];
  }

  /// The text of a string whose opening quotation mark was read.
  std::string string() {
    std::string text;
    while (in_ != end_) {
      const char* stop = in_;
      while (stop != end_ && *stop != '"' && *stop != '\\') ++stop;
      text.append(in_, stop);
      in_ = stop;
      if (in_ == end_) break;
      if (*in_++ == '"') break;
      if (in_ == end_) break;
      switch (const char c = *in_++) {
        case 'b':
          text += '\b';
          break;
        case 'f':
          text += '\f';
          break;
        case 'n':
          text += '\n';
          break;
        case 'r':
          text += '\r';
          break;
        case 't':
          text += '\t';
          break;
        case 'u': {
          // Canonical text escapes controls alone, as \u00xy in lower case.
          const char low = in_[3];
          text += static_cast<char>((in_[2] - '0') * 16 + (low >= 'a' ? low - 'a' + 10 : low - '0'));
          in_ += 4;
          break;
        }
        default:
          text += c;
      }
    }
    return text;
  }

  value number(const char* begin) {
    while (in_ != end_ && *in_ != ',' && *in_ != ']' && *in_ != '}') ++in_;
    const bool negative = *begin == '-';
    const char* at = begin + negative;
    std::int64_t integer = 0;
    while (at != in_ && *at >= '0' && *at <= '9' && integer <= max_integer) integer = integer * 10 + (*at++ - '0');
    if (at != in_ || integer > max_integer) return read_double(begin, in_);
    if (negative) return -integer;
    return static_cast<std::uint64_t>(integer);
  }

  const char* in_;
  const char* end_;
};

}  // namespace

value parse_canonical(std::string_view canonical) {
  return builder(canonical).build();
}

result<value> parse(std::string_view text, const limits& limits) {
  const auto canonical = canonicalize(text, limits);
  if (!canonical) return std::unexpected(canonical.error());
  return parse_canonical(*canonical);
}

}  // namespace cuelight::json
