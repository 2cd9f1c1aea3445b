#include "json/members.hpp"

#include <algorithm>
#include <cstring>

namespace cuelight::json {
namespace {

constexpr int name_end = -1;
constexpr std::size_t few = 16;  // members that are put in order one by one

/// One octet of a canonical name's text and moves on; the end of the name is below every octet. UTF-8 orders
/// U+E000..U+FFFF below the supplementary planes and UTF-16 above: their lead octets trade places.
int next_octet(const char*& name) {
  const auto c = static_cast<std::uint8_t>(*name);
  if (c == '"') return name_end;
  ++name;
  if (c >= 0xEE) return c >= 0xF0 ? c - 2 : c + 5;
  if (c != '\\') return c;
  switch (const char escaped = *name++) {
    case 'b':
      return '\b';
    case 'f':
      return '\f';
    case 'n':
      return '\n';
    case 'r':
      return '\r';
    case 't':
      return '\t';
    case 'u': {
      const char high = name[2];
      const char low = name[3];
      name += 4;
      return (high - '0') * 16 + (low >= 'a' ? low - 'a' + 10 : low - '0');
    }
    default:
      return escaped;
  }
}

}  // namespace

std::uint64_t name_prefix(const char* name) {
  std::uint64_t prefix = 0;
  for (int i = 0; i < 8; ++i) {
    const int octet = next_octet(name);
    prefix = prefix << 8 | static_cast<std::uint64_t>(octet == name_end ? 0 : octet);
  }
  return prefix;
}

int compare_names(const char* a, const char* b) {
  while (true) {
    const int left = next_octet(a);
    const int right = next_octet(b);
    if (left != right) return left < right ? -1 : 1;
    if (left == name_end) return 0;
  }
}

/// Fills `order_` with the members' indices in order. Members with one name stand in the order of the text, so that
/// the later of them is the one that repeats.
std::ptrdiff_t member_sorter::order(const char* out, std::span<const member_entry> members) {
  order_.resize(members.size());
  if (members.size() <= few) {
    for (std::uint32_t i = 0; i < members.size(); ++i) {
      std::uint32_t at = i;
      for (; at > 0; --at) {
        const int order = compare_members(out, members[order_[at - 1]], members[i]);
        if (order == 0) return members[i].source;
        if (order < 0) break;
        order_[at] = order_[at - 1];
      }
      order_[at] = i;
    }
    return -1;
  }
  for (std::uint32_t i = 0; i < order_.size(); ++i) order_[i] = i;
  std::sort(order_.begin(), order_.end(), [&](std::uint32_t i, std::uint32_t j) {
    const int order = compare_members(out, members[i], members[j]);
    return order != 0 ? order < 0 : i < j;
  });
  std::ptrdiff_t duplicate = -1;
  for (std::size_t i = 1; i < order_.size(); ++i) {
    const member_entry& later = members[order_[i]];
    if (compare_members(out, members[order_[i - 1]], later) != 0) continue;
    if (duplicate < 0 || later.source < duplicate) duplicate = later.source;
  }
  return duplicate;
}

void member_sorter::keep(const char* from, std::size_t octets) {
  if (scratch_octets_ < octets + copy_slack) {
    scratch_.reset();  // before the new one: never two copies
    scratch_octets_ = std::max(octets + copy_slack, std::size_t{512});
    scratch_ = std::make_unique_for_overwrite<char[]>(scratch_octets_);
  }
  copy_blocks(from, scratch_.get(), octets);
}

std::ptrdiff_t member_sorter::sort(char* out, std::span<const member_entry> members, std::uint32_t end) {
  if (members.size() == 2) {
    // Two that change places: the most common case by far.
    const member_entry& first = members[0];
    const member_entry& second = members[1];
    if (compare_members(out, first, second) == 0) return second.source;
    const std::size_t octets = second.begin - 1 - first.begin;
    keep(out + first.begin, octets);
    copy_blocks(out + second.begin, out + first.begin, end - second.begin);
    char* const comma = out + first.begin + (end - second.begin);
    *comma = ',';
    copy_blocks(scratch_.get(), comma + 1, octets);
    return -1;
  }
  if (const std::ptrdiff_t duplicate = order(out, members); duplicate >= 0) return duplicate;
  const std::uint32_t begin = members.front().begin;
  keep(out + begin, end - begin);
  char* to = out + begin;
  for (const std::uint32_t index : order_) {
    const std::uint32_t from = members[index].begin;
    const std::uint32_t until = index + 1 < members.size() ? members[index + 1].begin - 1 : end;
    if (to != out + begin) *to++ = ',';
    copy_blocks(scratch_.get() + (from - begin), to, until - from);
    to += until - from;
  }
  return -1;
}

}  // namespace cuelight::json
