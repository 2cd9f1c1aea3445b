#include "cuelight/version.hpp"

#include "boundary.hpp"

namespace {

std::string version() {
  return std::string(cuelight::version());
}

}  // namespace

EMSCRIPTEN_BINDINGS(version) {
  emscripten::function("version", &version);
}
