// Sorting where the code's size counts more than its speed: a tenth of std::sort's octets in a WebAssembly module.
#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>
#include <vector>

namespace cuelight::calendar {

/// In place, O(n log n), not stable; O(n) where nothing is to be done.
template <class Iterator, class Less>
void heap_sort(Iterator first, Iterator last, Less less) {
  if (std::is_sorted(first, last, less)) return;
  std::make_heap(first, last, less);
  std::sort_heap(first, last, less);
}
template <class T, class Less>
void heap_sort(std::vector<T>& items, Less less) {
  heap_sort(items.begin(), items.end(), less);
}

/// Ascending, each number once.
inline void sort_unique(std::vector<std::int64_t>& numbers) {
  heap_sort(numbers, std::less<>{});
  numbers.erase(std::unique(numbers.begin(), numbers.end()), numbers.end());
}

}  // namespace cuelight::calendar
