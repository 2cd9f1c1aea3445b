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
///
/// The steps move `in` and `out` on; at a fault `in` is left where it begins. All are inlined into one loop, so that
/// the two stay in registers.
class canonicalizer {
 public:
  canonicalizer(std::string_view text, const limits& limits)
      : begin_(text.data()), end_(text.data() + text.size()), limits_(limits) {}

  result<std::string> run();

 private:
  fault values(const char*& in, char*& out);
  bool short_name(const char*& in, char*& out, std::uint64_t& prefix) const;
  fault name(const char*& in, char*& out);
  fault scalar(const char*& in, char*& out);
  fault literal(const char*& in, char*& out, std::string_view word) const;
  fault string(const char*& in, char*& out) const;
  fault number(const char*& in, char*& out);
  fault close(const char*& in, char*& out);
  void note_order();

  void skip_space(const char*& in) const {
    while (in != end_ && octet(*in) <= ' ' && is_space(*in)) ++in;
  }
  void reserve(std::size_t octets) {
    output_.resize_and_overwrite(octets, [](char*, std::size_t n) { return n; });
  }

  const char* begin_;
  const char* end_;
  limits limits_;
  bool well_formed_ = false;
  std::string output_;
  std::vector<container> open_;
  std::vector<member_entry> members_;
  member_sorter sorter_;
};

[[gnu::always_inline]] inline fault canonicalizer::literal(const char*& in, char*& out, std::string_view word) const {
  for (const char c : word) {
    if (in == end_) return fault::unexpected_end;
    if (*in != c) return fault::unexpected_octet;
    *out++ = *in++;
  }
  return fault::none;
}

[[gnu::always_inline]] inline fault canonicalizer::string(const char*& in, char*& out) const {
  const char* const end = end_;
  const bool well_formed = well_formed_;
  *out++ = *in++;
  while (static_cast<std::size_t>(end - in) >= 2 * block_octets) {
    const block a = load_block(in);
    const block b = load_block(in + block_octets);
    store_block(out, a);
    store_block(out + block_octets, b);
    const unsigned odd = odd_octets(a, well_formed) | odd_octets(b, well_formed) << block_octets;
    const auto octets = static_cast<std::size_t>(std::countr_zero(odd));
    in += octets;
    out += octets;
    if (odd == 0) continue;
    if (*in != '"') break;
    *out++ = *in++;
    return fault::none;
  }
  const copied rest = copy_string(in, end, out, well_formed);
  in = rest.in;
  out = rest.out;
  return rest.what;
}

[[gnu::always_inline]] inline fault canonicalizer::number(const char*& in, char*& out) {
  if (const std::size_t octets = short_integer(in, end_)) {
    store_block(out, load_block(in));
    in += octets;
    out += octets;
    return fault::none;
  }
  const copied number = copy_number(in, end_, out);
  in = number.in;
  out = number.out;
  // Only a number can be longer than what it was read from (1e20).
  const auto used = static_cast<std::size_t>(out - output_.data());
  const std::size_t need = used + static_cast<std::size_t>(end_ - in) + slack;
  if (need > output_.size()) {
    reserve(need + need / 4);
    out = output_.data() + used;
  }
  return number.what;
}

[[gnu::always_inline]] inline fault canonicalizer::scalar(const char*& in, char*& out) {
  switch (*in) {
    case '"':
      return string(in, out);
    case 't':
    case 'f':
    case 'n':
      return literal(in, out, *in == 't' ? "true" : *in == 'f' ? "false" : "null");
    default:
      return *in == '-' || is_digit(*in) ? number(in, out) : fault::unexpected_octet;
  }
}

/// Compares the newest member's name with the one before it.
void canonicalizer::note_order() {
  container& object = open_.back();
  if (!object.ascending || members_.size() - object.first_member < 2) return;
  object.ascending = compare_members(output_.data(), *(members_.end() - 2), members_.back()) < 0;
}

/// A name of few plain octets; false, with nothing moved on, for any other.
[[gnu::always_inline]] inline bool canonicalizer::short_name(const char*& in, char*& out, std::uint64_t& prefix) const {
  if (static_cast<std::size_t>(end_ - in) <= block_octets) return false;
  const block text = load_block(in + 1);
  const std::size_t octets = octets_before(odd_octets(text, false));
  if (octets == block_octets || in[1 + octets] != '"') return false;
  *out = '"';
  store_block(out + 1, text);
  in += octets + 2;
  out += octets + 2;
  prefix = plain_name_prefix(text, octets);
  return true;
}

