#include "text/order.hpp"

#include <algorithm>
#include <numeric>

namespace cuelight {

std::vector<std::uint32_t> order_of(std::size_t count, const void* items, comes_before before) {
  std::vector<std::uint32_t> order(count);
  std::iota(order.begin(), order.end(), 0U);
  const auto less = [&](std::uint32_t a, std::uint32_t b) {
    return before(items, a, b) || (a < b && !before(items, b, a));
  };
  std::make_heap(order.begin(), order.end(), less);
  std::sort_heap(order.begin(), order.end(), less);
  return order;
}

}  // namespace cuelight
