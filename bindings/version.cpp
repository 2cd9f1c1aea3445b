#include "cuelight/version.hpp"

#include "boundary.hpp"

namespace {

cuelight::result<std::string> version() {
  return std::string(cuelight::version());
}

}  // namespace

CUELIGHT_EXPORT(version, version)