/// A member's name and the colon behind it.
[[gnu::always_inline]] inline fault canonicalizer::name(const char*& in, char*& out) {
  skip_space(in);
  if (in == end_) return fault::unexpected_end;
  if (*in != '"') return fault::unexpected_octet;
  member_entry member{0, static_cast<std::uint32_t>(out - output_.data()), static_cast<std::uint32_t>(in - begin_)};
  if (!short_name(in, out, member.prefix)) {
    const copied name = copy_string(in + 1, end_, out + 1, well_formed_);
    *out = '"';
    in = name.in;
    out = name.out;
    if (name.what != fault::none) return name.what;
    member.prefix = name_prefix(output_.data() + member.begin + 1);
  }
  members_.push_back(member);
  note_order();
  skip_space(in);
  if (in == end_) return fault::unexpected_end;
  if (*in != ':') return fault::unexpected_octet;
  *out++ = *in++;
  return fault::none;
}

/// Puts the members of the innermost object in order; its closing bracket is still to be written.
[[gnu::always_inline]] inline fault canonicalizer::close(const char*& in, char*& out) {
  const container& object = open_.back();
  if (!object.ascending) {
    const auto written = static_cast<std::uint32_t>(out - output_.data());
    const auto members = std::span(members_).subspan(object.first_member);
    const std::ptrdiff_t duplicate = sorter_.sort(output_, members, written);
    if (duplicate >= 0) {
      in = begin_ + duplicate;
      return fault::duplicate_name;
    }
    out = output_.data() + written;
  }
  members_.resize(object.first_member);
  return fault::none;
}

fault canonicalizer::values(const char*& in, char*& out) {
  bool named = false;
  while (true) {
    if (named) {
      if (const fault what = name(in, out); what != fault::none) return what;
    }
    skip_space(in);
    if (in == end_) return fault::unexpected_end;
    if (*in == '{' || *in == '[') {
      if (open_.size() >= limits_.max_depth) return fault::too_deep;
      named = *in == '{';
      open_.push_back({named, true, static_cast<std::uint32_t>(members_.size())});
      *out++ = *in++;
      skip_space(in);
      if (in == end_) return fault::unexpected_end;
      if (*in != (named ? '}' : ']')) continue;
    } else if (const fault what = scalar(in, out); what != fault::none) {
      return what;
    }
    while (true) {
      skip_space(in);
      if (open_.empty()) return in == end_ ? fault::none : fault::trailing_octets;
      if (in == end_) return fault::unexpected_end;
      const container& top = open_.back();
      if (*in == ',') {
        named = top.is_object;
        *out++ = *in++;
        break;
      }
      if (*in != (top.is_object ? '}' : ']')) return fault::unexpected_octet;
      if (const fault what = close(in, out); what != fault::none) return what;
      *out++ = *in++;
      open_.pop_back();
    }
  }
}

result<std::string> canonicalizer::run() {
  const auto octets = static_cast<std::size_t>(end_ - begin_);
  const std::size_t most = std::min<std::size_t>(limits_.max_octets, 0x7fffffff);
  if (octets > most) return refuse(fault::too_large, most);
  const std::string_view text(begin_, octets);
  if (text.starts_with("\xEF\xBB\xBF") || text.starts_with("\xFE\xFF") || text.starts_with("\xFF\xFE")) {
    return refuse(fault::bom, 0);
  }
  well_formed_ = is_utf8(text);
  reserve(octets + slack);
  open_.reserve(16);
  members_.reserve(32);

  const char* in = begin_;
  char* out = output_.data();
  const fault what = values(in, out);
  if (what != fault::none) return refuse(what, static_cast<std::size_t>(in - begin_));
  output_.resize(static_cast<std::size_t>(out - output_.data()));
  return std::move(output_);
}

}  // namespace

result<std::string> canonicalize(std::string_view text, const limits& limits) {
  return canonicalizer(text, limits).run();
}

}  // namespace cuelight::json
