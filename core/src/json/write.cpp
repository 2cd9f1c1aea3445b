#include <charconv>
#include <cmath>
#include <vector>

#include "cuelight/json.hpp"
#include "json/number.hpp"
#include "json/octets.hpp"
#include "json/text.hpp"

namespace cuelight::json {
namespace {

constexpr std::int64_t max_integer = (1LL << 53) - 1;

/// Writes a tree, iteratively.
class writer {
 public:
  std::string write(const value& tree) {
    scalar_or_open(tree);
    while (!open_.empty()) {
      level& top = open_.back();
      const value* child = nullptr;
      if (top.is_object) {
        if (top.next != top.last) child = &top.next->second;
      } else if (top.element != top.end) {
        child = &*top.element++;
      }
      if (child == nullptr) {
        out_ += top.is_object ? '}' : ']';
        open_.pop_back();
        continue;
      }
      if (!top.is_first) out_ += ',';
      top.is_first = false;
      if (top.is_object) {
        text_of(top.next->first);
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
  /// An open container and what of it is still to be written.
  struct level {
    bool is_object = false;
    bool is_first = true;
    value::object_t::const_iterator next = {};
    value::object_t::const_iterator last = {};
    value::array_t::const_iterator element = {};
    value::array_t::const_iterator end = {};
  };

  void scalar_or_open(const value& v) {
    using enum value::value_t;
    switch (v.type()) {
      case object: {
        const value::object_t& all = members(v);
        out_ += '{';
        open_.push_back({.is_object = true, .next = all.begin(), .last = all.end()});
        for (const auto& [name, content] : all) {
          for (const char c : name) reorder_ = reorder_ || octet(c) >= 0xEE;
        }
        return;
      }
      case array: {
        const value::array_t& all = elements(v);
        out_ += '[';
        open_.push_back({.is_object = false, .element = all.begin(), .end = all.end()});
        return;
      }
      case string:
        text_of(json::text(v));
        return;
      case boolean:
        out_ += is_true(v) ? "true" : "false";
        return;
      case number_integer:
        whole(*v.get_ptr<const std::int64_t*>());
        return;
      case number_unsigned:
        whole(*v.get_ptr<const std::uint64_t*>());
        return;
      case number_float:
        real(*v.get_ptr<const double*>());
        return;
      default:
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

  void text_of(std::string_view text) {
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

std::string write(const value& tree) {
  return writer().write(tree);
}

}  // namespace cuelight::json
