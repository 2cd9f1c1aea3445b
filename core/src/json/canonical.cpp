#include <cstring>

#include "cuelight/json.hpp"
#include "json/fault.hpp"
#include "json/members.hpp"
#include "json/number.hpp"
#include "json/octets.hpp"
#include "json/stack.hpp"
#include "json/text.hpp"

namespace cuelight::json {
namespace {

/// Room that every write may use without asking: one block of a string, or one number. So much more that what is left
/// of the working copy has room for the octets with a payload's type before them.
constexpr std::size_t slack = 64 + 320;

struct container {
  bool is_object;
  bool ascending;              ///< the names so far stand in strictly ascending order
  std::uint32_t first_member;  ///< index into the open members
};

[[gnu::noinline]] const char* behind_space(const char* in, const char* end) {
  while (in != end && is_space(*in)) ++in;
  return in;
}

inline void skip_space(const char*& in, const char* end) {
  if (in != end && octet(*in) <= ' ') in = behind_space(in, end);
}

/// Reads a text once and writes its canonical form as it goes. An object's members are put in order when it closes,
/// within the output; members that come in order are never touched again.
///
/// The steps move `in` and `out` on; at a fault `in` is left where it begins. Those for common text are inlined into
/// one loop, so that the two stay in registers; what is rare is called with their values.
class canonicalizer {
 public:
  canonicalizer(std::string_view text, const limits& limits)
      : begin_(text.data()), end_(text.data() + text.size()), limits_(limits) {}

  result<std::string> run();

 private:
  copied values(const char* in, char* out);
  fault name(const char*& in, char*& out, const char* end);
  fault scalar(const char*& in, char*& out, const char* end);
  fault string(const char*& in, char*& out, const char* end) const;
  fault number(const char*& in, char*& out, const char* end);
  copied any_number(const char* in, char* out);
  bool in_order();

  void reserve(std::size_t octets) {
    output_.resize_and_overwrite(octets, [](char*, std::size_t n) { return n; });
  }

