#include "cuelight/version.hpp"

#include <algorithm>

#include "catch_amalgamated.hpp"

TEST_CASE("the version has three parts") {
  CHECK(std::ranges::count(cuelight::version(), '.') == 2);
}
