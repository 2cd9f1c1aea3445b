/// @file
/// One sort for every list that is not on a hot path: over indices, stable, and compiled once.
#pragma once

#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <utility>
#include <vector>

namespace cuelight {

/// Whether element `a` of `items` comes before element `b`.
using comes_before = bool (*)(const void* items, std::uint32_t a, std::uint32_t b);

/// The indices 0 … count-1 in order; elements that are equal keep theirs.
[[nodiscard]] std::vector<std::uint32_t> order_of(std::size_t count, const void* items, comes_before before);

/// The indices of `items` in the order of `less`.
template <class T, class Less>
[[nodiscard]] std::vector<std::uint32_t> order_of(const std::vector<T>& items, Less) {
  static_assert(std::is_empty_v<Less>);
  return order_of(items.size(), items.data(), [](const void* all, std::uint32_t a, std::uint32_t b) {
    return Less()(static_cast<const T*>(all)[a], static_cast<const T*>(all)[b]);
  });
}

/// Sorts in place; elements that are equal keep their order.
template <class T, class Less>
void stable_sort(std::vector<T>& items, Less less) {
  std::vector<T> sorted;
  sorted.reserve(items.size());
  for (const std::uint32_t i : order_of(items, less)) sorted.push_back(std::move(items[i]));
  items = std::move(sorted);
}

}  // namespace cuelight