  const char* begin_;
  const char* end_;
  limits limits_;
  bool well_formed_ = false;
  std::string output_;
  stack<container, 32> open_;
  stack<member_entry, 32> members_;
  member_sorter sorter_;
};

[[gnu::noinline]] copied copy_literal(const char* in, const char* end, char* out) {
  for (const char c : std::string_view(*in == 't' ? "true" : *in == 'f' ? "false" : "null")) {
    if (in == end) return {in, out, fault::unexpected_end};
    if (*in != c) return {in, out, fault::unexpected_octet};
    *out++ = *in++;
  }
  return {in, out};
}

inline fault move_on(const copied& to, const char*& in, char*& out) {
  in = to.in;
  out = to.out;
  return to.what;
}

[[gnu::always_inline]] inline fault canonicalizer::string(const char*& in, char*& out, const char* end) const {
  *out++ = *in++;
  while (well_formed_ && static_cast<std::size_t>(end - in) >= 2 * block_octets) {
    const block a = load_block(in);
    const block b = load_block(in + block_octets);
    store_block(out, a);
    store_block(out + block_octets, b);
    const unsigned special = special_octets(a) | special_octets(b) << block_octets;
    if (special == 0) {
      in += 2 * block_octets;
      out += 2 * block_octets;
      continue;
    }
    const auto octets = static_cast<std::size_t>(std::countr_zero(special));
    in += octets;
    out += octets;
    if (*in != '"') break;
    *out++ = *in++;
    return fault::none;
  }
  return move_on(copy_string(in, end, out, well_formed_), in, out);
}

[[gnu::always_inline]] inline fault canonicalizer::number(const char*& in, char*& out, const char* end) {
  const std::size_t octets = short_integer(in, end);
  if (octets == 0) return move_on(any_number(in, out), in, out);
  store_block(out, load_block(in));
  in += octets;
  out += octets;
  return fault::none;
}

[[gnu::noinline]] copied canonicalizer::any_number(const char* in, char* out) {
  copied number = copy_number(in, end_, out);
  // Only a number can be longer than what it was read from (1e20).
  const auto used = static_cast<std::size_t>(number.out - output_.data());
  const std::size_t need = used + static_cast<std::size_t>(end_ - number.in) + slack;
  if (need > output_.size()) {
    reserve(need + need / 4);
    number.out = output_.data() + used;
  }
  return number;
}

[[gnu::always_inline]] inline fault canonicalizer::scalar(const char*& in, char*& out, const char* end) {
  const char c = *in;
  if (c == '"') return string(in, out, end);
  if (is_digit(c) || c == '-') return number(in, out, end);
  if (c == 't' || c == 'f' || c == 'n') return move_on(copy_literal(in, end, out), in, out);
  return fault::unexpected_octet;
}

/// Whether the newest member's name stands behind the one before it.
[[gnu::always_inline]] inline bool canonicalizer::in_order() {
  return members_.size() - open_.back().first_member < 2 ||
         compare_members(output_.data(), members_[members_.size() - 2], members_.back()) < 0;
}

/// A member's name and the colon behind it.
[[gnu::always_inline]] inline fault canonicalizer::name(const char*& in, char*& out, const char* end) {
  skip_space(in, end);
  if (in == end) return fault::unexpected_end;
  if (*in != '"') return fault::unexpected_octet;
  member_entry member{0, static_cast<std::uint32_t>(out - output_.data()), static_cast<std::uint32_t>(in - begin_)};
  *out = '"';
  // Most names are short and plain.
  std::size_t octets = block_octets;
  if (static_cast<std::size_t>(end - in) > block_octets) {
    const block text = load_block(in + 1);
    store_block(out + 1, text);
    octets = octets_before(odd_octets(text));
    member.prefix = plain_name_prefix(text, octets);
  }
  if (octets != block_octets && in[1 + octets] == '"') {
    in += octets + 2;
    out += octets + 2;
  } else {
    const fault what = move_on(copy_string(in + 1, end, out + 1, well_formed_), in, out);
    if (what != fault::none) return what;
    member.prefix = name_prefix(output_.data() + member.begin + 1);
  }
  members_.push(member);
  if (open_.back().ascending) open_.back().ascending = in_order();
  skip_space(in, end);
  if (in == end) return fault::unexpected_end;
  if (*in != ':') return fault::unexpected_octet;
  *out++ = *in++;
  return fault::none;
}

// Long on purpose (cognitive complexity 52): the whole grammar of RFC 8259, sections 2 to 5, is this one loop without
// recursion, so that where it reads and writes stays in two registers and depth costs no stack; its parts are named
// above.
copied canonicalizer::values(const char* in, char* out) {
  const char* const end = end_;
  bool named = false;
  while (true) {
    if (named) {
      if (const fault what = name(in, out, end); what != fault::none) return {in, out, what};
    }
    skip_space(in, end);
    if (in == end) return {in, out, fault::unexpected_end};
    if (*in == '{' || *in == '[') {
      if (open_.size() >= limits_.max_depth) return {in, out, fault::too_deep};
      named = *in == '{';
      open_.push({named, true, static_cast<std::uint32_t>(members_.size())});
      *out++ = *in++;
      skip_space(in, end);
      if (in == end) return {in, out, fault::unexpected_end};
      if (*in != (named ? '}' : ']')) continue;
    } else if (const fault what = scalar(in, out, end); what != fault::none) {
      return {in, out, what};
    }
    while (true) {
      skip_space(in, end);
      if (open_.empty()) return {in, out, in == end ? fault::none : fault::trailing_octets};
      if (in == end) return {in, out, fault::unexpected_end};
      const container& top = open_.back();
      if (*in == ',') {
        named = top.is_object;
        *out++ = *in++;
        break;
      }
      if (*in != (top.is_object ? '}' : ']')) return {in, out, fault::unexpected_octet};
      if (!top.ascending) {
        const auto written = static_cast<std::uint32_t>(out - output_.data());
        const std::ptrdiff_t duplicate =
            sorter_.sort(output_, members_.data() + top.first_member, members_.size() - top.first_member, written);
        if (duplicate >= 0) {
          in = begin_ + duplicate;
          return {in, out, fault::duplicate_name};
        }
        out = output_.data() + written;
      }
      members_.resize(top.first_member);
      *out++ = *in++;
      open_.pop();
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

  const copied all = values(begin_, output_.data());
  if (all.what != fault::none) return refuse(all.what, static_cast<std::size_t>(all.in - begin_));
  output_.resize(static_cast<std::size_t>(all.out - output_.data()));
  return std::move(output_);
}

}  // namespace

result<std::string> canonicalize(std::string_view text, const limits& limits) {
  return canonicalizer(text, limits).run();
}

}  // namespace cuelight::json
