#include <cstdio>
#include <cuelight/json.hpp>

int main(int, char** arguments) {
  const auto canonical = cuelight::json::canonicalize(arguments[1]);
  if (!canonical) return std::fprintf(stderr, "%s\n", canonical.error().code.c_str()), 1;
  std::puts(canonical->c_str());
}
