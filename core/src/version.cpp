#include "cuelight/version.hpp"

namespace cuelight {

std::string_view version() {
  return "0.1.0";
}

}  // namespace cuelight
