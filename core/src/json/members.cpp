#include "json/members.hpp"

#include <algorithm>
#include <cstring>

namespace cuelight::json {
namespace {

constexpr int name_end = -1;

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

std::ptrdiff_t member_sorter::sort(char* out, std::span<const member_entry> members, std::uint32_t end) {
  order_.resize(members.size());
  for (std::uint32_t i = 0; i < order_.size(); ++i) order_[i] = i;
  const auto before = [&](std::uint32_t i, std::uint32_t j) {
    const member_entry& a = members[i];
    const member_entry& b = members[j];
    if (a.prefix != b.prefix) return a.prefix < b.prefix;
    const int order = compare_names(out + a.begin + 1, out + b.begin + 1);
    return order != 0 ? order < 0 : i < j;
  };
  std::sort(order_.begin(), order_.end(), before);

  std::ptrdiff_t duplicate = -1;
  for (std::size_t i = 1; i < order_.size(); ++i) {
    const member_entry& a = members[order_[i - 1]];
    const member_entry& b = members[order_[i]];
    if (a.prefix != b.prefix || compare_names(out + a.begin + 1, out + b.begin + 1) != 0) continue;
    if (duplicate < 0 || b.source < duplicate) duplicate = b.source;
  }
  if (duplicate >= 0) return duplicate;

  const std::uint32_t begin = members.front().begin;
  scratch_.assign(out + begin, end - begin);
  char* to = out + begin;
  for (std::size_t i = 0; i < order_.size(); ++i) {
    const std::uint32_t index = order_[i];
    const std::uint32_t from = members[index].begin;
    const std::uint32_t until = index + 1 < members.size() ? members[index + 1].begin - 1 : end;
    if (i != 0) *to++ = ',';
    std::memcpy(to, scratch_.data() + (from - begin), until - from);
    to += until - from;
  }
  return -1;
}

}  // namespace cuelight::json
