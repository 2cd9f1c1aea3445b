#include <charconv>
#include <cmath>
#include <vector>

#include "cuelight/json.hpp"
#include "json/decimal.hpp"
#include "json/number.hpp"
#include "json/octets.hpp"
#include "json/text.hpp"

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

/// Writes a tree, iteratively.
class writer {
 public:
  std::string write(const value& tree) {
    scalar_or_open(tree);
    while (!open_.empty()) {
      level& top = open_.back();
      const value* child = nullptr;
      if (top.container->is_array()) {
        if (top.index != top.container->size()) child = &(*top.container)[top.index];
      } else if (top.next != top.container->items().end()) {
        child = &top.next->second;
      }
      if (child == nullptr) {
        out_ += top.container->is_object() ? '}' : ']';
        open_.pop_back();
        continue;
      }
      if (top.index++ != 0) out_ += ',';
      if (top.container->is_object()) {
        string(top.next->first);
        out_ += ':';
        ++top.next;
      }
      scalar_or_open(*child);
    }
    if (!reorder_) return std::move(out_);
    // A tree orders names by octets; where UTF-16 code units order them otherwise, the text is put right.
    constexpr std::size_t unlimited = static_cast<std::size_t>(-1);
    auto sorted = canonicalize(out_, {unlimited, unlimited});
    return sorted ? std::move(*sorted) : std::move(out_);
  }

 private:
  struct level {
    const value* container;
    value::members::const_iterator next;  ///< of an object
    std::size_t index = 0;
  };

  void scalar_or_open(const value& v) {
    using enum value::kind;
    switch (v.type()) {
      case object:
        out_ += '{';
        open_.push_back({&v, v.items().begin()});
        for (const auto& [name, content] : v.items()) {
          for (const char c : name) reorder_ = reorder_ || octet(c) >= 0xEE;
        }
        return;
      case array:
        out_ += '[';
        open_.push_back({&v, {}});
        return;
      case text:
        string(v.text());
        return;
      case boolean:
        out_ += v.is_true() ? "true" : "false";
        return;
      case integer:
        whole(v.integer());
        return;
      case natural:
        whole(v.natural());
        return;
      case number:
        real(v.number());
        return;
      case null:
        out_ += "null";
    }
  }

  template <class Integer>
  void whole(Integer i) {
    // Beyond 2^53 an integer is the double nearest to it, as for every reader of JSON in ECMAScript.
    constexpr auto limit = static_cast<std::uint64_t>(max_integer);
    const std::uint64_t magnitude = i < 0 ? ~static_cast<std::uint64_t>(i) + 1 : static_cast<std::uint64_t>(i);
    if (magnitude > limit) return real(static_cast<double>(i));
    char buffer[max_number_octets];
    out_.append(buffer, std::to_chars(buffer, buffer + sizeof buffer, i).ptr);
  }

  void real(double d) {
    char buffer[max_number_octets];
    if (!std::isfinite(d)) {
      out_ += "null";
    } else {
      out_.append(buffer, write_double(d, buffer));
    }
  }

  void string(std::string_view text) {
    out_ += '"';
    const char* in = text.data();
    const char* const end = in + text.size();
    while (in != end) {
      if (octet(*in) < 0x80) {
        char buffer[8];
        out_.append(buffer, write_escaped(*in++, buffer));
        continue;
      }
      const int octets = utf8_sequence(in, end);
      if (octets == 0) {
        out_ += "\xEF\xBF\xBD";
        reorder_ = true;
        ++in;
      } else {
        out_.append(in, in + octets);
        in += octets;
      }
    }
    out_ += '"';
  }

  std::string out_;
  std::vector<level> open_;
  bool reorder_ = false;
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

std::string write(const value& tree) {
  return writer().write(tree);
}

const value* member(const value& tree, std::string_view name) {
  return tree.find(name);
}

const value* member(const value& tree, const char* name) {
  return tree.find(name);
}

namespace {

std::optional<std::string_view> as_text(const value* found) {
  if (found == nullptr || !found->is_string()) return std::nullopt;
  return found->text();
}

std::optional<std::int64_t> as_integer(const value* found) {
  if (found == nullptr || !found->is_integer()) return std::nullopt;
  return found->integer();
}

}  // namespace

std::optional<std::string_view> text_member(const value& tree, std::string_view name) {
  return as_text(tree.find(name));
}

std::optional<std::string_view> text_member(const value& tree, const char* name) {
  return as_text(tree.find(name));
}

std::optional<std::int64_t> integer_member(const value& tree, std::string_view name) {
  return as_integer(tree.find(name));
}

std::optional<std::int64_t> integer_member(const value& tree, const char* name) {
  return as_integer(tree.find(name));
}

}  // namespace cuelight::json
