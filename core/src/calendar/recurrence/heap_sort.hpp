// Sorting where the code's size counts more than its speed: a tenth of std::sort's octets in a WebAssembly module.
#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>
#include <vector>

namespace cuelight::calendar {

/// In place, O(n log n), not stable.
template <class T, class Less>
void heap_sort(std::vector<T>& items, Less less) {
  std::make_heap(items.begin(), items.end(), less);
  std::sort_heap(items.begin(), items.end(), less);
}

/// Ascending, each number once.
inline void sort_unique(std::vector<std::int64_t>& numbers) {
  heap_sort(numbers, std::less<>{});
  numbers.erase(std::unique(numbers.begin(), numbers.end()), numbers.end());
}

}  // namespace cuelight::calendar
