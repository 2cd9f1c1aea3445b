#include <cstring>
#include <vector>

#include "cuelight/json.hpp"
#include "json/fault.hpp"
#include "json/members.hpp"
#include "json/number.hpp"
#include "json/octets.hpp"
#include "json/text.hpp"

namespace cuelight::json {
namespace {

/// Room that every write may use without asking: one block of a string, or one number.
constexpr std::size_t slack = 64;

struct container {
  bool is_object;
  bool ascending;              ///< the names so far stand in strictly ascending order
  std::uint32_t first_member;  ///< index into the open members
};

/// Reads a text once and writes its canonical form as it goes. An object's members are put in order when it closes,
/// within the output; members that come in order are never touched again.
class canonicalizer {
 public:
  canonicalizer(std::string_view text, const limits& limits)
      : begin_(text.data()), end_(text.data() + text.size()), limits_(limits) {}

  result<std::string> run();

 private:
  enum class expect { value, first_value, name, first_name, separator };

  std::unexpected<error> stop(fault what, const char* at) const {
    return refuse(what, static_cast<std::size_t>(at - begin_));
  }
  void reserve(std::size_t octets) {
    output_.resize_and_overwrite(octets, [](char*, std::size_t n) { return n; });
  }
  bool literal(const char*& in, char*& out, std::string_view word) const;
  void note_order(std::uint64_t prefix);

  const char* begin_;
  const char* end_;
  limits limits_;
  std::string output_;
  std::vector<container> open_;
  std::vector<member_entry> members_;
  member_sorter sorter_;
};

/// The octets of a string at `in`, which points at its opening quotation mark. `plain` tells whether it is ASCII
/// without escapes.
inline copied copy_whole_string(const char* in, const char* end, char* out, bool& plain) {
  *out++ = *in++;
  while (static_cast<std::size_t>(end - in) >= block_octets) {
    const std::size_t octets = copy_plain(in, out);
    in += octets;
    out += octets;
    if (octets == block_octets) continue;
    if (*in == '"') {
      *out++ = '"';
      plain = true;
      return {in + 1, out};
    }
    break;
  }
  plain = false;
  return copy_string(in, end, out);
}

bool canonicalizer::literal(const char*& in, char*& out, std::string_view word) const {
  for (const char c : word) {
    if (in == end_ || *in != c) return false;
    *out++ = *in++;
  }
  return true;
}

/// Compares the newest member's name with the one before it.
void canonicalizer::note_order(std::uint64_t prefix) {
  member_entry& last = members_.back();
  last.prefix = prefix;
  container& object = open_.back();
  if (!object.ascending || members_.size() - object.first_member < 2) return;
  const member_entry& previous = members_[members_.size() - 2];
  object.ascending = previous.prefix < prefix ||
                     (previous.prefix == prefix &&
                      compare_names(output_.data() + previous.begin + 1, output_.data() + last.begin + 1) < 0);
}

result<std::string> canonicalizer::run() {
  const auto octets = static_cast<std::size_t>(end_ - begin_);
  const std::size_t most = std::min<std::size_t>(limits_.max_octets, 0x7fffffff);
  if (octets > most) return refuse(fault::too_large, most);
  const std::string_view text(begin_, octets);
  if (text.starts_with("\xEF\xBB\xBF") || text.starts_with("\xFE\xFF") || text.starts_with("\xFF\xFE")) {
    return refuse(fault::bom, 0);
  }
  reserve(octets + slack);
  open_.reserve(16);
  members_.reserve(32);

  const char* in = begin_;
  const char* const end = end_;
  char* out = output_.data();
  expect next = expect::value;
  while (true) {
    while (in != end && is_space(*in)) ++in;
    if (in == end) {
      if (next != expect::separator || !open_.empty()) return stop(fault::unexpected_end, in);
      break;
    }
    const char c = *in;

    if (next == expect::separator) {
      if (open_.empty()) return stop(fault::trailing_octets, in);
      container& top = open_.back();
      if (c == ',') {
        *out++ = *in++;
        next = top.is_object ? expect::name : expect::value;
        continue;
      }
      if (c != (top.is_object ? '}' : ']')) return stop(fault::unexpected_octet, in);
      if (top.is_object) {
        if (!top.ascending) {
          const auto written = static_cast<std::uint32_t>(out - output_.data());
          const std::ptrdiff_t duplicate =
              sorter_.sort(output_.data(), std::span(members_).subspan(top.first_member), written);
          if (duplicate >= 0) return refuse(fault::duplicate_name, static_cast<std::size_t>(duplicate));
        }
        members_.resize(top.first_member);
      }
      *out++ = *in++;
      open_.pop_back();
      continue;
    }

    if (next == expect::name || next == expect::first_name) {
      if (c == '"') {
        const auto at = static_cast<std::uint32_t>(out - output_.data());
        members_.push_back({0, at, static_cast<std::uint32_t>(in - begin_)});
        bool plain;
        const copied name = copy_whole_string(in, end, out, plain);
        if (name.what != fault::none) return stop(name.what, name.in);
        const char* const text_begin = out + 1;
        note_order(plain ? plain_name_prefix(text_begin, static_cast<std::size_t>(name.out - text_begin) - 1)
                         : name_prefix(text_begin));
        in = name.in;
        out = name.out;
        while (in != end && is_space(*in)) ++in;
        if (in == end) return stop(fault::unexpected_end, in);
        if (*in != ':') return stop(fault::unexpected_octet, in);
        *out++ = *in++;
        next = expect::value;
        continue;
      }
      if (c != '}' || next == expect::name) return stop(fault::unexpected_octet, in);
      *out++ = *in++;
      open_.pop_back();
      next = expect::separator;
      continue;
    }

    switch (c) {
      case '"': {
        bool plain;
        const copied string = copy_whole_string(in, end, out, plain);
        if (string.what != fault::none) return stop(string.what, string.in);
        in = string.in;
        out = string.out;
        next = expect::separator;
        break;
      }
      case '{':
      case '[':
        if (open_.size() >= limits_.max_depth) return stop(fault::too_deep, in);
        open_.push_back({c == '{', true, static_cast<std::uint32_t>(members_.size())});
        *out++ = *in++;
        next = c == '{' ? expect::first_name : expect::first_value;
        break;
      case ']':
        if (next != expect::first_value) return stop(fault::unexpected_octet, in);
        *out++ = *in++;
        open_.pop_back();
        next = expect::separator;
        break;
      case 't':
      case 'f':
      case 'n':
        if (!literal(in, out, c == 't' ? "true" : c == 'f' ? "false" : "null")) {
          return stop(in == end ? fault::unexpected_end : fault::unexpected_octet, in);
        }
        next = expect::separator;
        break;
      default: {
        if (c != '-' && !is_digit(c)) return stop(fault::unexpected_octet, in);
        const copied number = copy_number(in, end, out);
        if (number.what != fault::none) return stop(number.what, number.in);
        in = number.in;
        out = number.out;
        // Only a number can be longer than what it was read from (1e20).
        const auto used = static_cast<std::size_t>(out - output_.data());
        const std::size_t need = used + static_cast<std::size_t>(end - in) + slack;
        if (need > output_.size()) {
          reserve(need + need / 4);
          out = output_.data() + used;
        }
        next = expect::separator;
      }
    }
  }
  output_.resize(static_cast<std::size_t>(out - output_.data()));
  return std::move(output_);
}

}  // namespace

result<std::string> canonicalize(std::string_view text, const limits& limits) {
  return canonicalizer(text, limits).run();
}

}  // namespace cuelight::json
