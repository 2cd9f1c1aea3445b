#include "json/members.hpp"

#include <algorithm>
#include <cstring>
#include <numeric>
#include <vector>

namespace cuelight::json {
namespace {

constexpr int name_end = -1;
constexpr std::size_t least_scratch = 512;

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
std::ptrdiff_t member_sorter::order(const char* out, const member_entry* members, std::size_t count) {
  order_.resize(count);
  if (count <= few_members) {
    for (std::uint32_t i = 0; i < count; ++i) {
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
  std::uint32_t* const all = order_.data();
  std::iota(all, all + count, 0);
  // Merged bottom up, which is stable, compares no more than std::sort, and takes a tenth of its code.
  std::vector<std::uint32_t> merged(count);
  const auto earlier = [&](std::uint32_t i, std::uint32_t j) {
    return compare_members(out, members[i], members[j]) < 0;
  };
  for (std::size_t width = 1; width < count; width *= 2) {
    for (std::size_t at = 0; at < count; at += 2 * width) {
      const std::size_t middle = std::min(at + width, count);
      std::merge(all + at, all + middle, all + middle, all + std::min(middle + width, count), &merged[at], earlier);
    }
    std::copy(merged.begin(), merged.end(), all);
  }
  std::ptrdiff_t duplicate = -1;
  for (std::size_t i = 1; i < count; ++i) {
    const member_entry& later = members[order_[i]];
    if (compare_members(out, members[order_[i - 1]], later) != 0) continue;
    if (duplicate < 0 || later.source < duplicate) duplicate = later.source;
  }
  return duplicate;
}

void member_sorter::prepare(std::size_t octets) {
  if (scratch_.size() >= octets) return;
  scratch_ = {};  // before the new one: never two copies
  scratch_.resize_and_overwrite(std::max(octets, least_scratch), [](char*, std::size_t n) { return n; });
}

/// Writes the members one behind the other in order; `from` holds what begins at `begin` in the output.
void member_sorter::place(const char* from, char* to, const member_entry* members, std::size_t count,
                          std::uint32_t end) const {
  const std::uint32_t begin = members[0].begin;
  for (std::size_t i = 0; i < count; ++i) {
    const std::uint32_t index = order_[i];
    const std::uint32_t first = members[index].begin;
    const std::uint32_t last = index + 1 < count ? members[index + 1].begin - 1 : end;
    if (i != 0) *to++ = ',';
    copy_blocks(from + (first - begin), to, last - first);
    to += last - first;
  }
}

[[gnu::noinline]] std::ptrdiff_t member_sorter::sort(std::string& output, const member_entry* members,
                                                     std::size_t count, std::uint32_t end) {
  const member_entry& first = members[0];
  char* const out = output.data() + first.begin;
  if (first.begin == 1) {
    // The outermost object: the other buffer becomes the output.
    if (const std::ptrdiff_t duplicate = order(output.data(), members, count); duplicate >= 0) return duplicate;
    prepare(output.size());
    scratch_[0] = output[0];
    place(out, scratch_.data() + 1, members, count, end);
    output.swap(scratch_);
    return -1;
  }
  if (count == 2) {
    // Two that change places: the most common case by far.
    const member_entry& second = members[1];
    if (compare_members(output.data(), first, second) == 0) return second.source;
    const std::size_t octets = second.begin - 1 - first.begin;
    prepare(octets + copy_slack);
    copy_blocks(out, scratch_.data(), octets);
    copy_blocks(out + octets + 1, out, end - second.begin);
    char* const comma = out + (end - second.begin);
    *comma = ',';
    copy_blocks(scratch_.data(), comma + 1, octets);
    return -1;
  }
  if (const std::ptrdiff_t duplicate = order(output.data(), members, count); duplicate >= 0) return duplicate;
  prepare(end - first.begin + copy_slack);
  copy_blocks(out, scratch_.data(), end - first.begin);
  place(scratch_.data(), out, members, count, end);
  return -1;
}

}  // namespace cuelight::json
