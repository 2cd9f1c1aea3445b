#include "cuelight/error.hpp"

namespace cuelight {

// A whole program's optimiser would copy these into their hundreds of callers.
[[gnu::noinline]] error::error(std::string_view what, std::string_view why, std::size_t where)
    : code(what), message(why), offset(where) {}
[[gnu::noinline]] error::error(const char* what, const char* why, std::size_t where)
    : error(std::string_view(what), std::string_view(why), where) {}
[[gnu::noinline]] error::error(const error&) = default;
[[gnu::noinline]] error::error(error&&) noexcept = default;
[[gnu::noinline]] error& error::operator=(const error&) = default;
[[gnu::noinline]] error& error::operator=(error&&) noexcept = default;
[[gnu::noinline]] error::~error() = default;

[[gnu::noinline]] std::unexpected<error> refuse(std::string_view code, std::string_view message, std::size_t offset) {
  return std::unexpected<error>(std::in_place, code, message, offset);
}

[[gnu::noinline]] std::unexpected<error> refuse(const char* code, const char* message, std::size_t offset) {
  return std::unexpected<error>(std::in_place, code, message, offset);
}

}  // namespace cuelight
